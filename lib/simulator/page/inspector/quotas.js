import { fill, h } from '../dom.js';
import { t } from '../language.js';
import { chatTime } from '../time.js';

/** @import { App } from '../app.js' */
/** @import { UserState } from '../../protocol.ts' */

/**
 * What the account may still send to each user, and what waits for them in the bot's mailbox.
 *
 * @param {App} app
 */
export function createQuotas({ store }) {
  const list = h('ul', { class: 'quotas' });
  const element = h('fieldset', { class: 'group' }, h('legend', {}, t('quotaGroup')), list);
  store.watch(
    element,
    ({ users }) => users,
    (users) =>
      fill(
        list,
        users.map((user) => row(user, store.get().clock.now)),
      ),
  );
  return element;
}

/**
 * @param {UserState} user
 * @param {number} now
 */
const row = ({ openid, name, windows, windowLeft, mailbox = [] }, now) =>
  h(
    'li',
    { 'data-openid': openid },
    h('strong', { dir: 'auto' }, name),
    ' ',
    h('span', { class: 'quota-left' }, leftOf(windowLeft)),
    h(
      'ul',
      {},
      windows.length === 0
        ? h('li', {}, t('quotaNone'))
        : windows.map(({ deed, left, until }) =>
            h(
              'li',
              {},
              t('quotaUntil', { deed: t(`deed_${deed}`), left: leftOf(left), time: chatTime(until, now) }),
            ),
          ),
    ),
    mailbox.length > 0 &&
      h(
        'details',
        { class: 'mailbox' },
        h('summary', {}, t('mailboxHolds', { n: mailbox.length })),
        h(
          'ol',
          {},
          mailbox.map((text) => h('li', { dir: 'auto' }, text)),
        ),
      ),
  );

/** @param {number | null} left */
const leftOf = (left) => (left === null ? t('noLimit') : String(left));
