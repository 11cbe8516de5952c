import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { accountAvatar, avatarOf } from './avatar.js';

/** @import { App } from '../app.js' */
/** @import { Child } from '../dom.js' */
/** @import { ChatEntry } from '../../protocol.ts' */

/**
 * How an entry looks: `bubble` = text in a coloured bubble, `bare` = a picture or card without one, `wide` = a card as broad
 * as the chat, `notice` = grey words in the middle.
 *
 * @typedef {{ readonly look: 'bubble' | 'bare' | 'wide' | 'notice', readonly content: readonly Child[] }} Part
 */

/**
 * One entry, with a way to what is behind it.
 *
 * @param {App} app
 * @param {ChatEntry} entry
 * @param {Part} part
 */
export function createRow(app, entry, { look, content }) {
  const { openid, action, pushId, callId } = entry;
  const inspect = inspectButton(app, pushId, callId);
  if (look === 'notice') return h('p', { class: 'notice' }, content, inspect);
  if (look === 'wide') return h('div', { class: 'row wide' }, content, inspect);
  const mine = action !== undefined;
  const name = app.store.get().users.find((user) => user.openid === openid)?.name ?? openid;
  return h(
    'div',
    { class: `row ${mine ? 'mine' : 'theirs'}` },
    h('span', { class: 'sr-only' }, t(mine ? 'saidByUser' : 'saidByAccount', { name })),
    mine ? avatarOf(openid, name) : accountAvatar(),
    h('div', { class: look, dir: 'auto' }, content, isByAi(entry) && h('p', { class: 'by-ai' }, t('byAi'))),
    inspect,
  );
}

/**
 * Whether WeChat says that an AI wrote it.
 *
 * @param {ChatEntry} entry
 */
const isByAi = ({ message }) => message !== undefined && 'byAi' in message && message.byAi === true;

/**
 * @param {App} app
 * @param {number | undefined} pushId
 * @param {number | undefined} callId
 */
function inspectButton({ store }, pushId, callId) {
  const id = callId ?? pushId;
  if (id === undefined) return undefined;
  const kind = callId !== undefined ? 'call' : 'push';
  const name = `#${kind === 'call' ? 'A' : 'P'}${id}`;
  return h(
    'button',
    {
      type: 'button',
      class: 'inspect',
      'aria-label': `${name} ${t('showInInspector')}`,
      title: `${name} ${t('showInInspector')}`,
      on: {
        click: () =>
          store.set({
            selection: { kind, id },
            tab: 'traffic',
            filter: 'all',
            view: 'inspector',
            detailOpen: true,
          }),
      },
    },
    icon('inspect'),
  );
}
