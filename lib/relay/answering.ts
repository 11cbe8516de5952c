import type { Api } from '../api/client';
import type { KnownClient } from '../api/relay/known-clients';
import type { RelayedAnswer } from '../api/relay/relayed-answer';
import type { RelayedQuestion } from '../api/relay/relayed-request';
import { hashOf } from '../api/relay/signature';
import type { Clock } from '../clock';
import { ApiError, ConfigError, TransportError } from '../errors';
import { printable, type Logger } from '../logger';
import type { Permission } from './allow';
import type { Rate } from './rate';

/** What is needed to answer a question that was proven. */
export interface AnsweringOptions {
  readonly api: Api;
  readonly known: KnownClient | undefined;
  readonly permission: Permission;
  readonly rate: Rate;
  readonly clock: Clock;
  readonly logger: Logger;
}

const MAX_TIMEOUT_MS = 600_000;
/** How long a token lives whose end is not known: of a function that gives it. */
const UNKNOWN_LIFE_MS = 60_000;
/** How often a token that a follower reports is tried at most. */
const TRY_AGAIN_MS = 30_000;

/** Answers the questions of followers, and logs each of them. */
export function createAnswering({ api, known, permission, rate, clock, logger }: AnsweringOptions) {
  let triedAt = -Infinity;

  /** What a call is called in the log, and its answer. */
  async function answer(
    question: RelayedQuestion,
    follower: string,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly answer: RelayedAnswer }> {
    const permitted = question.kind === 'call' ? permission.check(question.request) : undefined;
    const name = permitted?.name ?? 'token';
    const refuse = (message: string, retryAfter?: number) => ({
      name,
      answer: { kind: 'refusal', message, retryAfter } as const,
    });
    const wait = rate.count(follower);
    if (wait !== undefined)
      return refuse(
        `"${follower}" has made too many calls; the next is taken in ${Math.ceil(wait / 1000)} s.`,
        wait,
      );
    if (known !== undefined && question.appId !== '' && question.appId !== known.appId)
      return refuse('it serves another account. Is "appId" that of production, and "url" the right address?');
    if (question.kind === 'token') {
      if (!permission.token) return refuse("it shares no token. Production must allow it: allow: ['token'].");
      if (known === undefined)
        return refuse('its API was not made by createApi(), so that it knows no token.');
      return { name, answer: await outcome(() => shareToken(known, question.refused, signal)) };
    }
    if (permitted?.kind !== 'allowed')
      return refuse(
        `"${name}" is not allowed. Production must name it: relay(…, { allow: [${quoted(name)}] }).`,
      );
    const { request } = permitted;
    const timeout = Math.min(question.timeout, MAX_TIMEOUT_MS);
    return { name, answer: await outcome(() => api.request(request, { timeout, signal })) };
  }

  /** The token; after a report that it was refused, when production has made sure of that itself. */
  async function shareToken({ token }: KnownClient, refused: string | undefined, signal: AbortSignal) {
    const held = await token.get(signal);
    if (refused === hashOf(held.value) && clock.monotonic() >= triedAt + TRY_AGAIN_MS) {
      triedAt = clock.monotonic();
      // If WeChat refuses it here too, the client replaces it as it always does.
      await api.base.getApiDomainIp({ signal });
    }
    const { value, expiresAt } = await token.get(signal);
    const left = expiresAt - clock.monotonic();
    return { token: value, expiresIn: Number.isFinite(left) ? left : UNKNOWN_LIFE_MS };
  }

  return async (question: RelayedQuestion, follower: string, signal: AbortSignal): Promise<RelayedAnswer> => {
    const started = clock.monotonic();
    const { name, answer: given } = await answer(question, follower, signal);
    const fields = { event: 'relay', follower, endpoint: printable(name), outcome: wordOf(given) };
    const ms = Math.round(clock.monotonic() - started);
    logger[logger.info === undefined ? 'warn' : 'info']?.({ ...fields, ms }, 'A call through the relay.');
    return given;
  };
}

async function outcome(call: () => Promise<unknown>): Promise<RelayedAnswer> {
  try {
    return { kind: 'result', value: await call() };
  } catch (error) {
    if (error instanceof ApiError || error instanceof TransportError || error instanceof ConfigError)
      return { kind: 'error', error };
    const unknown = new TransportError('The relay failed while it called.', {
      sent: true,
      reason: 'unknown',
    });
    return { kind: 'error', error: unknown };
  }
}

function wordOf(answer: RelayedAnswer): string {
  if (answer.kind === 'result') return 'ok';
  if (answer.kind === 'refusal') return answer.retryAfter === undefined ? 'not-allowed' : 'rate';
  const { error } = answer;
  if (error instanceof ApiError) return `errcode ${error.errcode}`;
  return error instanceof TransportError ? error.reason : 'config';
}

const quoted = (name: string): string => `'${name}'`;
