import { field } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { createAccount } from './account.js';

/** @import { PlatformApp } from './main.js' */

const KINDS = /** @type {const} */ ([
  'service',
  'unverified-service',
  'subscription',
  'personal',
  'mini-program',
]);

/**
 * The accounts, side by side.
 *
 * @param {PlatformApp} app
 */
export function createAccounts(app) {
  const { store, act } = app;
  const kind = h(
    'select',
    {},
    KINDS.map((each) => h('option', { value: each }, t(`kind_of_account_${each}`))),
  );
  const cards = h('div', { class: 'cards' });
  const section = h(
    'section',
    { class: 'panel', 'aria-labelledby': 'accounts' },
    h('h2', { id: 'accounts' }, t('platformAccounts')),
    h(
      'form',
      {
        class: 'inline',
        on: {
          submit(event) {
            event.preventDefault();
            const chosen = KINDS.find((each) => each === kind.value);
            if (chosen !== undefined) void act({ type: 'addAccount', kind: chosen });
          },
        },
      },
      field(t('accountKind'), kind),
      h('button', { class: 'button plain' }, t('newAccount')),
    ),
    cards,
    h('p', { class: 'hint' }, t('platformNotSaved')),
  );
  /** @type {Set<string>} */
  const shown = new Set();
  store.watch(
    section,
    ({ state }) => state.accounts.map(({ appId }) => appId).join(),
    () => {
      for (const account of store.get().state.accounts) {
        if (shown.has(account.appId)) continue;
        shown.add(account.appId);
        cards.append(createAccount(app, account));
      }
    },
  );
  return section;
}
