import type { Settings } from '../config';
import { ConfigError, DecryptError, malformed, ParseError, unproven } from '../errors';
import { readMessage } from '../model/message';
import type { Message } from '../model/message';
import { MAX_DEPTH } from '../wire/data';
import type { Data } from '../wire/data';

import { jsonData, parsePushJson } from '../wire/push-json';
import { parsePushXml } from '../wire/push-xml';
import { scanXml } from '../wire/scan';
import { decryptPush, mustDecrypt } from './authenticate';
import type { ReplyKeys, SignedParts } from './authenticate';
import { KEEP_THE_TEXT } from './body';
import { isContainerCheck } from './cloud-run';
import type { CloudRunParts } from './cloud-run';
import type { RefusalCode } from '../refusals';
import type { SignedQuery } from './query';

/** The formats of a push; the answer goes out in the same. */
export type Format = 'xml' | 'json';

/** A push that is proven as far as the account's mode can prove it. */
export interface Push {
  readonly message: Message;
  readonly format: Format;
  /** What encrypts the answer; `undefined` = it goes out clear. */
  readonly replyKeys: ReplyKeys | undefined;
  /** It was taken in clear, though an encrypted copy came along. */
  readonly isCompatible: boolean;
}

/** What a body is: a push, or the check that the console of 微信云托管 makes of its path. */
export type Content = Push | 'container-check';

/**
 * Reads what a request brings, and proves of it what its head did not.
 *
 * @throws {ParseError} See `parsePush`.
 * @throws {SignatureError} See `parsePush`; also when what brought a push names another user than the push does.
 * @throws {DecryptError} See `parsePush`.
 */
export function readContent(
  body: string | object,
  query: SignedQuery,
  parts: SignedParts | CloudRunParts,
  settings: Settings,
): Content {
  if (!('isUnproven' in parts)) return parsePush(body, query, parts, settings);
  if (isContainerCheck(body)) return 'container-check';
  if (parts.isUnproven) throw unproven('cloudrun-source');
  const push = parsePush(body, query, parts, settings);
  if (parts.sender !== undefined && parts.sender !== push.message.FromUserName)
    throw unproven('cloudrun-sender');
  return push;
}

/**
 * Makes a typed message of a body. Where the push must be encrypted, what is not yet decrypted and proven
 * reaches no parser: only a scanner that finds the one `<Encrypt>` (or, for JSON, the envelope).
 *
 * @throws {ParseError} The body is not a push.
 * @throws {SignatureError} See `decryptPush`.
 * @throws {DecryptError} See `decryptPush`; also when what was decrypted is not a push, so that the difference tells nothing.
 */
export function parsePush(
  body: string | object,
  query: SignedQuery,
  parts: SignedParts,
  settings: Settings,
): Push {
  const format = typeof body === 'string' ? sniff(body) : Object.hasOwn(body, 'xml') ? 'xml' : 'json';
  if (!mustDecrypt(query, settings)) {
    const data = typeof body === 'string' ? parseText(body, format) : parsedData(body);
    const isEncrypted = typeof data.Encrypt === 'string' && data.Encrypt !== '';
    if (isEncrypted && data.MsgType === undefined && data.InfoType === undefined)
      throw malformed(whyEncrypted(settings));
    const isCompatible = isEncrypted && settings.cloudRun === undefined;
    return { message: readMessage(data), format, replyKeys: undefined, isCompatible };
  }
  const { text, replyKeys } = decryptPush(findEncrypt(body, format), query, parts, settings);
  const message = readDecrypted(text);
  // The envelope has been proven to be for us; what is inside must not say otherwise.
  if (message.MsgType === 'notice' && message.AppId !== settings.receiveId)
    throw new DecryptError('The notice is for another platform than the one that it was encrypted for.');
  return { message, format, replyKeys, isCompatible: false };
}

function whyEncrypted({ keys, cloudRun }: Settings): RefusalCode {
  if (cloudRun !== undefined) return 'body-malformed';
  return keys.length === 0 ? 'key-missing' : 'encrypt_type-missing';
}

function readDecrypted(text: string): Message {
  try {
    return readMessage(parseText(text, sniff(text)));
  } catch (cause) {
    throw new DecryptError('What was decrypted is not a push.', { cause });
  }
}

const sniff = (text: string): Format => (/^\ufeff?[\r\n]*\{/.test(text) ? 'json' : 'xml');

const parseText = (text: string, format: Format): Data =>
  format === 'json' ? parsePushJson(text) : parsePushXml(text);

function findEncrypt(body: string | object, format: Format): string | undefined {
  if (typeof body === 'string' && format === 'xml') return scanXml(body).encrypt;
  const { Encrypt } = typeof body === 'string' ? parsePushJson(body) : parsedData(body);
  if (Encrypt === undefined || typeof Encrypt === 'string') return Encrypt;
  throw new ParseError('<Encrypt> is not text.');
}

/**
 * What another parser made of a JSON body, or of an XML body under `xml`, perhaps with every value in a list.
 *
 * @throws {ConfigError} It has lost something on the way.
 */
function parsedData(body: object): Data {
  const data = jsonData(exact(Object.hasOwn(body, 'xml') ? (body as { xml: unknown }).xml : body));
  // Some parsers write names in lower case: then nobody knows which of WeChat's twins was meant. Others make objects of texts.
  if (![data.MsgType, data.InfoType, data.Encrypt].some((each) => typeof each === 'string'))
    throw new ConfigError(`Another body parser has read this push and changed it. ${KEEP_THE_TEXT}`);
  return data;
}

/** Takes single values out of their lists; long ids that were rounded on the way are beyond repair. */
function exact(value: unknown, depth = 0): unknown {
  // Twice as deep as a push may be, since a parser may have put every value into a list.
  if (depth > 2 * MAX_DEPTH) throw new ParseError('The body is nested too deep.');
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new ConfigError(`Another body parser has read this push and rounded its ids. ${KEEP_THE_TEXT}`);
  if (Array.isArray(value))
    return value.length === 1 ? exact(value[0], depth + 1) : value.map((each) => exact(each, depth + 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, exact(child, depth + 1)]));
}
