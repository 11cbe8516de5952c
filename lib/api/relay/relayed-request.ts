import { own, property } from '../../own';
import { wellFormed } from '../../wire/text';
import { readFileInput } from '../file-input';
import { Digits, type ApiRequest, type Part, type Query } from '../request';
import { readFrame, writeFrame } from './frame';

/** What a follower asks a relay for: a call, or the access token. */
export type RelayedQuestion =
  | {
      readonly kind: 'call';
      readonly appId: string;
      readonly request: ApiRequest;
      /** Milliseconds in which the follower wants the answer. */
      readonly timeout: number;
    }
  | {
      readonly kind: 'token';
      readonly appId: string;
      /** Hash of a token that WeChat has refused to the follower. */
      readonly refused?: string | undefined;
    };

/** A number of a request that JavaScript's numbers cannot hold, as it travels in JSON. */
const DIGITS = '\u0000digits';

type PartHead =
  | { readonly name: string; readonly text: string }
  | {
      readonly name: string;
      readonly filename?: string | undefined;
      readonly type?: string | undefined;
      readonly length: number;
    };

/** The question as bytes; files are read. */
export async function writeQuestion(question: RelayedQuestion, signal?: AbortSignal): Promise<Buffer> {
  if (question.kind === 'token') return writeFrame(question);
  const { method, path, query, json, parts, answer, safe } = own(question.request);
  const heads: PartHead[] = [];
  const files: Uint8Array[] = [];
  for (const part of parts ?? []) {
    if ('text' in part) {
      heads.push({ name: part.name, text: wellFormed(part.text) });
      continue;
    }
    const { bytes, name, type } = await readFileInput(part.file, signal);
    heads.push({ name: part.name, filename: name, type, length: bytes.byteLength });
    files.push(bytes);
  }
  const request = {
    method,
    path,
    query,
    answer,
    safe,
    ...(json !== undefined && { json: withDigits(json) }),
    ...(parts && { parts: heads }),
  };
  return writeFrame({ ...question, request }, ...files);
}

/**
 * Reads a question. Of a request, only what a caller may choose is taken: where a credential goes is for the
 * relay to say. Undefined for what is none.
 */
export function readQuestion(body: Buffer): RelayedQuestion | undefined {
  const frame = readFrame(body);
  const [kind, appId] = [property(frame?.head, 'kind'), property(frame?.head, 'appId')];
  if (frame === undefined || typeof appId !== 'string') return undefined;
  if (kind === 'token') {
    const refused = property(frame.head, 'refused');
    return { kind, appId, refused: typeof refused === 'string' ? refused : undefined };
  }
  const given = property(frame.head, 'request');
  const [method, path, json] = [property(given, 'method'), property(given, 'path'), property(given, 'json')];
  const timeout = property(frame.head, 'timeout');
  if (kind !== 'call' || (method !== 'GET' && method !== 'POST') || typeof path !== 'string')
    return undefined;
  if (typeof timeout !== 'number' || !(timeout >= 1)) return undefined;
  const parts = readParts(property(given, 'parts'), frame.bytes);
  const query = readQuery(property(given, 'query'));
  const safe = property(given, 'safe');
  return {
    kind,
    appId,
    timeout,
    request: {
      method,
      path,
      ...(query && { query }),
      ...(property(given, 'answer') === 'download' && { answer: 'download' }),
      ...(typeof safe === 'boolean' && { safe }),
      ...(json !== undefined && { json: fromDigits(json) }),
      ...(parts && { parts }),
    },
  };
}

function readQuery(given: unknown): Query | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const query: Record<string, string> = {};
  for (const [name, value] of Object.entries(given))
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      query[name] = String(value);
  return query;
}

function readParts(given: unknown, bytes: Buffer): Part[] | undefined {
  if (!Array.isArray(given)) return undefined;
  let at = 0;
  return given.map((head: unknown): Part => {
    const [name, text] = [String(property(head, 'name')), property(head, 'text')];
    if (typeof text === 'string') return { name, text };
    const [filename, type, length] = [
      property(head, 'filename'),
      property(head, 'type'),
      property(head, 'length'),
    ];
    const start = at;
    at += typeof length === 'number' && length >= 0 ? length : 0;
    const content = bytes.subarray(start, at);
    const data = new Blob([content], typeof type === 'string' ? { type } : {});
    return { name, file: { data, ...(typeof filename === 'string' && { filename }) } };
  });
}

function withDigits(value: unknown): unknown {
  if (value instanceof Digits) return { [DIGITS]: value.value };
  if (Array.isArray(value)) return value.map(withDigits);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withDigits(each)]));
}

function fromDigits(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromDigits);
  if (typeof value !== 'object' || value === null) return value;
  const digits = property(value, DIGITS);
  if (typeof digits === 'string' && /^-?\d{1,40}$/.test(digits)) return new Digits(digits);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, fromDigits(each)]));
}
