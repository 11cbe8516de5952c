import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PlatformCommand, PlatformState } from '../../platform/protocol';
import { useStore } from '../store';
import type { Store } from '../store';

/** What the page shows. */
export interface PlatformPageState {
  readonly state: PlatformState;
  readonly online: boolean;
}

/** What every part of this page gets. */
export interface PlatformApp {
  readonly store: Store<PlatformPageState>;
  /** Asks the server for something, and says what went wrong. */
  readonly act: (command: PlatformCommand) => Promise<unknown>;
}

export const PlatformContext = createContext<PlatformApp | undefined>(undefined);

/** The page that a component is part of. */
export function usePlatform(): PlatformApp {
  const app = useContext(PlatformContext);
  if (app === undefined) throw new Error('This component belongs into the page for platforms.');
  return app;
}

/** What `select` yields of what the server said. */
export const usePlatformState = <S,>(select: (state: PlatformState) => S): S =>
  useStore(usePlatform().store, ({ state }) => select(state));
