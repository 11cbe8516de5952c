/** A message in a line, as others in this process see it. */
export interface LineEntry {
  /** It takes the place of one that is being handled. */
  readonly replaces: boolean;
  /** Its handlers are at work. */
  isAtWork: boolean;
  /** Another has taken its place. */
  readonly abandon: () => void;
}

/** The messages in each line of this process, in the order in which they came: which of them takes the place of which. */
export function createLineEntries() {
  const lines = new Map<string, Set<LineEntry>>();
  return {
    join(name: string, entry: LineEntry): void {
      const line = lines.get(name) ?? new Set();
      lines.set(name, line);
      if (entry.replaces) for (const each of line) if (each.isAtWork) each.abandon();
      line.add(entry);
    },

    /** Its handlers begin; what came after it meanwhile may take its place at once. */
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
