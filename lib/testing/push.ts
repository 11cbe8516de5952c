import { randomInt } from 'node:crypto';
import { encrypt } from '../wire/envelope';
import { sign } from '../wire/signature';
import type { Account } from './account';
import type { PushFields } from './push-types';
import type { DeliveredRequest } from './seen';

/** A push of a user, the same for all its deliveries. */
export interface SimulatedPush {
  readonly id: number;
  readonly fields: PushFields;
  /** The message as it is, when that is given; else the fields are written as WeChat does. */
  readonly bytes?: Buffer;
  /** The openid; of a notice, `''`. */
  readonly from: string;
  /** The original id of the account; of a notice, the AppID of the platform. */
  readonly to: string;
  /** A notice (授权事件) is to a platform; the others are to an account. */
  readonly kind: 'message' | 'event' | 'notice';
  /** Called when the app has its first delivery. */
  readonly arrived?: () => void;
}

let pushes = 0;

/** What names a push. */
export const nextPushId = (): number => ++pushes;

/**
 * Writes one delivery of a push: with a timestamp and a nonce of its own, signed, and encrypted as the mode
 * asks. `now` is in milliseconds since 1970.
 */
export function writeDelivery(
  push: SimulatedPush,
  account: Account,
  now = account.clock.now(),
): DeliveredRequest {
  const { mode, format, token, key, receiveId } = account;
  const write = format === 'xml' ? writeXml : writeJson;
  const { fields, from, to, bytes, kind } = push;
  const text = bytes === undefined ? write(fields) : bytes.toString();
  if (mode === 'cloudrun') {
    const headers = gatewayHeaders(account, from);
    return { query: '', headers, body: text, text, ...(bytes !== undefined && { bytes }) };
  }
  const parts = signedParts(account, now);
  const query = new URLSearchParams({ ...parts, ...(kind !== 'notice' && { openid: from }) });
  if (key === undefined)
    return { query: query.toString(), body: text, text, ...(bytes !== undefined && { bytes }) };

  const name = kind === 'notice' ? 'AppId' : 'ToUserName';
  const envelope = { [name]: to, Encrypt: encrypt(bytes ?? text, key, receiveId) };
  query.set('encrypt_type', 'aes');
  query.set('msg_signature', sign(token, parts.timestamp, parts.nonce, envelope.Encrypt));
  if (mode === 'compatible' && bytes !== undefined) {
    const both = withEncrypt(bytes, envelope.Encrypt, format) ?? Buffer.from(write(envelope));
    return { query: query.toString(), body: both.toString(), text, bytes: both };
  }
  const body = write(mode === 'compatible' ? { ...fields, ...envelope } : envelope);
  return { query: query.toString(), body, text };
}

/**
 * The encrypted copy beside the clear one, which stays as it is; undefined where the clear one has no end.
 */
function withEncrypt(bytes: Buffer, encrypted: string, format: Account['format']): Buffer | undefined {
  const end = bytes.lastIndexOf(format === 'xml' ? '</xml>' : '}');
  if (end < 0) return undefined;
  const added = format === 'xml' ? element('Encrypt', encrypted) : `,"Encrypt":${JSON.stringify(encrypted)}`;
  return Buffer.concat([bytes.subarray(0, end), Buffer.from(added), bytes.subarray(end)]);
}

/** What 微信云托管 writes about a request; the case of the names is that of its documentation. */
const gatewayHeaders = ({ appId }: Account, openid: string): Readonly<Record<string, string>> => ({
  'X-WX-SOURCE': 'wx_unknown',
  ...(appId !== '' && { 'X-WX-APPID': appId }),
  ...(openid !== '' && { 'X-WX-OPENID': openid }),
});

/** Writes the check that the console of 微信云托管 makes of a path. */
export function writeContainerCheck({ format }: Pick<Account, 'format'>): DeliveredRequest {
  const action = 'CheckContainerPath';
  const body = format === 'xml' ? `<xml><action>${action}</action></xml>` : JSON.stringify({ action });
  return { query: '', body, text: body };
}

/** Writes WeChat's check of the address, which is clear in every mode. */
export function writeCheck(echostr: string, account: Account, now = account.clock.now()): DeliveredRequest {
  const query = new URLSearchParams({ ...signedParts(account, now), echostr });
  return { query: query.toString(), body: '', text: '' };
}

function signedParts({ token }: Account, now: number) {
  const timestamp = String(Math.floor(now / 1000));
  // WeChat's own have eight to ten digits.
  const nonce = String(randomInt(10_000_000, 2 ** 32));
  return { signature: sign(token, timestamp, nonce), timestamp, nonce };
}

const writeXml = (fields: PushFields): string => element('xml', fields);

function element(name: string, value: unknown): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((each) => element(name, each)).join('');
  return `<${name}>${content(name, value)}</${name}>`;
}

function content(name: string, value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Object.entries(value)
      .map(([child, each]) => element(child, each))
      .join('');
  const text = String(value);
  // WeChat writes numbers bare, and so its own long ids; text as the user typed it, with what would end the
  // section in it.
  return typeof value === 'number' || (name === 'MsgId' && isDigits(text)) ? text : `<![CDATA[${text}]]>`;
}

const WRAPPER = /^SubscribeMsg\w+Event$/;

/** In JSON, events of subscription notices have no element around their list. */
function unwrapped(fields: PushFields): PushFields {
  if (typeof fields.Event !== 'string' || !fields.Event.startsWith('subscribe_msg_')) return fields;
  const bare = Object.entries(fields).map(([name, value]) =>
    WRAPPER.test(name) && typeof value === 'object' ? value : { [name]: value },
  );
  return Object.assign({}, ...bare) as PushFields; // Each of them holds fields.
}

const isDigits = (text: string): boolean => /^\d+$/.test(text);

/** `MsgId` is a bare number with more digits than a number of JavaScript's holds. */
function writeJson({ MsgId, ...fields }: PushFields): string {
  const json = JSON.stringify(unwrapped(fields));
  if (MsgId === undefined) return json;
  const id = typeof MsgId === 'string' && isDigits(MsgId) ? MsgId : JSON.stringify(MsgId);
  return `${json.slice(0, -1)},"MsgId":${id}}`;
}
