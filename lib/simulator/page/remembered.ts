const PREFIX = 'offiaccount.';

/** What was chosen at an earlier visit. A browser may keep nothing, as in private windows. */
export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a choice for the next visit, as far as the browser lets it. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // Then it holds for this visit only.
  }
}
