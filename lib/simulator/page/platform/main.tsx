import type { VNode } from 'preact';
import type { PlatformEvent, PlatformState } from '../../platform/protocol';
import { beginPage } from '../begin';
import { startLanguage, useLanguage } from '../language';
import { ask, listen } from '../server';
import { createStore } from '../store';
import type { Store } from '../store';
import { Accounts } from './accounts';
import { PlatformContext } from './app';
import type { PlatformApp, PlatformPageState } from './app';
import { PlatformBar } from './bar';
import { Notices } from './notices';
import { ReleaseTest } from './release-test';

const { attempt, draw } = beginPage();
let store: Store<PlatformPageState> | undefined;

listen<PlatformEvent>({
  onOnline: (online) => store?.set({ online }),
  onEvent({ state }) {
    if (store === undefined) start(state);
    else store.set({ state });
  },
});

function start(state: PlatformState): void {
  startLanguage(state.language, 'platformTitle');
  store = createStore<PlatformPageState>({ state, online: true });
  draw(<PlatformPage app={{ store, act: (command) => attempt(() => ask(command)) }} />);
}

/** The whole page. It is drawn again when the language changes. */
function PlatformPage({ app }: { readonly app: PlatformApp }): VNode {
  useLanguage();
  return (
    <PlatformContext.Provider value={app}>
      <div class="platform-shell">
        <PlatformBar />
        <main class="platform">
          <Notices />
          <Accounts />
          <ReleaseTest />
        </main>
      </div>
    </PlatformContext.Provider>
  );
}
