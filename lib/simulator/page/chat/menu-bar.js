import { fill, h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { tapButton } from './menu-tap.js';

/** @import { App } from '../app.js' */
/** @import { MenuButton } from '../../protocol.ts' */

/**
 * The account's menu. A button with others below it opens those above itself; Escape closes them.
 *
 * @param {App} app
 * @param {string} openid
 * @param {HTMLElement} toKeyboard
 */
export function createMenuBar(app, openid, toKeyboard) {
  const buttons = h('ul', { class: 'menu-buttons' });
  const bar = h(
    'div',
    { class: 'menu-bar', on: { keydown: (event) => event.key === 'Escape' && closeAll(true) } },
    toKeyboard,
    buttons,
  );

  /** @param {boolean} [keepsFocus] */
  function closeAll(keepsFocus = false) {
    for (const opener of buttons.querySelectorAll('[aria-expanded="true"]')) {
      opener.setAttribute('aria-expanded', 'false');
      if (keepsFocus && opener instanceof HTMLElement) opener.focus();
    }
  }

  /**
   * @param {MenuButton} button
   * @param {readonly number[]} path
   */
  const tap = (button, path) => {
    closeAll();
    void tapButton(app, openid, button, path);
  };

  /**
   * @param {MenuButton} given
   * @param {number} index
   */
  function toItem(given, index) {
    if (given.sub_button.length === 0)
      return h(
        'li',
        {},
        h('button', { type: 'button', on: { click: () => tap(given, [index]) } }, h('span', {}, given.name)),
      );
    const opener = h(
      'button',
      {
        type: 'button',
        'aria-expanded': 'false',
        'aria-haspopup': 'true',
        on: {
          click() {
            const opens = opener.getAttribute('aria-expanded') === 'false';
            closeAll();
            opener.setAttribute('aria-expanded', String(opens));
          },
        },
      },
      icon('menu'),
      h('span', {}, given.name),
    );
    const list = given.sub_button.map((sub, place) =>
      h(
        'li',
        {},
        h(
          'button',
          { type: 'button', on: { click: () => tap(sub, [index, place]) } },
          h('span', {}, sub.name),
        ),
      ),
    );
    return h('li', {}, opener, h('ul', { class: 'sub-menu', 'aria-label': given.name }, list));
  }

  bar.addEventListener('focusout', (event) => {
    if (!(event.relatedTarget instanceof Node) || !bar.contains(event.relatedTarget)) closeAll();
  });
  app.store.watch(
    bar,
    ({ users }) => users.find((user) => user.openid === openid)?.menu,
    (menu = []) => {
      fill(buttons, menu.map(toItem));
      buttons.setAttribute('aria-label', t('accountMenu'));
    },
  );
  return bar;
}
