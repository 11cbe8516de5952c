/** A message's place among those of its user that are in this process. */
export interface Place {
  /** How many are before it. */
  readonly ahead: number;
  /** Resolves when all of them have left. */
  readonly free: Promise<void>;
  leave(): void;
}

interface Line {
  length: number;
  tail: Promise<void>;
}

/** The messages of each user that are in this process, in the order in which they came. */
export function createLines(): { join(user: string): Place } {
  const lines = new Map<string, Line>();
  return {
    join(user) {
      const line = lines.get(user) ?? { length: 0, tail: Promise.resolve() };
      lines.set(user, line);
      const ahead = line.length++;
      const free = line.tail;
      let leave: () => void = () => undefined;
      const left = new Promise<void>((resolve) => (leave = resolve));
      line.tail = free.then(() => left);
      return {
        ahead,
        free,
        leave: () => {
          if (--line.length === 0) lines.delete(user);
          leave();
        },
      };
    },
  };
}
