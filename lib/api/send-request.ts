import { ApiError, ConfigError, TransportError } from '../errors';
import { own, property } from '../own';
import { readResponse } from './read-response';
import { createApiError } from './api-error';
import type { Credential, CredentialManager } from './credential';
import { startTimeout, type CallTimeout } from './call-timeout';
import { createQuotaGate, UNAUTHORIZED, type QuotaGate } from './quota-gate';
import { mask } from './mask';
import { published } from './outcome';
import { codeOrToken } from './platform';
import { buildRequest, type BuiltRequest, type TokenOwner } from './build-request';
import type { ApiRequest } from './request';
import { readRetryAfter, retryAfter, retryIn } from './retry';
import { positive, type ApiSettings } from './settings';
import { sleep, unlessAborted } from './timing';
import { unauthorizedWarning } from './unauthorized';

/** Limits of one call: the last argument of every function, and of every iterator for each of its pages. */
export interface CallOptions {
  /** Gives the call up; `ctx.signal`, for example, when nobody can receive the answer any more. */
  readonly signal?: AbortSignal | undefined;
  /** Most milliseconds it takes, with its retries. Default: that of `createApi`, 20,000. */
  readonly timeout?: number | undefined;
}

/**
 * Checks what somebody gave as the limits of a call.
 *
 * @throws {ConfigError} It is something else, such as an argument too many.
 */
export function checkOptions(given: unknown): CallOptions {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new ConfigError('After its arguments a call takes { timeout, signal }, and nothing else.');
  const unknown = Object.keys(given).find((name) => name !== 'timeout' && name !== 'signal');
  if (unknown !== undefined)
    throw new ConfigError(`After its arguments a call takes { timeout, signal }, and no "${unknown}".`);
  // Both are looked at here, and where they are used.
  const { timeout, signal } = own(given as CallOptions);
  if (signal !== undefined && typeof (signal as Partial<AbortSignal> | null)?.addEventListener !== 'function')
    throw new ConfigError('"signal" must be an AbortSignal.');
  return { timeout, signal };
}

/** Sends a request, and again where that does no harm, until there is a result or an error. */
export type Call = (
  request: ApiRequest,
  options?: CallOptions & { readonly attempt?: number },
) => Promise<unknown>;

type Outcome = { result: unknown } | { error: ApiError | TransportError; retryAfter?: number | undefined };

/** Codes that say: the token was no good, and nothing was done. */
export const TOKEN_REFUSED: ReadonlySet<number> = new Set([40001, 40014, 42001, 42006]);
/** For a mass message with a guard: the first one arrived after all, and its ids are in the answer. */
const MASS_TASK_EXISTS = 45065;
const TOKEN_TIMEOUT_MS = 6_000;
/**
 * A limit that is noticed so much later means that the process stood still: what it waited for may be there
 * by now.
 */
const STOOD_STILL_MS = 1_000;
const MAX_JSON_BYTES = 10 * 1024 * 1024;

const OWNERS = { account: 'access token', component: 'token of the third-party platform' } as const;

/**
 * The loop around the transport. `tokens` gives the tokens by their owner; it needs calls itself, hence a
 * function.
 */
export function createCall(
  settings: ApiSettings,
  tokens: (owner: TokenOwner) => CredentialManager,
  gate: QuotaGate = createQuotaGate(settings.clock),
): Call {
  const { clock } = settings;
  const warnUnauthorized = unauthorizedWarning(settings);

  return published(call, clock);

  async function call(
    request: ApiRequest,
    { signal, timeout = settings.timeout, attempt = timeout / 2 }: NonNullable<Parameters<Call>[1]> = {},
    tries: { count: number },
  ): Promise<unknown> {
    let sent = false;
    const time = startTimeout(clock, positive('timeout', timeout), () => sent, signal);
    // Files take their time, and are mostly not sent again.
    const most = request.parts || request.answer === 'download' ? timeout : attempt;
    try {
      // Files are not even looked at for somebody who has given up.
      if (time.signal.aborted) throw time.signal.reason;
      const prepared = await unlessAborted(buildRequest(request, settings, time.signal), time.signal);
      const quota = quotaOf(request);
      gate.check(quota);
      let retries = 0;
      let last: TransportError | undefined;
      let next: Credential | undefined;
      for (let replaced = false; ;) {
        const { token: owner } = prepared;
        const manager = owner && tokens(owner);
        // The next one, if the last was refused and has been asked for already.
        const token = next ?? (owner && manager && (await getToken(manager, owner, time)));
        next = undefined;
        sent = true;
        tries.count++;
        const outcome = await send(prepared, token?.value, time, most);
        if ('result' in outcome) {
          if (token) manager?.markUsed(token.value);
          gate.markAllowed(quota);
          if (/quota\/clear|clear_quota/.test(request.path)) gate.unblock();
          return outcome.result;
        }
        const { error } = outcome;
        sent = !(error instanceof TransportError) || error.sent;
        if (token && owner && manager && error instanceof ApiError && TOKEN_REFUSED.has(error.errcode)) {
          if (prepared.worksOnce) {
            // A code that has been used is refused in the same words: only another token says more.
            next = replaced ? undefined : await getToken(manager, owner, time);
            if (next === undefined || next.value === token.value) throw codeOrToken(error);
          } else {
            await manager.invalidate(token.value, error);
            if (replaced) throw error;
          }
          replaced = true;
          continue;
        }
        if (error instanceof ApiError && error.errcode === 45009) gate.block(quota, error);
        // Of the account's token alone: a user's token is refused in the same words, for what this user has
        // not granted.
        if (error instanceof ApiError && error.errcode === UNAUTHORIZED && owner === 'account') {
          gate.block(quota, error);
          warnUnauthorized(request.path);
        }
        // Time was over while there was no connection: what the try before met says why.
        if (last && error instanceof TransportError && error.reason === 'timeout' && !error.sent) throw last;
        last = error instanceof TransportError && !error.sent ? error : undefined;
        const wait = retryIn(error, { ...prepared, retries, retryAfter: outcome.retryAfter }, clock);
        if (wait === undefined || wait >= time.left()) throw error;
        retries++;
        await sleep(clock, wait, time.signal);
      }
    } finally {
      time.close();
    }
  }

  async function send(
    { request, guarded, credential, secrets, headers, body, url }: BuiltRequest,
    token: string | undefined,
    time: CallTimeout,
    most: number,
  ): Promise<Outcome> {
    const part = time.part(most);
    const hidden = [...secrets, token ?? ''];
    try {
      if (part.signal.aborted) throw part.signal.reason;
      const response = await unlessAborted(
        settings.transport({
          method: request.method,
          url: url(token),
          headers,
          ...(body && { body }),
          maxBytes: request.answer === 'download' ? settings.maxDownload : MAX_JSON_BYTES,
          signal: part.signal,
        }),
        part.signal,
      );
      const answer = readResponse(request, response, {
        secrets: hidden,
        credential,
        accepted: guarded ? MASS_TASK_EXISTS : undefined,
      });
      if ('result' in answer) return answer;
      const { error } = answer;
      return {
        error: error instanceof ApiError ? dated(error) : error,
        retryAfter: readRetryAfter(response.headers['retry-after'], clock),
      };
    } catch (error) {
      if (error instanceof ConfigError) throw error;
      return { error: located(error, request, hidden) };
    } finally {
      part.close();
    }
  }

  function dated(error: ApiError): ApiError {
    const date = retryAfter(error.errcode, clock);
    if (date === undefined) return error;
    const { errcode, errmsg, endpoint, credential, mediaType } = error;
    return createApiError({ errcode, errmsg, endpoint, credential, mediaType, retryAfter: date });
  }

  async function getToken(
    manager: CredentialManager,
    owner: TokenOwner,
    time: CallTimeout,
  ): Promise<Credential> {
    const maxWaitMs = manager.maxWaitMs ?? TOKEN_TIMEOUT_MS;
    const started = clock.monotonic();
    const ask = async (): Promise<Credential> => {
      const part = time.part(maxWaitMs);
      try {
        return await unlessAborted(manager.get(part.signal), part.signal);
      } finally {
        part.close();
      }
    };
    try {
      return await ask().catch((error: unknown) => {
        const stoodStill = clock.monotonic() - started > maxWaitMs + STOOD_STILL_MS;
        if (!stoodStill || time.left() <= 0 || !(error instanceof TransportError)) throw error;
        return ask();
      });
    } catch (error) {
      if (error instanceof ApiError || error instanceof ConfigError) throw error;
      const own = error instanceof TransportError ? error : undefined;
      // Whatever happened to the call for the token: this call was not sent.
      const reason = own?.reason === 'aborted' || own?.reason === 'ticket' ? own.reason : 'token';
      const message = `There is no ${OWNERS[owner]}: ${own?.message ?? 'the store failed.'}`;
      // Which connection failed is the reason of this error; others have said all in their words.
      const cause = own?.address === undefined ? own?.cause : own;
      throw new TransportError(message, { sent: false, reason, address: own?.address }, { cause });
    }
  }
}

/**
 * What a daily limit is counted for: a path; of calls that a platform makes about an account, that account's.
 */
function quotaOf({ path, json }: ApiRequest): string {
  const account = property(json, 'authorizer_appid');
  return typeof account === 'string' ? `${path} ${account}` : path;
}

/** Our own error, with the endpoint in front; of other people's errors only the code. */
function located(error: unknown, request: ApiRequest, hidden: readonly string[]): TransportError {
  const where = `${request.method} ${request.path}`;
  if (error instanceof TransportError) {
    const { sent, reason, address, cause } = error;
    const options = reason === 'aborted' ? { cause } : undefined;
    return new TransportError(mask(`${where}: ${error.message}`, hidden), { sent, reason, address }, options);
  }
  const code = property(error, 'code');
  const reason = typeof code === 'string' && /^\w{1,40}$/.test(code) ? mask(code, hidden) : 'unknown';
  return new TransportError(`${where}: the transport failed (${reason}).`, { sent: true, reason });
}
