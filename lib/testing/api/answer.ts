import type { Download } from '../../api/request';
import { writeJson } from './json';

declare const sent: unique symbol;

/** An answer as it goes over the wire. `F` are the fields in it. */
export interface FakeResponse<F = unknown> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The code in it; 0 = success. */
  readonly errcode: number;
  /** Only carries the type of the fields. */
  readonly [sent]?: F;
}

/**
 * What an endpoint yields: an answer, or the fields of a JSON one. Nothing = `{ errcode: 0, errmsg: 'ok' }`.
 */
export type EndpointResult = FakeResponse | object | undefined;

const OK = { errcode: 0, errmsg: 'ok' };

/** Fields after an explicit success; many endpoints leave that out. */
export const ok = <const F extends object>(fields: F): F & typeof OK => ({ ...OK, ...fields });

/** A JSON answer. WeChat labels a few as plain text. */
export function json<const F extends object>(
  fields: F,
  type = 'application/json; encoding=utf-8',
): FakeResponse<F> {
  const errcode = 'errcode' in fields ? Number(fields.errcode) : 0;
  return { status: 200, headers: { 'content-type': type }, body: Buffer.from(writeJson(fields)), errcode };
}

/** A file to download. */
export const file = (body: Buffer, type: string, filename?: string): FakeResponse<Download> => ({
  status: 200,
  headers: {
    'content-type': type,
    // WeChat writes UTF-8 there, which a header of Node's carries as latin1.
    ...(filename !== undefined && {
      'content-disposition': `attachment; filename="${Buffer.from(filename).toString('latin1')}"`,
    }),
  },
  body,
  errcode: 0,
});

/** A page of the gateway in front of the API. */
export const page = (
  status: number,
  text = `<html><body><h1>${status}</h1></body></html>`,
): FakeResponse<never> => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from(text),
  errcode: 0,
});

export const toAnswer = (result: EndpointResult): FakeResponse =>
  isAnswer(result) ? result : json(result ?? OK);

const isAnswer = (result: EndpointResult): result is FakeResponse =>
  result !== undefined && 'body' in result && Buffer.isBuffer(result.body);
