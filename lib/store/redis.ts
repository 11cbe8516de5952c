import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { checkNames } from '../unknown-name';
import { NEXT_CONDITION, type CredentialCondition } from './credential-condition';
import { isYes, rowOf, type RedisRow } from './redis-answer';
import { checkClient } from './redis-client-check';
import { scriptRunner, type RedisClient, type RunScript } from './redis-client';
import { redisDeliveries } from './redis-deliveries';
import { redisPlatforms } from './redis-platforms';
import { ALLOW_FORCE, CLAIM, MARK_USED, READ, INVALIDATE, COMPLETE_CLAIM } from './redis-scripts';
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
   * Encrypts the credentials in Redis, and what a third-party platform has of its accounts. Messages at work,
   * their answers, sessions and turns are not encrypted. 32 characters or more; of several the first one
   * encrypts, and all are tried to decrypt. To change it without asking WeChat anew: `[old, new]` everywhere,
   * then `[new, old]`, then `new`.
   */
  readonly secret?: string | readonly string[];
  readonly clock?: Clock | undefined;
}

const OPTIONS: Readonly<Record<keyof RedisStoreOptions, true>> = {
  prefix: true,
  secret: true,
  clock: true,
};

/**
 * A store that several processes share, on your own client: a `Redis` or `Cluster` of ioredis. It never waits
 * longer than 200 ms for it. Why Redis refuses is written to the log where the store is used. An `error`
 * listener of your own is called as before; where there is none, ioredis' own lines give way to one on the
 * console for each reason.
 *
 * @example
 * const store = redisStore(new Redis(process.env.REDIS_URL!), { secret: process.env.STORE_SECRET! });
 * const wx = wechat({ appId: 'wx1', token: 'token', store });
 *
 * @throws {ConfigError} It is no client of ioredis, or an option is wrong.
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): Store {
  checkClient(client);
  // A secret by another name would leave all in clear.
  checkNames('redisStore()', options, OPTIONS);
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
      // Redis may carry out a claim long after we have turned to something else. Then nobody would hold the
      // lock.
      const compensate = { script: COMPLETE_CLAIM, values: [owner, 'nothing'] };
      const [isOwner, ...rest] = rowOf(await run(CLAIM, keysOf(key), [owner, String(ms)], compensate));
      return { ...toState(rest), isOwner: isYes(isOwner) };
    },

    completeClaim: async (key, owner, outcome) =>
      conditionIn(await run(COMPLETE_CLAIM, keysOf(key), [owner, outcome.kind, ...valuesOf(outcome)])),

    invalidate: async (key, value, failure) => {
      const why = failure ? [String(failure.errcode), failure.errmsg] : [];
      const refusals = Number(await run(INVALIDATE, keysOf(key), [value, ...why]));
      return refusals >= 0 ? refusals : undefined;
    },

    markUsed: async (key, value) => {
      await run(MARK_USED, keysOf(key), [value]);
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

/** Says what the scripts say. A word of a newer version counts as no value: WeChat is asked. */
const toCondition = (word: unknown): CredentialCondition => conditionIn(word) ?? 'none';

const conditionIn = (word: unknown): CredentialCondition | undefined => {
  const name = String(word);
  // A key of the table is a condition.
  return Object.hasOwn(NEXT_CONDITION, name) ? (name as CredentialCondition) : undefined;
};

function toState(row: RedisRow): CredentialState {
  const [value, expiresIn, refreshIn, generation, condition, pausedFor, pauseCount, errcode, errmsg] = row;
  return {
    value: String(value),
    expiresIn: Number(expiresIn),
    refreshIn: Number(refreshIn),
    generation: Number(generation),
    condition: toCondition(condition),
    pausedFor: Number(pausedFor),
    pauseCount: Number(pauseCount),
    ...(errcode !== '' && { failure: { errcode: Number(errcode), errmsg: String(errmsg) } }),
  };
}
