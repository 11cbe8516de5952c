import { WeChatError } from '../errors';
import type { Data } from '../wire/data';
import { decrypt } from '../wire/envelope';
import type { AesKey } from '../wire/envelope';
import { parsePushJson } from '../wire/push-json';
import { sign } from '../wire/signature';
import type { Account } from './account';
import { InvalidReplyError, invalidReply } from './invalid-reply-error';
import type { ReplyNote } from './invalid-reply-error';
import { readXml } from './read-xml';

/**
 * What an answer says after its envelope is opened; `undefined` when it has none, which is told to `note`
 * where there should be one.
 *
 * @throws {InvalidReplyError}
 */
export function unsealed(data: Data, account: Account, note: ReplyNote): string | undefined {
  if (account.key === undefined) {
    if (data.Encrypt !== undefined) throw invalidReply('encrypted-in-clear-mode', {});
    return undefined;
  }
  if (data.Encrypt !== undefined) return unseal(data, account, account.key);
  // Bots in production answer so, and their users see the reply.
  if (account.mode === 'safe') note('not-encrypted', {});
  return undefined;
}

/** What an encrypted answer says, if it can be opened. */
export function textOf(text: string, account: Account): string | undefined {
  if (account.key === undefined) return undefined;
  try {
    const data = readFields(text, account.format);
    return data.Encrypt === undefined ? undefined : unseal(data, account, account.key);
  } catch (error) {
    if (error instanceof InvalidReplyError) return undefined;
    throw error;
  }
}

/**
 * Reads the fields of an answer in the account's format.
 *
 * @throws {InvalidReplyError}
 */
export function readFields(text: string, format: Account['format'], note: ReplyNote = () => undefined): Data {
  const isJson = /^\s*\{/.test(text);
  if (format === 'xml') {
    if (isJson) throw invalidReply('json-in-xml-format', {});
    return readXml(text, note);
  }
  if (!isJson) throw invalidReply('xml-in-json-format', {});
  // To a regular expression, the byte-order mark is white space; to JSON it is not.
  const json = text.trim();
  if (/^\s*\ufeff/.test(text)) note('before-json', {});
  try {
    return parsePushJson(json);
  } catch (error) {
    throw detailOf(error, (detail) => invalidReply('broken-json', { detail }));
  }
}

function unseal(envelope: Data, { token, receiveId, componentAppId }: Account, key: AesKey): string {
  const setting = componentAppId === undefined ? 'appId' : 'componentAppId';
  const [encrypted, signature, timestamp, nonce] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map(
    (field) => {
      const value = envelope[field];
      if (typeof value === 'string' && value !== '') return value;
      throw invalidReply('envelope-field-missing', { field });
    },
  ) as [string, string, string, string]; // One for each name.
  if (!/^\d+$/.test(timestamp)) throw invalidReply('envelope-time', {});
  if (signature !== sign(token, timestamp, nonce, encrypted)) throw invalidReply('envelope-signature', {});
  try {
    return decrypt(encrypted, key, receiveId, setting);
  } catch (error) {
    throw detailOf(error, (detail) => invalidReply('undecryptable', { detail }));
  }
}

/** Errors of the wire functions say what is wrong, without secrets. */
const detailOf = (error: unknown, toInvalid: (detail: string) => InvalidReplyError): unknown =>
  error instanceof WeChatError ? toInvalid(error.message) : error;
