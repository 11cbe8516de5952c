import { createContext } from 'preact';
import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { Command, CommandAnswer } from '../protocol';
import type { PageState } from './model';
import type { Show } from './toasts';
import { useStore } from './store';
import type { Store } from './store';

/** What every part of the page gets. */
export interface App {
  readonly store: Store<PageState>;
  /** Asks the server for something, and says what went wrong. */
  readonly act: (command: Command) => Promise<CommandAnswer | undefined>;
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  readonly toast: Show;
  /** Opens a dialog over the page; its `Dialog` closes it. */
  readonly open: (dialog: () => VNode) => void;
}

export const AppContext = createContext<App | undefined>(undefined);

/** The page that a component is part of. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error('This component belongs into a page.');
  return app;
}

/** What `select` yields of what the page shows. */
export const usePage = <S,>(select: (page: PageState) => S): S => useStore(useApp().store, select);
