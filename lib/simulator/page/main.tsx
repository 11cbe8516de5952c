import type { LiveEvent, State } from '../protocol';
import type { App } from './app';
import { beginPage } from './begin';
import { startLanguage } from './language';
import { changeOf, initialPage } from './model';
import type { PageState } from './model';
import { listen, send } from './server';
import { Page } from './shell';
import { createStore } from './store';
import type { Store } from './store';

const { show, attempt, draw } = beginPage();
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
  draw(<Page app={app} />);
}
