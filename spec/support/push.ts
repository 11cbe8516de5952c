import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/*
 * Pushes made by hand: signed and encrypted with node:crypto alone, from WeChat's documentation and nothing of ours.
 * Every part can be replaced, so that a spec says what is wrong with its push and the rest stays right.
 */

/** The account that pushes are for. */
export interface PushAccount {
  readonly appId: string;
  readonly token: string;
  readonly encodingAESKey: string;
  /** Original id of the account. */
  readonly id: string;
}

/** The account of `spec/fixtures/envelopes`. */
export const account: PushAccount = {
  appId: 'wx4f0c2b9d7e61a853',
  token: 'sampleTok3n',
  encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM',
  id: 'gh_3f1c9a7be204',
};

export const openid = 'oT8wq5LzR2mXc7NvBd1KfYh4JsPa';

/** What an element holds; a list repeats it, `undefined` leaves it out. */
export type Field = string | number | Fields | readonly Field[] | undefined;
export interface Fields {
  readonly [name: string]: Field;
}
/** `undefined` leaves a parameter out, a list repeats it. */
export type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a push is made of; each part has a right default. */
export interface PushParts {
  mode?: 'clear' | 'compatible' | 'safe';
  format?: 'xml' | 'json';
  /** Laid over the default account. */
  account?: Partial<PushAccount>;
  /** The message: its fields, laid over a text message's, or its text as it is. */
  message?: Fields | string;
  /** Laid over the clear copy of compatible mode only. */
  clearCopy?: Fields;
  /** Seconds; default now. */
  timestamp?: string;
  nonce?: string;
  /** The base64 text of `Encrypt`, in place of the encrypted message; it is signed. */
  encrypt?: string;
  /** Wrong parts for the encryption. */
  envelope?: EnvelopeParts;
  /** Laid over the right parameters, after signing. */
  query?: Query;
  /** The body, in place of the right one. */
  body?: string | Buffer;
}

export interface Push {
  /** Path and query: post `body` to it. */
  readonly url: string;
  /** The parameters alone, without `?`. */
  readonly query: string;
  readonly params: Query;
  readonly body: string | Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** The message before encryption. */
  readonly message: string;
  readonly encrypt: string | undefined;
  readonly timestamp: string;
  readonly nonce: string;
}

export const now = (): string => String(Math.floor(Date.now() / 1000));

const digits = (count: number): string =>
  Array.from({ length: count }, () => Math.floor(1 + Math.random() * 9)).join('');

export const sha1 = (...parts: readonly string[]): string =>
  createHash('sha1').update(parts.slice().sort().join('')).digest('hex');

/** The fields of a text message of its own id, with others laid over; `undefined` leaves one out. */
export const textFields = (over: Fields = {}, { id }: Pick<PushAccount, 'id'> = account): Fields => ({
  ToUserName: id,
  FromUserName: openid,
  CreateTime: Number(now()),
  MsgType: 'text',
  Content: 'hello',
  MsgId: `2${digits(16)}`,
  ...over,
});

/** Fields as WeChat writes them: text in CDATA, numbers bare, lists as repeated elements. */
export const toXml = (fields: Fields): string => `<xml>${elements(fields)}</xml>`;

function elements(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) => element(name, value))
    .join('');
}

function element(name: string, value: Field): string {
  if (value === undefined) return '';
  if (isList(value)) return value.map((each) => element(name, each)).join('');
  if (typeof value === 'number') return `<${name}>${value}</${name}>`;
  if (typeof value === 'object') return `<${name}>${elements(value)}</${name}>`;
  return `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`;
}

const isList = (value: Field): value is readonly Field[] => Array.isArray(value);

/** Fields as a JSON push: `MsgId` is a bare number of 17 digits. */
export const toJson = (fields: Fields): string =>
  JSON.stringify(fields).replace(/"MsgId":"(\d+)"/, '"MsgId":$1');

/** What an encrypted text is made of. */
export interface EnvelopeParts {
  random?: Buffer;
  /** What the length prefix says. */
  length?: number;
  receiveId?: string | Buffer;
  /** All of the padding. */
  padding?: Buffer;
  key?: Buffer;
  iv?: Buffer;
}

export const aesKey = (encodingAESKey: string): Buffer => Buffer.from(`${encodingAESKey}=`, 'base64');

/** Encrypts as the page 消息加解密说明 says; base64. */
export function encrypt(text: string | Buffer, parts: EnvelopeParts = {}, of: PushAccount = account): string {
  const message = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(parts.length ?? message.length);
  const receiveId = Buffer.from(parts.receiveId ?? of.appId);
  const clear = Buffer.concat([parts.random ?? randomBytes(16), length, message, receiveId]);
  const pad = 32 - (clear.length % 32);
  const key = parts.key ?? aesKey(of.encodingAESKey);
  const cipher = createCipheriv('aes-256-cbc', key, parts.iv ?? key.subarray(0, 16)).setAutoPadding(false);
  const whole = Buffer.concat([clear, parts.padding ?? Buffer.alloc(pad, pad)]);
  return Buffer.concat([cipher.update(whole), cipher.final()]).toString('base64');
}

/** Decrypts and takes apart; proves nothing. */
export function decrypt(base64: string, { encodingAESKey }: Pick<PushAccount, 'encodingAESKey'> = account) {
  const key = aesKey(encodingAESKey);
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const clear = Buffer.concat([decipher.update(base64, 'base64'), decipher.final()]);
  const end = clear.length - (clear.at(-1) ?? 0);
  const idStart = 20 + clear.readUInt32BE(16);
  return {
    text: clear.toString('utf8', 20, idStart),
    receiveId: clear.toString('utf8', idStart, end),
    padding: clear.subarray(end),
  };
}

/** Makes a push; without parts, a right one of a text message in the clear. */
export function push(parts: PushParts = {}): Push {
  const of = { ...account, ...parts.account };
  const { mode = 'clear', format = 'xml', timestamp = now(), nonce = digits(10) } = parts;
  const write = format === 'xml' ? toXml : toJson;
  const fields = typeof parts.message === 'string' ? {} : textFields(parts.message, of);
  const message = typeof parts.message === 'string' ? parts.message : write(fields);
  const encrypted = mode === 'clear' ? undefined : (parts.encrypt ?? encrypt(message, parts.envelope, of));
  const envelope = { ToUserName: of.id, Encrypt: encrypted };
  const body =
    mode === 'clear'
      ? message
      : write(mode === 'compatible' ? { ...fields, ...parts.clearCopy, ...envelope } : envelope);
  const params: Query = {
    signature: sha1(of.token, timestamp, nonce),
    timestamp,
    nonce,
    openid,
    ...(encrypted !== undefined && {
      encrypt_type: 'aes',
      msg_signature: sha1(of.token, timestamp, nonce, encrypted),
    }),
    ...parts.query,
  };
  const query = toQuery(params);
  return {
    url: `/?${query}`,
    query,
    params,
    body: parts.body ?? body,
    headers: { 'Content-Type': format === 'xml' ? 'text/xml' : 'application/json' },
    message,
    encrypt: encrypted,
    timestamp,
    nonce,
  };
}

/** The query of the GET check: right, with others laid over after signing. */
export function checkQuery(over: Query = {}, { token }: Pick<PushAccount, 'token'> = account): string {
  const timestamp = now();
  const nonce = digits(10);
  const signature = sha1(token, timestamp, nonce);
  return toQuery({ signature, echostr: digits(19), timestamp, nonce, ...over });
}

export function toQuery(params: Query): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params))
    for (const each of value === undefined ? [] : [value].flat()) query.append(name, each);
  return query.toString();
}

/** An element's text in a reply, CDATA or not; for replies whose form is known. */
export const textOf = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${name}>`).exec(xml)?.[1];

/** Opens an encrypted reply, XML or JSON, and says whether its signature is right. */
export function openReply(body: string, of: PushAccount = account) {
  const json = body.startsWith('{')
    ? (JSON.parse(body) as Readonly<Record<string, string | number>>)
    : undefined;
  const part = (name: string): string =>
    json === undefined ? (textOf(body, name) ?? '') : String(json[name] ?? '');
  const [encrypted, timestamp, nonce] = [part('Encrypt'), part('TimeStamp'), part('Nonce')];
  return {
    ...decrypt(encrypted, of),
    signed: part('MsgSignature') === sha1(of.token, timestamp, nonce, encrypted),
    timestamp,
    nonce,
  };
}
