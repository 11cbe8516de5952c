import type { Settings } from '../config';
import { DecryptError, malformed, unproven } from '../errors';
import { readMessage } from '../model/message';
import type { Message } from '../model/message';
import type { RefusalCode } from '../refusals';
import type { Data } from '../wire/data';
import { parsePushJson } from '../wire/push-json';
import { parsePushXml } from '../wire/push-xml';
import type { SignedParts } from './authenticate';
import { isContainerCheck } from './cloud-run';
import type { CloudRunParts } from './cloud-run';
import { sniff } from './decrypt';
import type { ClearBody, Format, ReplyKeys } from './decrypt';
import { parsedData } from './parsed-body';

/** A push that is proven as far as the account's mode can prove it. */
export interface Push {
  readonly message: Message;
  /** Sender and receiver. Handlers may change their message, and the answer still goes to who sent it. */
  readonly from: string;
  readonly to: string;
  /** The text, or the object of another parser, from which the message was read. */
  readonly clear: string | object;
  readonly format: Format;
  /** The keys for the answer; `undefined`: it is sent in clear text. */
  readonly replyKeys: ReplyKeys | undefined;
  /** The clear part was used, although an encrypted copy was there. */
  readonly isCompatible: boolean;
}

/** The content of a body: a push, or the check of its path by the console of 微信云托管. */
export type Content = Push | 'container-check';

/**
 * Reads the content of a request.
 *
 * @throws {ParseError} See `parsePush`.
 * @throws {SignatureError} The request names another user than the push does, or does not prove it.
 * @throws {DecryptError} See `parsePush`.
 */
export function parseContent(
  clear: ClearBody,
  parts: SignedParts | CloudRunParts,
  settings: Settings,
): Content {
  if (!('isUnproven' in parts)) return parsePush(clear, settings);
  if (isContainerCheck(clear.body)) return 'container-check';
  if (parts.isUnproven) throw unproven('cloudrun-source');
  const push = parsePush(clear, settings);
  if (parts.sender !== undefined && parts.sender !== push.message.FromUserName)
    throw unproven('cloudrun-sender');
  return push;
}

/**
 * Creates a typed message from a clear body.
 *
 * @throws {ParseError} The body is not a push.
 * @throws {DecryptError} The decrypted text is not a push, so that the difference reveals nothing; or it is a
 * notice for another platform.
 */
export function parsePush({ body, format, replyKeys }: ClearBody, settings: Settings): Push {
  if (replyKeys === undefined) {
    const data = typeof body === 'string' ? parseText(body, format) : parsedData(body);
    const isEncrypted = typeof data.Encrypt === 'string' && data.Encrypt !== '';
    if (isEncrypted && data.MsgType === undefined && data.InfoType === undefined)
      throw malformed(whyEncrypted(settings));
    const isCompatible = isEncrypted && settings.cloudRun === undefined;
    return pushOf(readMessage(data), body, format, replyKeys, isCompatible);
  }
  const message = readDecrypted(body);
  // The envelope is proven to be for us, and its content must agree.
  if (message.MsgType === 'notice' && message.AppId !== settings.receiveId)
    throw new DecryptError('The notice is for another platform than the one that it was encrypted for.');
  return pushOf(message, body, format, replyKeys, false);
}

function pushOf(
  message: Message,
  clear: string | object,
  format: Format,
  replyKeys: ReplyKeys | undefined,
  isCompatible: boolean,
): Push {
  return {
    message,
    from: message.FromUserName,
    to: message.ToUserName,
    clear,
    format,
    replyKeys,
    isCompatible,
  };
}

function whyEncrypted({ keys, cloudRun }: Settings): RefusalCode {
  if (cloudRun !== undefined) return 'body-malformed';
  return keys.length === 0 ? 'key-missing' : 'encrypt_type-missing';
}

/** Reads a message once more from a text that has been a push. */
export const messageIn = (text: string): Message => readMessage(parseText(text, sniff(text)));

function readDecrypted(text: string | object): Message {
  try {
    return typeof text === 'string' ? messageIn(text) : readMessage(parsedData(text));
  } catch (cause) {
    throw new DecryptError('What was decrypted is not a push.', { cause });
  }
}

const parseText = (text: string, format: Format): Data =>
  format === 'json' ? parsePushJson(text) : parsePushXml(text);
