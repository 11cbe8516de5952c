import { h } from '../dom.js';
import { iconButton } from '../controls.js';
import { t } from '../language.js';
import { avatarOf } from './avatar.js';
import { openUserDialog } from './user-dialog.js';
import { createPhone } from './phone.js';

/** @import { App } from '../app.js' */
/** @import { UserState } from '../../protocol.ts' */

/**
 * The users, and the phone of the one that is chosen or, in columns, the phones of all.
 *
 * @param {App} app
 */
export function createPhones(app) {
  const { store } = app;
  const tabs = h('ul', { class: 'users' });
  const row = h('div', { class: 'phone-row' });
  /** @type {Map<string, HTMLElement>} */
  const phones = new Map();
  const columns = iconButton('columns', t('sideBySide'), () => store.set({ columns: !store.get().columns }), {
    class: 'icon-button columns-button',
  });
  const area = h(
    'section',
    { class: 'phones', 'aria-label': t('chats') },
    h(
      'header',
      { class: 'users-bar' },
      h('nav', { 'aria-label': t('users') }, tabs),
      iconButton('plus', t('addUser'), () => openUserDialog(app)),
      columns,
    ),
    row,
  );

  const show = () => {
    const { users, openid, columns: all } = store.get();
    columns.setAttribute('aria-pressed', String(all));
    columns.hidden = users.length < 2;
    tabs.replaceChildren(...users.map((user) => userTab(app, user, user.openid === openid)));
    for (const user of users) {
      const shown = all || user.openid === openid;
      const phone = phones.get(user.openid) ?? (shown ? createPhone(app, user.openid) : undefined);
      if (phone === undefined) continue;
      if (!phones.has(user.openid)) row.append(phone);
      phones.set(user.openid, phone);
      phone.hidden = !shown;
    }
    for (const [known, phone] of phones)
      if (!users.some((user) => user.openid === known)) {
        phone.remove();
        phones.delete(known);
      }
  };
  store.watch(area, ({ users }) => users, show);
  store.watch(area, ({ openid }) => openid, show);
  store.watch(area, ({ columns: all }) => all, show);
  return area;
}

/**
 * @param {App} app
 * @param {UserState} user
 * @param {boolean} current
 */
const userTab = ({ store }, { openid, name }, current) =>
  h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'user-tab',
        'aria-current': current ? 'true' : undefined,
        on: { click: () => store.set({ openid }) },
      },
      avatarOf(openid, name),
      h('span', { class: 'user-name', dir: 'auto' }, name),
    ),
  );
