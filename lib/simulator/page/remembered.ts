const PREFIX = 'offiaccount.';

/** Reads a choice of an earlier visit. In private windows a browser may store nothing. */
export function recall(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a choice for the next visit, if the browser allows it. */
export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(PREFIX + name, value);
  } catch {
    // The choice then lasts for this visit only.
  }
}
