import type { Clock } from '../../clock';

/** What goes on after an answer, and what a shutdown waits for. */
export interface Background {
  /** Resolves as `work` does; it must not reject for a reason that nobody has logged. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing goes on any more, or after `ms`: how much goes on then. */
  close(ms: number): Promise<number>;
  /** Whether it closes: what arrives now is left to another process, or to the next. */
  readonly isClosing: boolean;
}

export function createBackground(clock: Clock): Background {
  const going = new Set<Promise<unknown>>();
  let isClosing = false;

  return {
    get isClosing() {
      return isClosing;
    },
    run(work) {
      going.add(work);
      const forget = (): void => void going.delete(work);
      work.then(forget, forget);
      return work;
    },
    async close(ms) {
      isClosing = true;
      let timer: unknown;
      const over = new Promise<void>((resolve) => (timer = clock.setTimeout(resolve, ms)));
      const done = async (): Promise<void> => {
        while (going.size > 0) await Promise.allSettled(going);
      };
      await Promise.race([done(), over]);
      clock.clearTimeout(timer);
      return going.size;
    },
  };
}
