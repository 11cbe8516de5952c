/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export type Random = () => number;

export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Gives a whole number from 0 to `below` - 1. */
export type Chance = (below: number) => number;

export function chanceFrom(seed: number): Chance {
  const random = createRandom(seed);
  return (below) => Math.floor(random() * below);
}

export const pick = <T>(random: Random, from: readonly T[]): T | undefined =>
  from[Math.floor(random() * from.length)];

export const between = (random: Random, least: number, most: number): number =>
  Math.round(least + random() * (most - least));
