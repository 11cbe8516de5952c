import type { Settings } from '../config';
import { DecryptError, SignatureError, unproven } from '../errors';
import { decrypt } from '../wire/envelope';
import type { AesKey } from '../wire/envelope';
import { findToken } from '../wire/signature';
import type { RefusalCode } from '../refusals';
import type { SignedQuery } from './query';

// What WeChat signs has no separators, so where one part ends and the next begins is decided here, before hashing.
const SIGNATURE = /^[0-9a-f]{40}$/;
const TIMESTAMP = /^\d{10}$/;
const NONCE = /^[A-Za-z0-9_-]{1,32}$/;
const SHORTEST_ENCRYPT = 44;

// What is written again the same was nothing but base64; a pattern takes longer.
const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;

/** The signed parts of a query, proven. */
export interface SignedParts {
  readonly timestamp: string;
  readonly nonce: string;
}

/** What encrypts the answer: the same token and key that proved the push. */
export interface ReplyKeys {
  readonly token: string;
  readonly key: AesKey;
}

/**
 * Proves that a query was signed with a token of ours, lately.
 *
 * @throws {SignatureError}
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
    // WeChat's own encrypted pushes say so.
    const isWeCom = msg_signature !== undefined && encrypt_type === undefined;
    return isWeCom && timestamp !== undefined && nonce !== undefined ? 'wecom' : 'signature-missing';
  }
  return timestamp === undefined ? 'timestamp-missing' : 'nonce-missing';
}

/**
 * Whether a push must be encrypted, and so whether its clear fields are worth nothing. The settings decide; only during a
 * migration (`allowPlaintext`) may the request say that it is clear.
 */
export const mustDecrypt = ({ encrypt_type }: SignedQuery, { keys, allowPlaintext }: Settings): boolean =>
  keys.length > 0 && !(allowPlaintext && (encrypt_type === undefined || encrypt_type === 'raw'));

/**
 * Proves and decrypts the `Encrypt` of a push.
 *
 * @throws {SignatureError} The push is clear, or not signed with a token of ours.
 * @throws {DecryptError} It is not encrypted for us, with a key of ours.
 */
export function decryptPush(
  encrypt: string | undefined,
  { msg_signature, encrypt_type }: SignedQuery,
  { timestamp, nonce }: SignedParts,
  { tokens, keys, componentAppId, receiveId }: Settings,
): { text: string; replyKeys: ReplyKeys } {
  if (encrypt_type !== 'aes' || msg_signature === undefined || encrypt === undefined)
    throw unproven(whyNotEncrypted(encrypt, msg_signature, encrypt_type));
  if (!SIGNATURE.test(msg_signature) || encrypt.length < SHORTEST_ENCRYPT || !isBase64(encrypt))
    throw unproven('encrypt-malformed');
  const token = findToken(tokens, msg_signature, timestamp, nonce, encrypt);
  if (token === undefined) throw unproven('msg_signature-wrong');

  const setting = componentAppId === undefined ? 'appId' : 'componentAppId';
  let failure: unknown;
  for (const key of keys) {
    try {
      return { text: decrypt(encrypt, key, receiveId, setting), replyKeys: { token, key } };
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure instanceof Error ? failure : new DecryptError('There is no key to decrypt with.');
}

function whyNotEncrypted(
  encrypt: string | undefined,
  msg_signature: string | undefined,
  encrypt_type: string | undefined,
): RefusalCode {
  // Some clear pushes for tests have an empty <Encrypt>.
  if (encrypt === undefined || encrypt === '')
    return encrypt_type === 'aes' || (msg_signature !== undefined && encrypt_type === undefined)
      ? 'encrypt-missing'
      : 'not-encrypted';
  if (encrypt_type === 'aes' || encrypt_type === undefined)
    return msg_signature === undefined ? 'msg_signature-missing' : 'encrypt_type-missing';
  return 'not-encrypted';
}
