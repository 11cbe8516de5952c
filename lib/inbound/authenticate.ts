import type { Settings } from '../config';
import { SignatureError, unproven } from '../errors';
import { findToken } from '../wire/signature';
import type { RefusalCode } from '../refusals';
import type { SignedQuery } from './query';

// WeChat signs the parts without separators. Their borders are therefore checked here, before hashing.
/** A signature as WeChat writes it. */
export const SIGNATURE = /^[0-9a-f]{40}$/;
const TIMESTAMP = /^\d{10}$/;
const NONCE = /^[A-Za-z0-9_-]{1,32}$/;

/** The signed parts of a query, proven. */
export interface SignedParts {
  readonly timestamp: string;
  readonly nonce: string;
}

/**
 * Proves that a query was signed recently with one of our tokens.
 *
 * @throws {SignatureError} The query is not signed, or with another token, or too long ago.
 */
export function authenticateQuery(query: SignedQuery, settings: Settings): SignedParts {
  const { signature, timestamp, nonce } = query;
  if (signature === undefined || timestamp === undefined || nonce === undefined)
    throw unproven(whatIsMissing(query));
  if (!SIGNATURE.test(signature) || !TIMESTAMP.test(timestamp) || !NONCE.test(nonce))
    throw unproven('query-malformed');
  if (settings.maxAge > 0) {
    const age = settings.clock.now() - Number(timestamp) * 1000;
    if (Math.abs(age) > settings.maxAge)
      throw new SignatureError(
        `The timestamp is ${Math.round(Math.abs(age) / 1000)} s ${age > 0 ? 'behind' : 'ahead of'} the clock of this machine. Is the clock right? ("maxAge" says how much is allowed.)`,
        { reason: 'timestamp-old' },
      );
  }
  if (findToken(settings.tokens, signature, timestamp, nonce) === undefined)
    throw unproven('signature-wrong');
  return { timestamp, nonce };
}

function whatIsMissing(query: SignedQuery): RefusalCode {
  const { signature, timestamp, nonce, msg_signature, encrypt_type } = query;
  if (signature === undefined) {
    if (timestamp === undefined && nonce === undefined && msg_signature === undefined) return 'query-missing';
    // WeChat's own encrypted pushes have this parameter.
    const isWeCom = msg_signature !== undefined && encrypt_type === undefined;
    return isWeCom && timestamp !== undefined && nonce !== undefined ? 'wecom' : 'signature-missing';
  }
  return timestamp === undefined ? 'timestamp-missing' : 'nonce-missing';
}
