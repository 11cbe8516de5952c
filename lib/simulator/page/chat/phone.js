import { fill, h } from '../dom.js';
import { iconButton } from '../controls.js';
import { t } from '../language.js';
import { createComposer } from './composer.js';
import { openProfile } from './profile.js';
import { acceptFiles } from './files.js';
import { createThread } from './thread.js';
import { createWebView } from './web-view.js';

/** @import { App } from '../app.js' */

/**
 * One user's phone, with the account's chat on it.
 *
 * @param {App} app
 * @param {string} openid
 */
export function createPhone(app, openid) {
  const { store } = app;
  const title = h('span', { class: 'phone-title', dir: 'auto' });
  const owner = h('span', { class: 'phone-owner', dir: 'auto' });
  const phone = h(
    'article',
    { class: 'phone' },
    h(
      'header',
      { class: 'phone-head' },
      h('h2', {}, title, owner),
      iconButton('more', t('profile'), () => openProfile(app, openid)),
    ),
    createThread(app, openid),
    createComposer(app, openid),
  );
  store.watch(
    phone,
    ({ users }) => users.find((user) => user.openid === openid),
    (user) => {
      phone.setAttribute('aria-label', t('chatOf', { name: user?.name ?? openid }));
      fill(title, user?.typing === true ? t('typing') : t('account'));
      fill(owner, user?.name ?? openid);
    },
  );
  acceptFiles(app, openid, phone);
  store.watch(
    phone,
    ({ webPages }) => webPages[openid],
    (shown) => {
      phone.querySelector('.web-view')?.remove();
      if (shown !== undefined) phone.append(createWebView(app, openid, shown));
    },
  );
  return phone;
}
