/** The position of a message in its user's queue (this process only). */
export interface QueuePosition {
  /** The number of messages before it. */
  readonly ahead: number;
  /** Resolves when all earlier messages have left. */
  readonly free: Promise<void>;
  leave(): void;
}

interface UserQueue {
  length: number;
  tail: Promise<void>;
}

/** Creates the queues of users: their messages in this process, in the order of arrival. */
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
