import { randomBytes, randomInt } from 'node:crypto';

// A random start, so that two processes do not give the same ids.
let last = 2_400_000_000_000_000_000n + BigInt(randomInt(2 ** 47)) * 1000n;

/** An id of WeChat's with 19 digits, more than a number of JavaScript's holds. */
export const nextId = (): bigint => (last += BigInt(randomInt(1, 1000)));

let shortId = 100_000_000 + randomInt(100_000_000);

/** An id that a number does hold. */
export const nextShortId = (): number => ++shortId;

/** Letters, digits, `-` and `_`: a token, ticket or media id. */
export const randomText = (length: number): string =>
  randomBytes(length).toString('base64url').slice(0, length);

/** What names a failed call in its `errmsg`. */
export const nextRid = (): string => [4, 4, 4].map((bytes) => randomBytes(bytes).toString('hex')).join('-');
