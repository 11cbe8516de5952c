import { ApiError, ConfigError, TransportError, type ApiCredential } from '../../errors';
import { property } from '../../own';
import type { Download } from '../request';
import { readFrame, writeFrame } from './frame';

/** What a relay answers a question: what WeChat answered, or why there is no such answer. */
export type RelayedAnswer =
  | { readonly kind: 'result'; readonly value: unknown }
  | { readonly kind: 'error'; readonly error: ApiError | TransportError | ConfigError }
  /** The relay does not want to. `retryAfter` in milliseconds. */
  | { readonly kind: 'refusal'; readonly message: string; readonly retryAfter?: number | undefined };

/** The answer as bytes. */
export function writeAnswer(answer: RelayedAnswer): Buffer {
  if (answer.kind === 'error') return writeFrame({ kind: 'error', ...fieldsOf(answer.error) });
  if (answer.kind === 'refusal') return writeFrame(answer);
  const { value } = answer;
  if (!isDownload(value)) return writeFrame({ kind: 'result', value });
  const { data, contentType, filename } = value;
  return writeFrame({ kind: 'download', contentType, filename }, data);
}

/** Reads an answer; undefined for what is none. */
export function readRelayedResponse(body: Buffer): RelayedAnswer | undefined {
  const frame = readFrame(body);
  const { head } = frame ?? {};
  const text = (name: string): string | undefined => {
    const value = property(head, name);
    return typeof value === 'string' ? value : undefined;
  };
  switch (property(head, 'kind')) {
    case 'result':
      return { kind: 'result', value: property(head, 'value') };
    case 'download': {
      const filename = text('filename');
      const value: Download = {
        data: frame?.bytes ?? Buffer.alloc(0),
        contentType: text('contentType') ?? 'application/octet-stream',
        ...(filename !== undefined && { filename }),
      };
      return { kind: 'result', value };
    }
    case 'refusal': {
      const retryAfter = property(head, 'retryAfter');
      return {
        kind: 'refusal',
        message: text('message') ?? 'no reason was given',
        retryAfter: typeof retryAfter === 'number' ? retryAfter : undefined,
      };
    }
    case 'error':
      return { kind: 'error', error: errorOf(head, text) };
    default:
      return undefined;
  }
}

function fieldsOf(error: ApiError | TransportError | ConfigError): object {
  if (error instanceof ApiError) {
    const { code, errcode, errmsg, endpoint, credential, mediaType, hint, retryAfter, since } = error;
    return { code, errcode, errmsg, endpoint, credential, mediaType, hint, retryAfter, since };
  }
  const { code, message } = error;
  if (error instanceof ConfigError) return { code, message };
  const { sent, reason, address } = error;
  return { code, message, sent, reason, address };
}

function errorOf(
  head: unknown,
  text: (name: string) => string | undefined,
): ApiError | TransportError | ConfigError {
  const message = text('message') ?? 'The relay failed.';
  if (text('code') === 'config') return new ConfigError(message);
  if (text('code') !== 'api') {
    const address = text('address');
    // Whatever is not said to be unsent may have been done.
    const sent = property(head, 'sent') !== false;
    return new TransportError(message, { sent, reason: text('reason') ?? 'unknown', address });
  }
  return new ApiError({
    errcode: Number(property(head, 'errcode')),
    errmsg: text('errmsg') ?? '',
    endpoint: text('endpoint') ?? '',
    credential: credentialOf(text('credential')),
    mediaType: text('mediaType'),
    hint: text('hint'),
    retryAfter: dateOf(text('retryAfter')),
    since: dateOf(text('since')),
  });
}

const CREDENTIALS: Readonly<Record<ApiCredential, true>> = {
  account: true,
  function: true,
  user: true,
  component: true,
  authorizer: true,
  'app-secret': true,
  'component-secret': true,
  cloudrun: true,
};

const credentialOf = (name = ''): ApiCredential | undefined =>
  // One of the names of the table.
  Object.hasOwn(CREDENTIALS, name) ? (name as ApiCredential) : undefined;

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined || Number.isNaN(Date.parse(text)) ? undefined : new Date(text);

const isDownload = (value: unknown): value is Download => Buffer.isBuffer(property(value, 'data'));
