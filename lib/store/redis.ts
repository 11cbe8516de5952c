import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { isYes, rowOf, type RedisRow } from './redis-answer';
import { checkClient } from './redis-client-check';
import { scriptRunner, type RedisClient, type RunScript } from './redis-client';
import { redisDeliveries } from './redis-deliveries';
import { redisPlatforms } from './redis-platforms';
import { ALLOW_FORCE, CLAIM, PROVE, READ, REJECT, SETTLE } from './redis-scripts';
import { redisSessions } from './redis-sessions';
import { redisTurns } from './redis-turns';
import { createSeals } from './seals';
import { encryptedCredentials, encryptedPlatforms } from './encrypted-store';
import type { CredentialKey, CredentialOutcome, CredentialState, CredentialStore, Store } from './store';

/** Settings of a Redis store. */
export interface RedisStoreOptions {
  /** How key names begin. Default `wx:`. */
  readonly prefix?: string | undefined;
  /**
   * Encrypts the credentials in Redis, and what a third-party platform has of its accounts. Messages at work, their answers, sessions and
   * turns are not encrypted. 32 characters or more; of several the first one encrypts, and all are tried to decrypt. To change it without asking WeChat anew: `[old, new]` everywhere, then `[new, old]`, then `new`.
   */
  readonly secret?: string | readonly string[];
  readonly clock?: Clock | undefined;
}

/**
 * A store that several processes share, on your own client: a `Redis` or `Cluster` of ioredis. It never waits
 * longer than 200 ms for it. Why Redis refuses is written to the log where the store is used. An `error` listener of your own is
 * called as before; where there is none, ioredis' own lines give way to one on the console for each reason.
 *
 * @throws {ConfigError} It is no client of ioredis, or an option is wrong.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  checkClient(client);
  const prefix = options.prefix ?? 'wx:';
  // A brace would move the keys of one account to different nodes of a cluster.
  if (/[{}\s]/.test(prefix))
    throw new ConfigError('redisStore() needs a "prefix" without braces and spaces.');
  const run = scriptRunner(client, options.clock);
  const credentials = redisCredentials(run, prefix);
  // One that is there but `undefined` is a variable that somebody forgot to set: no reason to write in clear.
  const seals = Object.hasOwn(options, 'secret') ? createSeals(options.secret) : undefined;
  const platforms = redisPlatforms(run, prefix);
  return {
    credentials: seals ? encryptedCredentials(credentials, seals) : credentials,
    platforms: seals ? encryptedPlatforms(platforms, seals) : platforms,
    deliveries: redisDeliveries(run, prefix),
    sessions: redisSessions(run, prefix),
    turns: redisTurns(run, prefix),
  };
}

function redisCredentials(run: RunScript, prefix: string): CredentialStore {
  // One hash tag, so that a cluster keeps both keys on one node, as its scripts need.
  const keysOf = ({ account, name }: CredentialKey) => {
    const key = `${prefix}{${account}}:${name}`;
    return [key, `${key}:lock`];
  };
  return {
    read: async (key) => toState(rowOf(await run(READ, keysOf(key), []))),

    claim: async (key, owner, ms) => {
      // Redis may carry out a claim long after we have turned to something else. Then nobody would hold the lock.
      const compensate = { script: SETTLE, values: [owner, 'nothing'] };
      const [mine, ...rest] = rowOf(await run(CLAIM, keysOf(key), [owner, String(ms)], compensate));
      return { ...toState(rest), mine: isYes(mine) };
    },

    settle: async (key, owner, outcome) =>
      isYes(await run(SETTLE, keysOf(key), [owner, outcome.kind, ...valuesOf(outcome)])),

    reject: async (key, value, failure) => {
      const why = failure ? [String(failure.errcode), failure.errmsg] : [];
      const refusals = Number(await run(REJECT, keysOf(key), [value, ...why]));
      return refusals >= 0 ? refusals : undefined;
    },

    prove: async (key, value) => {
      await run(PROVE, keysOf(key), [value]);
    },

    allowForce: async (key) => isYes(await run(ALLOW_FORCE, keysOf(key), [])),
  };
}

function valuesOf(outcome: CredentialOutcome): string[] {
  if (outcome.kind === 'nothing') return [];
  if (outcome.kind === 'refused') return [String(outcome.failure.errcode), outcome.failure.errmsg];
  const { value, expiresIn, refreshIn, generation } = outcome;
  return [value, String(Math.round(expiresIn)), String(Math.round(refreshIn)), String(generation)];
}

function toState(row: RedisRow): CredentialState {
  const [value, expiresIn, refreshIn, generation, bad, pausedFor, strikes, errcode, errmsg, trial] = row;
  return {
    value: String(value),
    expiresIn: Number(expiresIn),
    refreshIn: Number(refreshIn),
    generation: Number(generation),
    bad: isYes(bad),
    trial: isYes(trial),
    pausedFor: Number(pausedFor),
    strikes: Number(strikes),
    ...(errcode !== '' && { failure: { errcode: Number(errcode), errmsg: String(errmsg) } }),
  };
}
