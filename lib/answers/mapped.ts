import { TEXTS } from '../model/texts';
import { pictureText } from './piece';
import type { Piece } from './piece';

/**
 * A source of pieces made of another; an error among them ends it. Not a generator: told to stop, it tells the other at once, also while
 * that is busy.
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
            // It may have been told to stop meanwhile.
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
