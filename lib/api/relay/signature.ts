import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { RelayKeys } from './keys';

/** What a request to a relay claims about itself, and signs. */
export interface RelayClaim {
  readonly method: string;
  /** Path of the relay's address, as the follower has it. */
  readonly path: string;
  /** SHA-256 of the body, in hex digits. */
  readonly bodyHash: string;
  readonly bodyLength: string;
  /** Milliseconds since 1970. */
  readonly timestamp: string;
  /** Used once. */
  readonly nonce: string;
  /** Name of the follower. */
  readonly follower: string;
}

/** Most bytes of a request to a relay. */
export const MAX_RELAYED_BYTES = 16 * 1024 * 1024;

/** The one header that a request to a relay has of its own. */
export const RELAY_HEADER = 'x-offiaccount-relay';

const FOLLOWER = /^[A-Za-z0-9][\w.-]{0,63}$/;

/** Whether a follower may have this name: letters, digits, `.`, `-` and `_`, 64 at most. */
export const isFollowerName = (name: unknown): name is string =>
  typeof name === 'string' && FOLLOWER.test(name);

/** The value of the header: version, follower, time, nonce, hash of the body, signature. */
export const writeClaim = (claim: RelayClaim, keys: RelayKeys): string =>
  [
    'v1',
    claim.follower,
    claim.timestamp,
    claim.nonce,
    claim.bodyHash,
    sign(claim, keys).toString('hex'),
  ].join(' ');

const HEADER = /^v1 ([A-Za-z0-9][\w.-]{0,63}) (\d{13}) ([\w-]{22}) ([0-9a-f]{64}) ([0-9a-f]{64})$/;

/** A claim and its signature, as they stand in a request; undefined for what has another form. */
export function readClaim(
  header: unknown,
  { method, path, bodyLength }: Pick<RelayClaim, 'method' | 'path' | 'bodyLength'>,
): { readonly claim: RelayClaim; readonly signature: Buffer } | undefined {
  const parts = typeof header === 'string' ? HEADER.exec(header) : null;
  if (parts === null) return undefined;
  const [, follower = '', timestamp = '', nonce = '', bodyHash = '', signature = ''] = parts;
  return {
    claim: { method, path, bodyHash, bodyLength, timestamp, nonce, follower },
    signature: Buffer.from(signature, 'hex'),
  };
}

/** The keys with which a claim was signed. All keys are tried, so that time tells nothing of them. */
export function keysOfSignature<K extends RelayKeys>(
  claim: RelayClaim,
  signature: Buffer,
  all: readonly K[],
): K | undefined {
  let found: K | undefined;
  for (const keys of all) if (timingSafeEqual(sign(claim, keys), signature)) found ??= keys;
  return found;
}

function sign(claim: RelayClaim, { signature }: RelayKeys): Buffer {
  const { method, path, bodyHash, bodyLength, timestamp, nonce, follower } = claim;
  return createHmac('sha256', signature)
    .update(['v1', method, path, bodyHash, bodyLength, timestamp, nonce, follower].join('\n'))
    .digest();
}

/** SHA-256 in hex digits. */
export const hashOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
