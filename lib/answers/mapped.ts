import { TEXTS } from '../model/texts';
import { pictureText } from './piece';
import type { Piece } from './piece';

/**
 * Creates a source of pieces from another source; an error ends it. It is not a generator, so that a stop
 * reaches the other source at once, even while that one is busy.
 */
export function mapped<T, P extends Piece>(
  source: AsyncIterable<T>,
  take: (value: T) => readonly (P | Error)[],
  end: () => readonly (P | Error)[] = () => [],
): AsyncIterable<P> {
  return {
    [Symbol.asyncIterator]() {
      const iterator = source[Symbol.asyncIterator]();
      const ready: (P | Error)[] = [];
      let isOver = false;
      const over = { done: true, value: undefined } as const;

      function fail(error: unknown): never {
        isOver = true;
        ready.length = 0;
        void Promise.resolve(iterator.return?.()).catch(() => undefined);
        throw error;
      }

      return {
        async next() {
          for (;;) {
            const value = ready.shift();
            if (value instanceof Error) fail(value);
            if (value !== undefined) return { done: false, value };
            if (isOver) return over;
            const step = await iterator.next();
            // The source may have been stopped meanwhile.
            if (isOver as boolean) return over;
            try {
              ready.push(...(step.done === true ? end() : take(step.value)).filter((each) => each !== ''));
            } catch (error) {
              fail(error);
            }
            if (step.done === true) isOver = true;
          }
        },
        async return() {
          isOver = true;
          ready.length = 0;
          await iterator.return?.();
          return over;
        },
      };
    },
  };
}

/** The same for those who read text alone; they may belong to any account, or to none. */
export const asTexts = (pieces: AsyncIterable<Piece>): AsyncIterable<string> =>
  mapped(pieces, (piece) => [typeof piece === 'string' ? piece : pictureText(piece, TEXTS)]);
