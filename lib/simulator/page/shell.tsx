import type { VNode } from 'preact';
import { AppContext, usePage } from './app';
import type { App } from './app';
import { Bar } from './bar';
import { Phones } from './chat/phones';
import { Inspector } from './inspector/inspector';
import { useLanguage } from './language';
import { Separator, usePane } from './panes';

/** The whole page. It is drawn again when the language changes. */
export function Page({ app }: { readonly app: App }): VNode {
  useLanguage();
  return (
    <AppContext.Provider value={app}>
      <Shell />
    </AppContext.Provider>
  );
}

/** If there is room for only one view, `data-view` names it. */
function Shell(): VNode {
  const view = usePage((page) => page.view);
  const columns = usePage((page) => page.columns);
  const dialog = usePage((page) => page.dialog);
  const pane = usePane('chat');
  return (
    <>
      <div class={`shell${columns ? ' with-columns' : ''}`} data-view={view}>
        <Bar />
        <main style={pane.style}>
          <Phones />
          <Separator pane={pane} label="chatWidth" min={320} max={900} />
          <Inspector />
        </main>
      </div>
      {dialog?.()}
    </>
  );
}
