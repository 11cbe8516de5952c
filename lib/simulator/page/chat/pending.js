import { fill, h } from '../dom.js';
import { t } from '../language.js';
import { accountAvatar } from './avatar.js';

/** @import { App } from '../app.js' */

/**
 * Shows that an answer is awaited, and which delivery is on its way.
 *
 * @param {App} app
 * @param {string} openid
 */
export function createPending({ store }, openid) {
  const label = h('span', { class: 'pending-label' });
  const dots = h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i'));
  const row = h(
    'div',
    { class: 'row theirs pending', hidden: true },
    accountAvatar(),
    h('div', { class: 'bubble' }, dots),
    label,
  );
  store.watch(
    row,
    ({ pushes }) =>
      pushes.findLast((push) => push.openid === openid && push.outcome === undefined && push.from === 'user'),
    (push) => {
      row.hidden = push === undefined;
      const count = push?.deliveries.length ?? 0;
      fill(label, count > 1 && t('deliveryNumber', { n: count }));
      const thread = row.closest('.thread');
      if (push !== undefined && thread !== null)
        requestAnimationFrame(() => (thread.scrollTop = thread.scrollHeight));
    },
  );
  return row;
}
