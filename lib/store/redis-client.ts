import { systemClock, type Clock } from '../clock';
import { readAnswer, type RedisAnswer } from './redis-answer';
import { connectionOf } from './redis-connection';
import type { RedisClient } from './redis-connection';
import { textOf, toStoreError } from './redis-reason';
import type { RedisScript } from './redis-scripts';
import { StoreError } from './store';

export type { RedisClient } from './redis-connection';

/**
 * Runs a script, or rejects with a `StoreError` in 200 ms at most. When the connection is cut before the
 * answer, a script that is repeatable is run once more on the next one, should that stand in time.
 */
export type RunScript = (
  script: RedisScript,
  keys: readonly string[],
  values: readonly string[],
  /** Run, on the same keys, should Redis carry out `script` only after we have turned to something else. */
  compensate?: { readonly script: RedisScript; readonly values: readonly string[] },
) => Promise<RedisAnswer>;

// What Redis costs at most. The client's own limits are its owner's business, and its defaults wait for a
// minute.
const REDIS_TIMEOUT_MS = 200;
/** Timers are late by some milliseconds, and what was waited for has to be gone on with. */
const TIMER_SLACK_MS = 5;
const MAX_FAILURES = 3;
const OPEN_MS = 1000;

/**
 * Runs scripts on somebody else's client, within our own time, leaving it alone for a second when it keeps
 * failing.
 */
export function scriptRunner(client: RedisClient, clock: Clock = systemClock): RunScript {
  let failures = 0;
  let openUntil = -Infinity;
  let last: StoreError | undefined;
  const connection = connectionOf(client);

  const succeed = (): void => {
    failures = 0;
    openUntil = -Infinity;
    last = undefined;
  };
  const fail = (given: unknown): StoreError => {
    if (++failures >= MAX_FAILURES) openUntil = clock.monotonic() + OPEN_MS;
    const error = toStoreError(given);
    // Commands that find no connection do not say why there is none.
    const isVague = error.reason === undefined || (error.reason === 'timeout' && client.status !== 'ready');
    // Some owners let their client connect anew after a refusal: meanwhile that is the reason still.
    const former = error.reason === 'not-connected' ? last : undefined;
    return (last = (isVague ? connection.refusal() : undefined) ?? former ?? error);
  };

  return (script, keys, values, compensate) =>
    new Promise((resolve, reject) => {
      if (clock.monotonic() < openUntil) {
        reject(leftAlone(last));
        return;
      }
      // One try at a time once the second is over: the next failure opens again at once.
      if (failures >= MAX_FAILURES) openUntil = clock.monotonic() + REDIS_TIMEOUT_MS;
      if (isGone(client.status)) {
        // A command given now would wait in the client, and take effect when nobody expects it.
        reject(
          fail(connection.refusal() ?? new StoreError('Redis is not connected.', false, 'not-connected')),
        );
        return;
      }
      // Connected, but not as its owner wanted, so that keys would go elsewhere.
      const elsewhere = client.status === 'ready' ? connection.refusal() : undefined;
      if (elsewhere) {
        reject(fail(elsewhere));
        return;
      }
      let over = false;
      let late = false;
      let tries = 0;
      let repeating = false;
      const timer = clock.setTimeout(() => {
        // When this process was busy itself, the answer is there, and read first.
        setImmediate(() =>
          end(() => {
            late = true;
            reject(
              fail(new StoreError(`Redis did not answer within ${REDIS_TIMEOUT_MS} ms.`, false, 'timeout')),
            );
          }),
        );
      }, REDIS_TIMEOUT_MS - TIMER_SLACK_MS);
      const forget = script.repeatable ? connection.onLost(() => again()) : undefined;

      function end(how: () => void): void {
        if (over) return;
        over = true;
        clock.clearTimeout(timer);
        forget?.();
        how();
      }

      function send(): void {
        if (over) return;
        const mine = ++tries;
        run(client, script, keys, values).then(
          (result) => {
            if (late && compensate)
              run(client, compensate.script, keys, compensate.values).catch(() => undefined);
            end(() => {
              succeed();
              resolve(readAnswer(result));
            });
          },
          (error: unknown) => {
            // A try that was cut says so now, later or never; the newest counts.
            if (mine === tries && !(isCut(error) && again())) end(() => reject(fail(error)));
          },
        );
      }

      /** Whether the script is run once more, or is being so. */
      function again(): boolean {
        if (!script.repeatable || tries > 1) return false;
        return repeating || (repeating = connection.onReady(() => setImmediate(send)));
      }

      send();
    });
}

/** What failed the last time is the reason of what is not even tried. */
const leftAlone = (last: StoreError | undefined): StoreError =>
  new StoreError(
    `Redis failed just now, and is left alone for a second.${last ? ` ${last.message}` : ''}`,
    last?.misconfigured,
    last?.reason,
  );

async function run(
  client: RedisClient,
  { lua, sha }: RedisScript,
  keys: readonly string[],
  values: readonly string[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys.length, ...keys, ...values);
  } catch (error) {
    // By text: the class of the error has changed its name between versions of ioredis.
    if (!textOf(error).includes('NOSCRIPT')) throw error;
    return client.eval(lua, keys.length, ...keys, ...values);
  }
}

const isGone = (status: string | undefined): boolean =>
  status === 'reconnecting' || status === 'close' || status === 'end' || status === 'disconnecting';

/**
 * Whether the outcome is unknown since the connection failed, or the server is about to be replaced by
 * another.
 */
const isCut = (error: unknown): boolean =>
  /READONLY|connection (?:is closed|close$)|max retries per request|ECONNRESET|EPIPE/i.test(textOf(error));
