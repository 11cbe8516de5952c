import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/**
 * The state of a page in one place. Values are replaced, never changed, so `===` tells whether a value is
 * new.
 */
export interface Store<T> {
  readonly get: () => T;
  readonly set: (change: Partial<T>) => void;
  /** Calls the listener after each change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Creates a store. */
export function createStore<T extends object>(initial: T): Store<T> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Returns what `select` reads from the state. The component is drawn again when the result changes. */
export function useStore<T, S>(store: Store<T>, select: (state: T) => S): S {
  const redraw = useRedraw();
  const value = select(store.get());
  const drawn = useRef({ value, select });
  drawn.current = { value, select };
  useLayoutEffect(() => {
    const look = () => {
      if (drawn.current.select(store.get()) !== drawn.current.value) redraw();
    };
    // The state may have changed since the component was drawn.
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
}

/** Returns a function that draws the component again. */
export const useRedraw = (): (() => void) => {
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  return () => redraw(undefined);
};
