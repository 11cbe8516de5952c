/** A message's place among those of its user that are in this process. */
export interface QueuePosition {
  /** How many are before it. */
  readonly ahead: number;
  /** Resolves when all of them have left. */
  readonly free: Promise<void>;
  leave(): void;
}

interface UserQueue {
  length: number;
  tail: Promise<void>;
}

/** The messages of each user that are in this process, in the order in which they came. */
export function createUserQueues(): { join(user: string): QueuePosition } {
  const queues = new Map<string, UserQueue>();
  return {
    join(user) {
      const queue = queues.get(user) ?? { length: 0, tail: Promise.resolve() };
      queues.set(user, queue);
      const ahead = queue.length++;
      const free = queue.tail;
      let leave: () => void = () => undefined;
      const left = new Promise<void>((resolve) => (leave = resolve));
      queue.tail = free.then(() => left);
      return {
        ahead,
        free,
        leave: () => {
          if (--queue.length === 0) queues.delete(user);
          leave();
        },
      };
    },
  };
}
