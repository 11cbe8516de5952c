import { hasEscapes, readJson } from './json';
import { boundaryOf, readMultipart } from './multipart';
import type { FormPart } from './multipart';
import { note } from './notes';
import type { CallNote } from './notes';

/** A request as it arrives. */
export interface Incoming {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
  /** Where the API is, if that is not the origin of `url`. */
  readonly base?: string;
  /** The address it comes from; this machine by default. */
  readonly ip?: string;
}

/** A request, read. */
export interface IncomingCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** The JSON of the body, when it is any. */
  readonly json: unknown;
  /** The code of what is wrong with the body as a whole. */
  readonly problem: 40033 | 44002 | 47001 | undefined;
  /** Whether the body is a form, by its header. */
  readonly isForm: boolean;
  readonly parts: readonly FormPart[];
  /** As it came. */
  readonly body: Buffer;
  /** Bytes of the body. */
  readonly size: number;
  /** Where this API is. */
  readonly origin: string;
  /** The address it comes from. */
  readonly ip: string;
  /** What was unusual already when it was read. */
  readonly notes: readonly CallNote[];
}

/**
 * What is known of the access token of a call: `none` was sent; `good`; `expired`; `replaced` by a newer one,
 * or revoked; `unknown` to this API.
 */
export type TokenState = 'none' | 'good' | 'expired' | 'replaced' | 'unknown';

/** What an app asked of the fake API. Credentials are left out. */
export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /**
   * The JSON body, long ids in it as text; of a form its parts by name, files as `{ filename, type, size }`.
   * A JSON body of more than 100,000 bytes is not kept.
   */
  readonly body?: unknown;
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly at: number;
  /** The address it came from. */
  readonly ip: string;
  /** Its access token, as it was when the call came. */
  readonly token: TokenState;
  /** What names a failed call. */
  readonly rid?: string;
  /**
   * The code answered, 0 = success; absent while there is no answer, or where it is no answer of WeChat's
   * API.
   */
  readonly errcode?: number;
  /** The status answered; absent while, or because, there is no answer. */
  readonly status?: number;
  /**
   * What is unusual about it, although it was taken: no page of WeChat has it, but programs send it. Absent
   * while there is no answer, and when there is nothing.
   */
  readonly notes?: readonly CallNote[];
}

/** Reads a request. */
export function readCall({ method, url, headers, body, base, ip }: Incoming): IncomingCall {
  const type = String(headers['content-type'] ?? '');
  const isForm = /^multipart\//i.test(type);
  const { boundary, isGuessed } = isForm ? boundaryOf(type, body) : { isGuessed: false };
  return {
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    isForm,
    parts: boundary === undefined ? [] : readMultipart(body, boundary),
    body,
    notes: isGuessed ? [note('boundary-missing', {})] : [],
    origin: base ?? url.origin,
    ip: ip ?? '127.0.0.1',
    size: body.length,
    ...(isForm ? { json: undefined, problem: 47001 } : readBody(body)),
  };
}

function readBody(body: Buffer): Pick<IncomingCall, 'json' | 'problem'> {
  const text = body.toString();
  if (text.trim() === '') return { json: undefined, problem: 44002 };
  try {
    return { json: readJson(text), problem: hasEscapes(text) ? 40033 : undefined };
  } catch {
    return { json: undefined, problem: 47001 };
  }
}

/** A larger JSON body is not kept. */
const MAX_KEPT = 100_000;

/** What is kept of a call. */
export function record(
  { method, path, query, json, parts, size, ip }: IncomingCall,
  at: number,
  token: TokenState,
): ApiCall {
  const form = Object.fromEntries(parts.map((part) => [part.name, recordPart(part)]));
  const body = parts.length > 0 ? form : size > MAX_KEPT ? `(${size} bytes)` : withoutSecrets(json);
  return { method, path, query: openFields(query), ...(body !== undefined && { body }), at, ip, token };
}

const recordPart = ({ filename, type, data }: FormPart): unknown =>
  filename === undefined ? data.toString() : { filename, type, size: data.length };

const SECRET =
  /^(?:(?:component_|authorizer_)?(?:access_token|refresh_token|(?:app)?secret)|component_verify_ticket|authorization_code|pre_auth_code|session_key|(?:js_)?code)$/;

const openFields = <T>(fields: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !SECRET.test(name)));

/** Names that, inside a part, belong to messages as well: the code of a card. */
const OPEN_INSIDE = /^(?:js_)?code$/;

/** JSON without its credentials, at every depth. */
export const withoutSecrets = (json: unknown): unknown => {
  const kept = withoutNested(json);
  return isFields(kept) ? openFields(kept) : kept;
};

function withoutNested(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(withoutNested);
  if (!isFields(json)) return json;
  const kept = Object.entries(json).filter(([name, value]) => !isNestedSecret(name, value));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutNested(value)]));
}

// An object under such a name is no credential: the keyword of a template may be called so.
const isNestedSecret = (name: string, value: unknown): boolean =>
  holdsText(value) && SECRET.test(name) && !OPEN_INSIDE.test(name);

const holdsText = (value: unknown): boolean =>
  typeof value === 'string' || (Array.isArray(value) && value.some(holdsText));

const isFields = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
