import { button, field, newId } from '../controls.js';
import { fill, h } from '../dom.js';
import { t } from '../language.js';
import { createPermissions } from './permissions.js';
import { createSaid } from './said.js';

/** @import { AuthorizerState } from '../../platform/protocol.ts' */
/** @import { PlatformApp } from './main.js' */

/**
 * An account: what its owner does with the platform, and the conversation of one of its users.
 *
 * @param {PlatformApp} app
 * @param {AuthorizerState} account
 */
export function createAccount(app, { appId, originalId, kind }) {
  const { store, act } = app;
  const title = newId();
  const badge = h('span', {});
  const permissions = createPermissions(app, appId, kind);
  const page = h('input', {
    type: 'text',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: '/connect',
  });
  const lost = h('input', { type: 'checkbox' });
  const twice = h('input', { type: 'checkbox' });
  const redirect = h('p', { class: 'redirect' });

  const authorize = button(
    t('authorize'),
    () =>
      void act({
        ...{ type: 'authorize', appId, permissions: permissions.chosen() },
        ...(page.value.trim() !== '' && { page: page.value.trim() }),
        ...{ lost: lost.checked, twice: twice.checked },
      }),
    { kind: 'primary' },
  );
  const change = button(
    t('changePermissions'),
    () => void act({ type: 'change', appId, permissions: permissions.chosen() }),
  );
  const withdraw = button(t('withdraw'), () => void act({ type: 'withdraw', appId }), { kind: 'danger' });

  const card = h(
    'article',
    { class: 'account-card', 'aria-labelledby': title },
    h(
      'header',
      {},
      h('h3', { id: title }, `${t(`kind_of_account_${kind}`)} `, h('span', { class: 'mono' }, appId)),
      badge,
    ),
    h('p', { class: 'mono muted' }, originalId),
    permissions.element,
    field(t('startPage'), page, t('startPageHint')),
    h('div', { class: 'choices' }, choice(lost, t('noticeLost')), choice(twice, t('noticeTwice'))),
    h('div', { class: 'actions' }, authorize, change, withdraw),
    redirect,
    createSaid(app, appId, kind),
  );

  const find = () => store.get().state.accounts.find((each) => each.appId === appId);
  store.watch(
    card,
    () => find()?.granted.join() ?? '',
    (granted) => {
      const isAuthorized = granted !== '';
      badge.className = `badge ${isAuthorized ? 'good' : 'plain'}`;
      fill(badge, t(isAuthorized ? 'isAuthorized' : 'isNotAuthorized'));
      fill(authorize, h('span', {}, t(isAuthorized ? 'authorizeAgain' : 'authorize')));
      change.disabled = !isAuthorized;
      withdraw.disabled = !isAuthorized;
    },
  );
  store.watch(
    card,
    () => JSON.stringify(find()?.redirect),
    () => {
      const led = find()?.redirect;
      fill(
        redirect,
        led && [
          `${t('redirectTo')} `,
          h('a', { href: led.address, target: '_blank', rel: 'noopener' }, new URL(led.address).pathname),
          led.status === undefined ? '' : ` (${t('redirectStatus', { status: led.status })})`,
        ],
      );
    },
  );
  return card;
}

/**
 * @param {HTMLInputElement} input
 * @param {string} label
 */
const choice = (input, label) => h('label', { class: 'choice' }, input, label);
