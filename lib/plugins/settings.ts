import { ConfigError } from '../errors';

/** A setting that is a number of something; timers know no more than 31 bits. */
export function whole(name: string, value: number, least: number): number {
  if (Number.isInteger(value) && value >= least && value < 2 ** 31) return value;
  throw new ConfigError(`"${name}" must be a whole number of ${least} or more.`);
}
