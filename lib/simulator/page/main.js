import { h } from './dom.js';
import { inLanguage, startLanguage, t } from './language.js';
import { changeOf, initialPage } from './model.js';
import { Refused, listen, send } from './server.js';
import { createShell } from './shell.js';
import { createStore } from './store.js';
import { startTheme } from './theme.js';
import { createToasts } from './toasts.js';

/** @import { LiveEvent, State } from '../protocol.ts' */
/** @import { App } from './app.js' */
/** @import { PageState } from './model.js' */
/** @import { Store } from './store.js' */

startTheme();
const toasts = createToasts();
const root = h('div', { id: 'app' });
document.body.replaceChildren(root, toasts.element);

/** @type {Store<PageState> | undefined} */
let store;

listen({
  onOnline: (online) => store?.set({ online }),
  /** @param {LiveEvent} event */
  onEvent(event) {
    if (store !== undefined) store.set(changeOf(store.get(), event));
    else if (event.type === 'snapshot') start(event.state);
  },
});

/** @param {State} state */
function start(state) {
  startLanguage(state.language);
  const created = createStore(initialPage(state));
  store = created;
  /** @type {App} */
  const app = {
    store: created,
    attempt,
    act: (command) => attempt(() => send(command)),
    toast: toasts.show,
    remount: mount,
  };
  mount();

  function mount() {
    created.forget();
    root.replaceChildren(createShell(app));
  }
}

/**
 * Says what went wrong, where nobody else does.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T | undefined>}
 */
async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toasts.show(error instanceof Refused ? inLanguage(error.text) : t('serverGone'), 'bad');
    return undefined;
  }
}
