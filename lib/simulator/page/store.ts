import { useLayoutEffect, useReducer, useRef } from 'preact/hooks';

/** What a page shows, in one place. Values are replaced and never changed, so that `===` tells whether one is new. */
export interface Store<T> {
  readonly get: () => T;
  readonly set: (change: Partial<T>) => void;
  /** Calls back after each change, until what is returned is called. */
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

/** What `select` yields of the state; the component is drawn again when that is another value. */
export function useStore<T, S>(store: Store<T>, select: (state: T) => S): S {
  const redraw = useRedraw();
  const value = select(store.get());
  const drawn = useRef({ value, select });
  drawn.current = { value, select };
  useLayoutEffect(() => {
    const look = () => {
      if (drawn.current.select(store.get()) !== drawn.current.value) redraw();
    };
    // What changed between drawing and now.
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
}

/** Draws a component again. */
export const useRedraw = (): (() => void) => {
  const [, redraw] = useReducer<number, undefined>((count) => count + 1, 0);
  return () => redraw(undefined);
};
