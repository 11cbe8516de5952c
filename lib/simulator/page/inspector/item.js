import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { clockTime, duration } from '../time.js';
import { callBadge, outcomeBadge } from './badge.js';
import { createTimeline, quickAnswer } from './timeline.js';
import { subjectOf } from './push-title.js';

/** @import { App } from '../app.js' */
/** @import { Child } from '../dom.js' */
/** @import { Selection } from '../model.js' */
/** @import { CallRecord, PushRecord } from '../../protocol.ts' */

/**
 * A push in the list, with its deliveries drawn small.
 *
 * @param {App} app
 * @param {PushRecord} push
 */
export function pushItem(app, push) {
  const took = quickAnswer(push);
  return item(
    app,
    { kind: 'push', id: push.id },
    [
      h('span', { class: 'item-icon push' }, icon('push')),
      h('span', { class: 'item-name' }, push.kind === 'check' ? t('addressCheck') : push.name),
      h('span', { class: 'item-subject', dir: 'auto' }, subjectOf(push)),
      outcomeBadge(push),
    ],
    [
      h('span', { dir: 'auto' }, userName(app, push.openid)),
      h('time', {}, clockTime(push.at)),
      took === undefined ? createTimeline(push, { mini: true }) : h('span', {}, duration(took)),
    ],
  );
}

/**
 * A call in the list.
 *
 * @param {App} app
 * @param {CallRecord} call
 */
export const callItem = (app, call) =>
  item(
    app,
    { kind: 'call', id: call.id },
    [
      h('span', { class: 'item-icon call' }, icon('call')),
      h('span', { class: 'item-name' }, call.path.replace(/^\/cgi-bin/, '')),
      callBadge(call),
    ],
    [
      h('span', {}, call.method),
      h('time', {}, clockTime(call.at)),
      call.ms !== undefined && h('span', {}, duration(call.ms)),
    ],
  );

/**
 * @param {App} app
 * @param {Selection} selection
 * @param {readonly Child[]} first
 * @param {readonly Child[]} second
 */
const item = ({ store }, selection, first, second) =>
  h(
    'li',
    { 'data-key': `${selection.kind}${selection.id}` },
    h(
      'button',
      {
        type: 'button',
        class: 'item',
        on: { click: () => store.set({ selection, detailOpen: true }) },
      },
      h('span', { class: 'item-first' }, first),
      h('span', { class: 'item-second' }, second),
    ),
  );

/**
 * @param {App} app
 * @param {string} openid
 */
const userName = ({ store }, openid) =>
  openid === '' ? t('console') : (store.get().users.find((user) => user.openid === openid)?.name ?? openid);
