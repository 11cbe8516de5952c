import { StoreError } from './store';

/** What a script answers, whatever the options of the client: text, nothing, or a list of those. */
export type RedisAnswer = string | null | readonly RedisAnswer[];

/**
 * Reads what the client gave for an answer. Its owner's options decide how it writes a number:
 * `stringNumbers` makes text of it, and others may give a `bigint` or a `Buffer`. Here every one is text.
 */
export function readAnswer(given: unknown): RedisAnswer {
  if (typeof given === 'string') return given;
  if (Array.isArray(given)) return given.map(readAnswer);
  if (typeof given === 'number' || typeof given === 'bigint') return String(given);
  if (given instanceof Uint8Array) return Buffer.from(given).toString();
  // Nothing, or nothing that a script can answer.
  return null;
}

/** A list; what a script of another version left out is undefined. */
export type RedisRow = readonly (RedisAnswer | undefined)[];

/** A script's `1`. */
export const isYes = (answer: RedisAnswer | undefined): boolean => answer === '1';

/**
 * A script's list.
 *
 * @throws {StoreError} It is none.
 */
export function rowOf(answer: RedisAnswer): RedisRow {
  if (answer === null || typeof answer === 'string') throw otherKind();
  return answer;
}

/** The answer is not one of our scripts': the keys, or the client, are somebody else's. */
export const otherKind = (): StoreError => new StoreError('Redis gave an answer of another kind.');
