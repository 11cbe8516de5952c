import type { Settings } from '../config';
import { DecryptError, ParseError, unproven } from '../errors';
import type { RefusalCode } from '../refusals';
import { decrypt } from '../wire/envelope';
import type { AesKey } from '../wire/envelope';
import { parsePushJson } from '../wire/push-json';
import { scanXml } from '../wire/scan';
import { findToken } from '../wire/signature';
import { SIGNATURE } from './authenticate';
import type { SignedParts } from './authenticate';
import { parsedData } from './parsed-body';
import type { SignedQuery } from './query';

const MIN_ENCRYPT_CHARS = 44;

// Decodes and encodes again: an equal text is valid base64. A regular expression takes longer.
const isBase64 = (text: string): boolean => Buffer.from(text, 'base64').toString('base64') === text;

/** The formats of a push. The answer has the same format. */
export type Format = 'xml' | 'json';

/** The token and key that proved the push also encrypt the answer. */
export interface ReplyKeys {
  readonly token: string;
  readonly key: AesKey;
}

/** A body in clear text. */
export interface ClearBody {
  readonly body: string | object;
  /** The format in which it arrived. */
  readonly format: Format;
  /** The keys for the answer; `undefined`: nothing was encrypted, and the answer is sent in clear text. */
  readonly replyKeys: ReplyKeys | undefined;
}

/**
 * Decrypts a body if the settings say that it must be encrypted; otherwise it stays unchanged. Nothing
 * unproven reaches a parser: a scanner finds the one `<Encrypt>` (or, for JSON, the envelope).
 *
 * @throws {ParseError} There is no envelope.
 * @throws {SignatureError} See `decryptPush`.
 * @throws {DecryptError} See `decryptPush`.
 */
export function decryptBody(
  body: string | object,
  query: SignedQuery,
  parts: SignedParts,
  settings: Settings,
): ClearBody {
  const format = typeof body === 'string' ? sniff(body) : Object.hasOwn(body, 'xml') ? 'xml' : 'json';
  if (!mustDecrypt(query, settings)) return { body, format, replyKeys: undefined };
  const { text, replyKeys } = decryptPush(findEncrypt(body, format), query, parts, settings);
  return { body: text, format, replyKeys };
}

/** Returns the format of a text. */
export const sniff = (text: string): Format => (/^\ufeff?[\r\n]*\{/.test(text) ? 'json' : 'xml');

/**
 * Tells whether a push must be encrypted, so that its clear fields do not count. The settings decide. Only
 * during a migration (`allowPlaintext`) may the request say that it is in clear text.
 */
export const mustDecrypt = ({ encrypt_type }: SignedQuery, { keys, allowPlaintext }: Settings): boolean =>
  keys.length > 0 && !(allowPlaintext && (encrypt_type === undefined || encrypt_type === 'raw'));

function findEncrypt(body: string | object, format: Format): string | undefined {
  if (typeof body === 'string' && format === 'xml') return scanXml(body).encrypt;
  const { Encrypt } = typeof body === 'string' ? parsePushJson(body) : parsedData(body);
  if (Encrypt === undefined || typeof Encrypt === 'string') return Encrypt;
  throw new ParseError('<Encrypt> is not text.');
}

/**
 * Proves and decrypts the `Encrypt` of a push.
 *
 * @throws {SignatureError} The push is in clear text, or not signed with one of our tokens.
 * @throws {DecryptError} The push is not encrypted for us, with one of our keys.
 */
export function decryptPush(
  encrypt: string | undefined,
  { msg_signature, encrypt_type }: SignedQuery,
  { timestamp, nonce }: SignedParts,
  { tokens, keys, componentAppId, receiveId }: Settings,
): { text: string; replyKeys: ReplyKeys } {
  if (encrypt_type !== 'aes' || msg_signature === undefined || encrypt === undefined)
    throw unproven(whyNotEncrypted(encrypt, msg_signature, encrypt_type));
  if (!SIGNATURE.test(msg_signature) || encrypt.length < MIN_ENCRYPT_CHARS || !isBase64(encrypt))
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
