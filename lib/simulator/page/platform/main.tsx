import { render } from 'preact';
import type { VNode } from 'preact';
import type { PlatformCommand, PlatformEvent, PlatformState } from '../../platform/protocol';
import { inLanguage, startLanguage, t, useLanguage } from '../language';
import { guardAttributes } from '../safe-attributes';
import { RefusedError, ask, listen } from '../server';
import { createStore } from '../store';
import type { Store } from '../store';
import { startTheme } from '../theme';
import { ToastList, createToasts } from '../toasts';
import { Accounts } from './accounts';
import { PlatformContext } from './app';
import type { PlatformApp, PlatformPageState } from './app';
import { PlatformBar } from './bar';
import { Notices } from './notices';
import { ReleaseTest } from './release-test';

startTheme();
guardAttributes();
const { toasts, show } = createToasts();
const root = Object.assign(document.createElement('div'), { id: 'app' });
document.body.replaceChildren(root);

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
  render(
    <>
      <PlatformPage app={{ store, act }} />
      <ToastList toasts={toasts} />
    </>,
    root,
  );
}

/** The page. All of it is drawn again in another language. */
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

async function act(command: PlatformCommand): Promise<boolean> {
  try {
    await ask(command);
    return true;
  } catch (error) {
    show(error instanceof RefusedError ? inLanguage(error.text) : t('serverGone'), 'bad');
    return false;
  }
}
