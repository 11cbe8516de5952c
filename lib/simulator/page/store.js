/**
 * What the page shows, in one place. Values are replaced and never changed, so that `===` tells whether one is new.
 *
 * @template T
 * @typedef {{
 *   readonly get: () => T,
 *   readonly set: (change: Partial<T>) => void,
 *   readonly watch: <S>(owner: Element, select: (state: T) => S, apply: (value: S) => void) => void,
 *   readonly forget: () => void,
 * }} Store
 */

/**
 * Creates a store. A watcher is called at once, then whenever what it selects is another value, and goes away with the
 * element that owns it.
 *
 * @template {object} T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function createStore(initial) {
  let state = initial;
  /** @type {Set<() => void>} */
  const watchers = new Set();

  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const watcher of [...watchers]) watcher();
    },
    watch(owner, select, apply) {
      let last = select(state);
      let shown = owner.isConnected;
      const watcher = () => {
        if (owner.isConnected) shown = true;
        else if (shown) {
          watchers.delete(watcher);
          return;
        }
        const value = select(state);
        if (value === last) return;
        last = value;
        apply(value);
      };
      watchers.add(watcher);
      apply(last);
    },
    // Before the whole page is built anew, in another language.
    forget: () => watchers.clear(),
  };
}
