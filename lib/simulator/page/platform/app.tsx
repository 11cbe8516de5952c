import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PlatformCommand, PlatformState } from '../../platform/protocol';
import { useStore } from '../store';
import type { Store } from '../store';

/** The state of the page. */
export interface PlatformPageState {
  readonly state: PlatformState;
  readonly online: boolean;
}

/** The parts that every component of this page gets. */
export interface PlatformApp {
  readonly store: Store<PlatformPageState>;
  /** Sends a command to the server, and shows an error if it fails. */
  readonly act: (command: PlatformCommand) => Promise<unknown>;
}

export const PlatformContext = createContext<PlatformApp | undefined>(undefined);

/** Returns the page to which a component belongs. */
export function usePlatform(): PlatformApp {
  const app = useContext(PlatformContext);
  if (app === undefined) throw new Error('This component belongs into the page for platforms.');
  return app;
}

/** Returns what `select` reads from the state of the server. */
export const usePlatformState = <S,>(select: (state: PlatformState) => S): S =>
  useStore(usePlatform().store, ({ state }) => select(state));
