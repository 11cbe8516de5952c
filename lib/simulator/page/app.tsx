import { createContext } from 'preact';
import type { VNode } from 'preact';
import { useContext } from 'preact/hooks';
import type { Command, CommandAnswer } from '../protocol';
import type { PageState } from './model';
import type { Show } from './toasts';
import { useStore } from './store';
import type { Store } from './store';

/** The parts that every component of the page gets. */
export interface App {
  readonly store: Store<PageState>;
  /** Sends a command to the server, and shows an error if it fails. */
  readonly act: (command: Command) => Promise<CommandAnswer | undefined>;
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  readonly toast: Show;
  /** Opens a dialog over the page; its `Dialog` closes it. */
  readonly open: (dialog: () => VNode) => void;
}

export const AppContext = createContext<App | undefined>(undefined);

/** Returns the page to which a component belongs. */
export function useApp(): App {
  const app = useContext(AppContext);
  if (app === undefined) throw new Error('This component belongs into a page.');
  return app;
}

/** Returns what `select` reads from the state of the page. */
export const usePage = <S,>(select: (page: PageState) => S): S => useStore(useApp().store, select);
