import { isNativeError } from 'node:util/types';
import { TransportError } from '../errors';
import { property } from '../own';
import { inWords } from '../system-codes';
import type { CheckedProxy } from './proxy';

/** What a request was about, as far as its error may say. */
export interface Target {
  /** Host and port. */
  readonly host: string;
  readonly maxBytes: number;
  /** The proxy to which the connection goes. */
  readonly proxy: CheckedProxy | undefined;
}

/** Our own error for one of axios. Nothing of that leaves: its config, request and URL hold the token. */
export function toTransportError(error: unknown, target: Target, signal: AbortSignal): TransportError {
  const cause = isNativeError(error) && isNativeError(error.cause) ? error.cause : error;
  const reached = hasReached(error, cause);
  if (signal.reason instanceof TransportError) return givenUp(signal.reason, reached);
  if (cause instanceof TransportError) return cause;
  if (isNativeError(error) && error.message.startsWith('maxContentLength')) {
    return new TransportError(`The answer has more than ${target.maxBytes} bytes.`, {
      sent: true,
      reason: 'too-large',
    });
  }
  const code = codeOf(cause) ?? codeOf(error) ?? 'unknown';
  if (code === 'ERR_INVALID_PROTOCOL') return wrongAgent();
  const sent = reached && !isUnmade(cause, code);
  const where = target.proxy?.name ?? addressIn(cause) ?? target.host;
  const words = `${sent ? 'The connection failed before the answer was there' : 'There is no connection'}. ${inWords(code, where)}`;
  return new TransportError(`${words}.${hintOf(code, target)}`, { sent, reason: code, address: where });
}

/** The code of a system's error, or that in the words of a library that wraps one. */
export function codeOf(error: unknown): string | undefined {
  const code = property(error, 'code');
  if (typeof code === 'string' && /^[A-Z0-9_]{3,60}$/.test(code)) return code;
  return isNativeError(error)
    ? /\b(E(?:CONN|HOST|NET|PIPE|TIMED|AI_)[A-Z]*|ENOTFOUND)\b/.exec(error.message)?.[1]
    : undefined;
}

/** Whether a request has gone over a connection with TLS. */
export const isSecure = (request: unknown): boolean => {
  const socket: unknown = socketOf(request);
  return typeof socket === 'object' && socket !== null && 'encrypted' in socket && socket.encrypted === true;
};

const socketOf = (request: unknown): unknown =>
  typeof request === 'object' && request !== null && 'socket' in request ? request.socket : undefined;

/**
 * Whether there was a connection over which anything can have been sent. Agents, ours and others', may have
 * found none.
 */
function hasReached(error: unknown, cause: unknown): boolean {
  if (cause instanceof TransportError) return cause.sent;
  const request = property(error, 'request');
  // It failed where no request is known: who knows.
  if (request === undefined || request === null) return true;
  const socket = socketOf(request);
  if (typeof socket !== 'object' || socket === null) return false;
  return property(socket, 'connecting') !== true && property(socket, 'secureConnecting') !== true;
}

/** Errors of making a connection, also of those of which nothing else is known. */
function isUnmade(error: unknown, code: string): boolean {
  const call = property(error, 'syscall');
  return (
    call === 'connect' || call === 'getaddrinfo' || /^ERR_TLS_|_CERT|^CERT_|^UNABLE_TO_|^ERR_SSL_/.test(code)
  );
}

/** Time was up, or the caller gave up, perhaps before there was a connection. */
function givenUp(reason: TransportError, reached: boolean): TransportError {
  if (!reason.sent || reached) return reason;
  return new TransportError(
    reason.reason === 'timeout' ? `${reason.message} There was no connection by then.` : reason.message,
    { sent: false, reason: reason.reason },
    { cause: reason.cause },
  );
}

const wrongAgent = (): TransportError =>
  new TransportError('The "agent" is not made for addresses of this kind (http: or https:).', {
    sent: false,
    reason: 'ERR_INVALID_PROTOCOL',
  });

/** Where a connection was tried, as the system says: `127.0.0.1:1080`. */
function addressIn(error: unknown): string | undefined {
  const [address, port] = [property(error, 'address'), property(error, 'port')];
  if (typeof address === 'string' && /^[\d.:a-f]+$/i.test(address) && typeof port === 'number') {
    return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
  }
  const name = property(error, 'hostname');
  if (typeof name === 'string' && /^[\w.-]{1,253}$/.test(name)) return name;
  // Of a library that wraps the system's error, only the words are left.
  return isNativeError(error)
    ? /\bE[A-Z]{4,} ((?:\d{1,3}\.){3}\d{1,3}:\d+|::1:\d+)/.exec(error.message)?.[1]
    : undefined;
}

const OFFLINE = /^(?:ENOTFOUND|EAI_AGAIN)$/;

const hintOf = (code: string, { host, proxy }: Target): string =>
  OFFLINE.test(code) && proxy === undefined && host.endsWith('weixin.qq.com')
    ? ' Without a network, WECHAT_API_HOST (or "host") leads to a WeChat on this machine: npx offiaccount simulate.'
    : '';
