import { ConfigError, TransportError } from '../../errors';
import { own } from '../../own';
import type { Call } from '../send-request';
import { startTimeout } from '../call-timeout';
import { published } from '../outcome';
import { isSafe } from '../build-request';
import type { ApiRequest } from '../request';
import { retryIn } from '../retry';
import { positive, type ApiSettings } from '../settings';
import { sleep, unlessAborted } from '../timing';
import { exchange } from './exchange';
import type { RelayedAnswer } from './relayed-answer';
import { writeQuestion } from './relayed-request';
import type { RelaySettings } from './settings';

/**
 * Makes calls through the relay of production, which has the tokens and repeats what WeChat refuses. Here, a
 * call is only repeated where the relay itself was not reached, or where doing it twice does no harm.
 */
export function createFollowerCall(settings: ApiSettings, relay: RelaySettings): Call {
  const { clock, transport, maxDownload, appId } = settings;

  return published(call, clock);

  async function call(
    request: ApiRequest,
    { signal, timeout = settings.timeout }: NonNullable<Parameters<Call>[1]> = {},
    tries: { count: number },
  ): Promise<unknown> {
    let sent = false;
    const time = startTimeout(clock, positive('timeout', timeout), () => sent, signal);
    const safe = isSafe(request);
    // What may not be sent twice has all of the time for one try.
    const most = safe ? timeout / 2 : timeout;
    try {
      if (time.signal.aborted) throw time.signal.reason;
      for (let retries = 0; ; retries++) {
        const part = time.part(most);
        let answer: RelayedAnswer;
        try {
          const left = Math.max(1, part.left());
          const question = await unlessAborted(
            writeQuestion({ kind: 'call', appId, request: own(request), timeout: left }, part.signal),
            part.signal,
          );
          sent = true;
          tries.count++;
          answer = await unlessAborted(
            exchange(question, { relay, transport, clock, maxDownload }, part.signal),
            part.signal,
          );
        } catch (error) {
          if (error instanceof ConfigError) throw error;
          const failure = located(error, request);
          ({ sent } = failure);
          const wait = retryIn(failure, { safe, guarded: false, retries }, clock);
          if (wait === undefined || wait >= time.left()) throw failure;
          await sleep(clock, wait, time.signal);
          continue;
        } finally {
          part.close();
        }
        return valueOf(answer);
      }
    } finally {
      time.close();
    }
  }
}

/**
 * What a relay says. It has repeated what can be repeated.
 *
 * @throws {ApiError | TransportError | ConfigError} The answer is an error, or a refusal.
 */
export function valueOf(answer: RelayedAnswer): unknown {
  if (answer.kind === 'result') return answer.value;
  if (answer.kind === 'error') throw answer.error;
  throw new TransportError(`The relay of production does not do this: ${answer.message}`, {
    sent: false,
    reason: answer.retryAfter === undefined ? 'relay-refused' : 'relay-rate',
  });
}

function located(error: unknown, { method, path }: ApiRequest): TransportError {
  const where = `${method} ${path} through the relay`;
  if (error instanceof TransportError) {
    const { sent, reason, address, cause } = error;
    const options = reason === 'aborted' ? { cause } : undefined;
    return new TransportError(`${where}: ${error.message}`, { sent, reason, address }, options);
  }
  return new TransportError(`${where}: the transport failed.`, { sent: true, reason: 'unknown' });
}
