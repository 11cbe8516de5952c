const PREFIX = 'offiaccount.';

/**
 * What was chosen at an earlier visit. A browser may keep nothing, as in private windows.
 *
 * @param {string} name
 */
export function recall(name) {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function remember(name, value) {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Then it holds for this visit only.
  }
}
