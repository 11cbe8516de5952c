import { WeChatError } from '../errors';
import type { Data } from '../wire/data';
import { decrypt } from '../wire/envelope';
import type { AesKey } from '../wire/envelope';
import { parsePushJson } from '../wire/push-json';
import { sign } from '../wire/signature';
import type { Account } from './account';
import { Invalid } from './invalid';
import { readXml } from './read-xml';

/**
 * Reads the fields of a reply, after opening its envelope where the account's mode has one.
 *
 * @throws {Invalid}
 */
export function openReply(text: string, account: Account): Data {
  const data = read(text, account.format);
  if (account.key === undefined) {
    if (data.Encrypt !== undefined)
      throw new Invalid('The reply is encrypted, but the account is in clear mode (明文模式).');
    return data;
  }
  if (data.Encrypt !== undefined) return read(unseal(data, account, account.key), account.format);
  if (account.mode === 'compatible') return data;
  throw new Invalid('The reply is not encrypted, but the account is in safe mode (安全模式).');
}

/** What an encrypted answer says, if it can be opened. */
export function textOf(text: string, account: Account): string | undefined {
  if (account.key === undefined) return undefined;
  try {
    const data = read(text, account.format);
    return data.Encrypt === undefined ? undefined : unseal(data, account, account.key);
  } catch (error) {
    if (error instanceof Invalid) return undefined;
    throw error;
  }
}

function read(text: string, format: Account['format']): Data {
  const isJson = /^\s*\{/.test(text);
  if (format === 'xml') {
    if (isJson) throw new Invalid("The reply is JSON, but the account's format is XML.");
    return readXml(text);
  }
  if (!isJson) throw new Invalid("The reply is XML, but the account's format is JSON.");
  try {
    return parsePushJson(text);
  } catch (error) {
    throw invalid('The JSON of the reply is not right', error);
  }
}

function unseal(envelope: Data, { token, appId }: Account, key: AesKey): string {
  const [encrypted, signature, timestamp, nonce] = ['Encrypt', 'MsgSignature', 'TimeStamp', 'Nonce'].map(
    (name) => {
      const value = envelope[name];
      if (typeof value === 'string' && value !== '') return value;
      throw new Invalid(`The envelope of the reply has no <${name}>.`);
    },
  ) as [string, string, string, string]; // One for each name.
  if (!/^\d+$/.test(timestamp)) throw new Invalid('<TimeStamp> of the envelope is not a number.');
  if (signature !== sign(token, timestamp, nonce, encrypted))
    throw new Invalid(
      '<MsgSignature> does not match: it signs the token, <TimeStamp>, <Nonce> and <Encrypt> of the reply.',
    );
  try {
    return decrypt(encrypted, key, appId);
  } catch (error) {
    throw invalid('The reply cannot be decrypted', error);
  }
}

/** Errors of the wire functions say what is wrong, without secrets. */
function invalid(what: string, error: unknown): unknown {
  return error instanceof WeChatError ? new Invalid(`${what}: ${error.message}`) : error;
}
