import { render } from 'preact';
import type { LiveEvent, State } from '../protocol';
import type { App } from './app';
import { inLanguage, startLanguage, t } from './language';
import { changeOf, initialPage } from './model';
import type { PageState } from './model';
import { guardAttributes } from './safe-attributes';
import { RefusedError, listen, send } from './server';
import { Page } from './shell';
import { createStore } from './store';
import type { Store } from './store';
import { startTheme } from './theme';
import { ToastList, createToasts } from './toasts';

startTheme();
guardAttributes();
const { toasts, show } = createToasts();
const root = Object.assign(document.createElement('div'), { id: 'app' });
document.body.replaceChildren(root);

let store: Store<PageState> | undefined;

listen<LiveEvent>({
  onOnline: (online) => store?.set({ online }),
  onEvent(event) {
    if (store !== undefined) store.set(changeOf(store.get(), event));
    else if (event.type === 'snapshot') start(event.state);
  },
});

function start(state: State): void {
  startLanguage(state.language, 'title');
  const created = createStore(initialPage(state));
  store = created;
  const app: App = {
    store: created,
    attempt,
    act: (command) => attempt(() => send(command)),
    toast: show,
    open: (dialog) => created.set({ dialog }),
  };
  render(
    <>
      <Page app={app} />
      <ToastList toasts={toasts} />
    </>,
    root,
  );
}

/** Says what went wrong, where nobody else does. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    show(error instanceof RefusedError ? inLanguage(error.text) : t('serverGone'), 'bad');
    return undefined;
  }
}
