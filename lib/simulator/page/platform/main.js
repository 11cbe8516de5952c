import { h } from '../dom.js';
import { inLanguage, startLanguage, t } from '../language.js';
import { Refused, ask, listen } from '../server.js';
import { createStore } from '../store.js';
import { startTheme } from '../theme.js';
import { createToasts } from '../toasts.js';
import { createAccounts } from './accounts.js';
import { createPlatformBar } from './bar.js';
import { createNotices } from './notices.js';
import { createReleaseTest } from './release-test.js';

/** @import { PlatformCommand, PlatformEvent, PlatformState } from '../../platform/protocol.ts' */
/** @import { Store } from '../store.js' */

/**
 * What every part of this page gets.
 *
 * @typedef {{ readonly state: PlatformState, readonly online: boolean }} PlatformPage
 * @typedef {{
 *   readonly store: Store<PlatformPage>,
 *   readonly act: (command: PlatformCommand) => Promise<boolean>,
 *   readonly remount: () => void,
 * }} PlatformApp
 */

startTheme();
const toasts = createToasts();
const root = h('div', { id: 'app' });
document.body.replaceChildren(root, toasts.element);

/** @type {Store<PlatformPage> | undefined} */
let store;

listen({
  onOnline: (online) => store?.set({ online }),
  /** @param {PlatformEvent} event */
  onEvent({ state }) {
    if (store === undefined) start(state);
    else store.set({ state });
  },
});

/** @param {PlatformState} state */
function start(state) {
  startLanguage(state.language);
  const created = createStore({ state, online: true });
  store = created;
  /** @type {PlatformApp} */
  const app = { store: created, act, remount: mount };
  mount();

  function mount() {
    created.forget();
    document.title = t('platformTitle');
    root.replaceChildren(
      h(
        'div',
        { class: 'platform-shell' },
        createPlatformBar(app),
        h('main', { class: 'platform' }, createNotices(app), createAccounts(app), createReleaseTest(app)),
      ),
    );
  }
}

/**
 * Asks the server for something, and says what went wrong.
 *
 * @param {PlatformCommand} command
 * @returns {Promise<boolean>} Whether it was done.
 */
async function act(command) {
  try {
    await ask(command);
    return true;
  } catch (error) {
    toasts.show(error instanceof Refused ? inLanguage(error.text) : t('serverGone'), 'bad');
    return false;
  }
}
