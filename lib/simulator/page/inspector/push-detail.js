import { h } from '../dom.js';
import { inLanguage, t } from '../language.js';
import { momentOf } from '../model.js';
import { clockTime } from '../time.js';
import { outcomeBadge } from './badge.js';
import { createDelivery } from './delivery.js';
import { fold } from './collapsible.js';
import { createTimeline, describe, lookOf, quickAnswer } from './timeline.js';
import { explain } from './verdict.js';

/** @import { App } from '../app.js' */
/** @import { PushRecord } from '../../protocol.ts' */
/** @import { Mark } from './timeline.js' */

/** What the account sends so long after a push may be its late answer. */
const LATE = 60_000;

/**
 * A push: what came of it and why, its deliveries over time, and each of them in full.
 *
 * @param {App} app
 * @param {PushRecord} push
 * @param {{ readonly open: Set<string>, readonly choice: { delivery: number | undefined }, readonly again: () => void }} view
 */
export function createPushDetail(app, push, { open, choice, again }) {
  const { deliveries, name, kind, from, mode, format, at, text, problemText } = push;
  const index =
    choice.delivery ??
    Math.max(
      0,
      deliveries.findLastIndex(({ answered }) => answered),
    );
  const delivery = deliveries[index] ?? deliveries.at(-1);
  return h(
    'div',
    {},
    h(
      'header',
      { class: 'detail-head' },
      h(
        'h3',
        {},
        h('span', { class: 'record-id' }, `#P${push.id}`),
        kind === 'check' ? t('addressCheck') : name,
      ),
      outcomeBadge(push),
      h(
        'ul',
        { class: 'detail-facts' },
        [
          t(`kind_of_push_${kind}`),
          t(`mode_${mode}`),
          format.toUpperCase(),
          clockTime(at),
          ...(kind === 'check' ? [t('fromConsole')] : from === 'wechat' ? [t('fromWechat')] : []),
        ].map((fact) => h('li', {}, fact)),
      ),
    ),
    h('p', { class: 'verdict' }, explain(push)),
    problemText !== undefined && h('p', { class: 'problem', dir: 'auto' }, inLanguage(problemText)),
    liveTimeline(app, push),
    deliveries.length > 1 &&
      h(
        'div',
        { class: 'segments', role: 'group', 'aria-label': t('deliveries') },
        deliveries.map((_each, number) =>
          h(
            'button',
            {
              type: 'button',
              class: 'segment',
              'aria-pressed': String(number === index),
              'data-focus': `delivery${number}`,
              on: {
                click() {
                  choice.delivery = number;
                  again();
                },
              },
            },
            t('deliveryNumber', { n: number + 1 }),
          ),
        ),
      ),
    text !== '' && fold({ id: 'message', title: t('decrypted'), code: text, open }),
    delivery !== undefined && createDelivery(app, push, delivery, open),
  );
}

/**
 * The timeline, which goes on while the push is on its way.
 *
 * @param {App} app
 * @param {PushRecord} push
 */
function liveTimeline({ store }, push) {
  const draw = () => {
    const marks = marksOf(store.get().entries, push);
    const [first] = push.deliveries;
    if (quickAnswer(push) !== undefined && first !== undefined && !marks.some(({ late }) => late))
      return h('p', { class: `quick ${lookOf(first)}` }, describe(first));
    const elapsed = push.outcome === undefined ? momentOf(store.get()) - push.moment : 0;
    return createTimeline(push, { elapsed, marks });
  };
  const frame = h('figure', { class: 'timeline-frame', 'aria-label': t('deliveries') }, draw());
  if (push.outcome === undefined) {
    const timer = setInterval(() => {
      if (frame.isConnected) frame.replaceChildren(draw());
      else clearInterval(timer);
    }, 200);
  }
  store.watch(
    frame,
    ({ entries }) => entries,
    () => frame.replaceChildren(draw()),
  );
  return frame;
}

/**
 * When the user saw what.
 *
 * @param {readonly import('../../protocol.ts').ChatEntry[]} entries
 * @param {PushRecord} push
 * @returns {readonly (Mark & { readonly late: boolean })[]}
 */
function marksOf(entries, { id, openid, moment }) {
  const own = entries.filter((entry) => entry.openid === openid);
  const next = own.find((entry) => entry.action !== undefined && (entry.pushId ?? 0) > id);
  const until = Math.min(next?.moment ?? Infinity, moment + LATE);
  return own
    .filter(
      (entry) =>
        entry.message !== undefined &&
        (entry.pushId === id ||
          (entry.callId !== undefined && entry.moment >= moment && entry.moment < until)),
    )
    .slice(0, 3)
    .map((entry) => ({
      at: entry.moment - moment,
      late: entry.callId !== undefined,
      label:
        entry.message?.MsgType === 'system'
          ? t('systemNotice')
          : entry.callId === undefined
            ? t('reply')
            : t('sentByCall'),
    }));
}
