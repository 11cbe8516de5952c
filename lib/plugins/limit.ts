import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import type { Reply } from '../model/replies';
import { filled } from '../model/texts';
import { own } from '../own';
import { textsOf } from '../router/context';
import type { Answer, Context, Handler } from '../router/context';
import { partOf } from '../router/merged';
import { memoryStore } from '../store/memory';
import type { SessionStore, UserKey } from '../store/sessions';
import { checkStore } from '../store/store-check';
import { checkNames } from '../unknown-name';
import { countMessage, limitNames, readLimits, WINDOWS_MS } from './limit-record';
import type { LimitName, LimitVerdict } from './limit-record';
import { whole } from './settings';
import { openidOf, recordKey } from './user-key';
import { createWarning } from './warning';

/** A message above a limit. */
export interface LimitReached {
  /** The limit with the longest wait. */
  readonly limit: LimitName;
  /** Milliseconds until this limit lets a message through. */
  readonly retryAfter: number;
}

/** Settings of `limit()`: at least one of `perMinute`, `perHour`, `perDay`. */
export interface LimitOptions {
  /** The most messages of a user within a minute. */
  readonly perMinute?: number;
  /** The most messages within an hour. */
  readonly perHour?: number;
  /** The most messages within 24 hours. */
  readonly perDay?: number;
  /**
   * The answer to the first message above the limit. Further ones get none until a message is let through
   * again. `''`: no answer at all. Default: a Chinese text that says how long to wait.
   */
  readonly answer?: string | Reply | ((reached: LimitReached, ctx: Context) => Answer | PromiseLike<Answer>);
  /** Limits of the same name count together. Default: limits with the same numbers count together. */
  readonly name?: string;
  /**
   * Who is counted, within the account; default `ctx.openid`. Empty: nobody, and the message is let through.
   */
  readonly key?: (ctx: Context) => string;
  /**
   * The store that processes share; use the one of `wechat()`. Default: in memory, for 10,000 users at most.
   */
  readonly store?: { readonly sessions: Pick<SessionStore, 'read' | 'replace'> };
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
  /** Where time comes from; for tests. */
  readonly clock?: Clock;
}

const OPTIONS: Readonly<Record<keyof LimitOptions, true>> = {
  perMinute: true,
  perHour: true,
  perDay: true,
  answer: true,
  name: true,
  key: true,
  store: true,
  logger: true,
  clock: true,
};
const MAX_LIMIT = 1_000_000;
/** A user never has so many messages that are handled at the same time. */
const MAX_TRIES = 50;

/**
 * Limits the messages of each user in any minute, hour or 24 hours, in all processes. The first message above
 * the limit gets an answer, further ones get none, and refused messages do not count. Deliveries of the same
 * message, and a message that is handled again after a crash, count once. Messages and menu clicks count;
 * other events pass. While the store fails, each process counts by itself.
 *
 * @example
 * wx.use(limit({ store, perMinute: 6, perDay: 100 }));
 *
 * @throws {ConfigError} A setting is out of its range, or there is no limit.
 */
export function limit(options: LimitOptions): Handler {
  checkNames('limit()', options, OPTIONS);
  const {
    answer = inWords,
    name: named,
    key: whose = openidOf,
    clock = systemClock,
    store = memoryStore(clock),
    logger = consoleLogger,
    ...limits
  } = own(options);
  checkStore(store, 'sessions');
  const names = limitNames(limits);
  if (names.length === 0) throw new ConfigError('limit() needs "perMinute", "perHour" or "perDay".');
  for (const each of names) whole(each, limits[each]!, 1, MAX_LIMIT);
  const name = named ?? names.map((each) => `${each} ${limits[each]!}`).join();
  if (typeof name !== 'string') throw new ConfigError('limit(): "name" must be text.');
  const ttl = Math.max(...names.map((each) => WINDOWS_MS[each]));
  const mine = memoryStore(clock).sessions;
  const warn = createWarning(logger, clock);

  async function count(ctx: Context, who: string): Promise<LimitVerdict> {
    const key = recordKey(ctx, `limit ${name}`, who);
    try {
      return await countIn(store.sessions, key, ctx.deliveryId);
    } catch (error) {
      warn('limit-not-shared', 'Messages are counted by each process on its own.', error);
      return countIn(mine, key, ctx.deliveryId);
    }
  }

  async function countIn(
    sessions: Pick<SessionStore, 'read' | 'replace'>,
    key: UserKey,
    deliveryId: string,
  ): Promise<LimitVerdict> {
    for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
      const text = await sessions.read(key, ttl);
      const before = readLimits(text);
      const { record, verdict } = countMessage(before, deliveryId, limits, clock.now());
      if (record === before || (await sessions.replace(key, text, JSON.stringify(record), ttl)))
        return verdict;
    }
    // So many simultaneous messages are above every limit.
    return { is: 'refused' };
  }

  return async (ctx, next) => {
    const who = counts(ctx) ? whose(ctx) : '';
    if (who === '') return next();
    const verdict = await count(ctx, who);
    if (verdict.is === 'allowed') return next();
    if (verdict.is === 'refused') return undefined;
    const { limit: reached, retryAfter } = verdict;
    return typeof answer === 'function' ? answer({ limit: reached, retryAfter }, ctx) : answer;
  };
}

const counts = ({ message }: Context): boolean =>
  partOf(message) !== undefined || (message.MsgType === 'event' && message.Event === 'CLICK');

function inWords({ retryAfter }: LimitReached, ctx: Context): string {
  const texts = textsOf(ctx);
  const minutes = Math.ceil(retryAfter / 60_000);
  if (minutes <= 1) return texts.limitMinute;
  return minutes < 60
    ? filled(texts.limitMinutes, { minutes })
    : filled(texts.limitHours, { hours: Math.ceil(minutes / 60) });
}
