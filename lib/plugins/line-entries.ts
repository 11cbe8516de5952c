/** A message in a queue, as other messages in this process see it. */
export interface LineEntry {
  /** The message replaces one that is being handled. */
  readonly replaces: boolean;
  /** The handlers of the message are running. */
  isAtWork: boolean;
  /** Another message has replaced this one. */
  readonly abandon: () => void;
}

/**
 * Keeps the messages in each queue of this process in order of arrival, and knows which message replaces
 * which.
 */
export function createLineEntries() {
  const lines = new Map<string, Set<LineEntry>>();
  return {
    join(name: string, entry: LineEntry): void {
      const line = lines.get(name) ?? new Set();
      lines.set(name, line);
      if (entry.replaces) for (const each of line) if (each.isAtWork) each.abandon();
      line.add(entry);
    },

    /** The handlers of a message begin. A newer message that has come meanwhile may replace it at once. */
    begin(name: string, entry: LineEntry): void {
      entry.isAtWork = true;
      const line = [...(lines.get(name) ?? [])];
      if (line.slice(line.indexOf(entry) + 1).some(({ replaces }) => replaces)) entry.abandon();
    },

    leave(name: string, entry: LineEntry): void {
      const line = lines.get(name);
      line?.delete(entry);
      if (line?.size === 0) lines.delete(name);
    },
  };
}
