import { TransportError, type ApiCredential, type ApiError } from '../errors';
import { property } from '../own';
import { parseJson } from '../wire/json';
import { createApiError } from './api-error';
import { fileNameIn } from './file-name';
import { exactIds } from './ids';
import { mask } from './mask';
import type { ApiRequest, Download } from './request';
import type { HttpResponse } from './transport';

/** What the reading of an answer depends on, besides its request. */
export interface ResponseContext {
  /** What must not appear in an error. */
  readonly secrets: Iterable<string>;
  readonly credential: ApiCredential | undefined;
  /** A code that is no error for this call. */
  readonly accepted: number | undefined;
}

/**
 * What an answer means: the result, or an error. WeChat's own errors come with any status, mostly 200, and
 * with any media type; only what the body says counts.
 */
export function readResponse(
  request: ApiRequest,
  response: HttpResponse,
  { secrets, credential, accepted }: ResponseContext,
): { result: unknown } | { error: ApiError | TransportError } {
  const { status, headers, body, intermediary } = response;
  const doubt = intermediary === undefined ? '' : ` It may come from ${intermediary}, in place of WeChat.`;
  const fail = (reason: string, what: string) => ({
    error: new TransportError(`${request.path} answered ${what}.${doubt}`, { sent: true, reason }),
  });

  if (status >= 300 && status < 400)
    return fail('redirect', `with a redirect (${status}), which is not followed`);
  const json = looksLikeJson(request, response) ? tryJson(body) : undefined;
  const failure = json && failureIn(json.value);
  if (failure && failure.errcode !== accepted) {
    const errmsg = clean(mask(failure.errmsg, secrets));
    const { errcode } = failure;
    return {
      error: createApiError({ endpoint: request.path, errcode, errmsg, credential, ...typeOf(request) }),
    };
  }
  if (status >= 500 || status === 408 || status === 429) return fail('status', `with status ${status}`);
  if (status >= 400) return fail('refused', `with status ${status}`);
  if (json) return { result: meaningful(exactIds(json.value, request.path)) };
  if (request.answer === 'download') return { result: toDownload(body, headers) };
  const type = /^[\w.+-]{1,40}\/[\w.+-]{1,40}/.exec(headers['content-type'] ?? '')?.[0] ?? 'no type';
  return fail('answer', `with something else than JSON (${mask(type, secrets)})`);
}

const typeOf = ({ parts, query }: ApiRequest): { mediaType?: string } =>
  parts !== undefined && typeof query?.type === 'string' ? { mediaType: query.type } : {};

// A file is JSON only if its type does not say otherwise: errors of downloads are labelled as text or JSON.
function looksLikeJson(request: ApiRequest, { headers, body }: HttpResponse): boolean {
  const first = /^\s*[[{]/.test(body.toString('latin1', 0, 64).replace(/^\xef\xbb\xbf/, ''));
  if (request.answer !== 'download') return first;
  return first && /^$|json|^text\//.test(headers['content-type'] ?? '');
}

function tryJson(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: parseJson(body.toString('utf8')) };
  } catch {
    return undefined;
  }
}

/** An error in any of the shapes WeChat gives it. No code means success. */
function failureIn(value: unknown): { errcode: number; errmsg: string } | undefined {
  const base = property(value, 'base_resp');
  const code = property(value, 'errcode') ?? property(base, 'ret') ?? property(base, 'errcode');
  const errcode = typeof code === 'string' && code !== '' ? Number(code) : code;
  if (typeof errcode !== 'number' || errcode === 0) return undefined;
  const text = property(value, 'errmsg') ?? property(base, 'err_msg') ?? property(base, 'errmsg');
  return { errcode, errmsg: typeof text === 'string' ? text : '' };
}

// `{ errcode: 0, errmsg: 'ok' }` says nothing: such calls promise `void`.
const meaningful = (value: unknown): unknown =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).every((name) => name === 'errcode' || name === 'errmsg')
    ? undefined
    : value;

function toDownload(data: Buffer, headers: HttpResponse['headers']): Download {
  const filename = fileNameIn(headers['content-disposition'] ?? '');
  return {
    data,
    contentType: headers['content-type'] ?? 'application/octet-stream',
    ...(filename !== undefined && { filename }),
  };
}

/** One short line, whatever a server wrote. */
const clean = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').slice(0, 500);
