import { button, field, openDialog } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { accountAvatar } from './avatar.js';
import { openScanDialog } from './scan-dialog.js';

/** @import { App } from '../app.js' */

/**
 * The account's page, where it is followed and left, and what WeChat knows of the user.
 *
 * @param {App} app
 * @param {string} openid
 */
export function openProfile(app, openid) {
  const { act, store } = app;
  const { account, users } = store.get();
  const user = users.find((each) => each.openid === openid);
  if (user === undefined) return;
  /** @param {() => void} run */
  const then = (run) => () => {
    close();
    run();
  };
  const facts = [
    [t('originalId'), account.originalId],
    [t('kind'), t(`kind_${account.switches.kind}`)],
    ['openid', openid],
    [t('windowLeft'), user.windowLeft === null ? t('noLimit') : String(user.windowLeft)],
    [t('blocked'), t(user.blocked ? 'yes' : 'no')],
    [t('staff'), user.service === undefined ? t('no') : t(user.service)],
  ];
  const name = h('input', {
    maxlength: 32,
    autocomplete: 'off',
    on: {
      change: () =>
        name.value.trim() !== '' && void act({ type: 'renameUser', openid, name: name.value.trim() }),
    },
  });
  name.value = user.name;
  const { close } = openDialog(
    t('profile'),
    [
      h(
        'div',
        { class: 'profile-head' },
        accountAvatar(),
        h('p', {}, h('strong', {}, t('account')), h('br'), account.appId),
      ),
      field(t('name'), name),
      h(
        'dl',
        { class: 'facts' },
        facts.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', { dir: 'auto' }, value))),
      ),
      h(
        'div',
        { class: 'actions' },
        user.follows
          ? button(
              t('unfollow'),
              then(() => void act({ type: 'unfollow', openid })),
              { kind: 'danger' },
            )
          : button(
              t('follow'),
              then(() => void act({ type: 'follow', openid })),
              { kind: 'primary' },
            ),
        button(
          t('scan'),
          then(() => openScanDialog(app, openid)),
          { icon: 'scan' },
        ),
      ),
    ],
    undefined,
  );
}
