import { createBar } from './bar.js';
import { createPhones } from './chat/phones.js';
import { h } from './dom.js';
import { createInspector } from './inspector/inspector.js';

/** @import { App } from './app.js' */

/**
 * The whole page. Where there is room for one view only, `data-view` says which.
 *
 * @param {App} app
 */
export function createShell(app) {
  const main = h('main', {}, createPhones(app), createInspector(app));
  const shell = h('div', { class: 'shell' }, createBar(app), main);
  app.store.watch(
    shell,
    ({ view }) => view,
    (view) => (shell.dataset.view = view),
  );
  app.store.watch(
    shell,
    ({ columns }) => columns,
    (columns) => shell.classList.toggle('with-columns', columns),
  );
  return shell;
}
