import { ConfigError } from '../errors';

/** Node's timers accept at most 31 bits. */
const MAX_NUMBER = 2 ** 31 - 1;

/** Checks a setting that is a whole number. */
export function whole(name: string, value: number, least: number, most = MAX_NUMBER): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const range = most === MAX_NUMBER ? `of ${least} or more` : `from ${least} to ${most}`;
  throw new ConfigError(`"${name}" must be a whole number ${range}.`);
}

/** Checks a setting that is one of a few words. */
export function oneOf(name: string, value: string, words: readonly string[]): void {
  if (!words.includes(value))
    throw new ConfigError(`"${name}" must be ${words.map((word) => `'${word}'`).join(' or ')}.`);
}
