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

/** A message that was one too many. */
export interface LimitReached {
  /** The limit that lets messages through last. */
  readonly limit: LimitName;
  /** Milliseconds until it lets one through. */
  readonly retryAfter: number;
}

/** Settings of `limit()`: at least one of `perMinute`, `perHour`, `perDay`. */
export interface LimitOptions {
  /** Most messages of a user within a minute. */
  readonly perMinute?: number;
  /** Most within an hour. */
  readonly perHour?: number;
  /** Most within 24 hours. */
  readonly perDay?: number;
  /**
   * The answer to the first message that is too many; further ones get none until a message is let through again. `''`: none at all.
   * Default: words in Chinese that say how long to wait.
   */
  readonly answer?: string | Reply | ((reached: LimitReached, ctx: Context) => Answer | PromiseLike<Answer>);
  /** Limits of the same name count together. Default: those with the same numbers do. */
  readonly name?: string;
  /** Whom it counts for, within the account; default `ctx.openid`. Empty: nobody, the message is let through. */
  readonly key?: (ctx: Context) => string;
  /** What processes share; the same store as that of `wechat()`. Default: in memory, of 10,000 users at most. */
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
/** More messages of a user than are handled at once. */
const TRIES = 50;

/**
 * Lets so many messages of each user through, in any minute, hour or 24 hours, in all processes; the first that is too many is told so,
 * the others get no reply, and what is refused does not count. Deliveries of the same message, and one that is handled again after a
 * crash, count once. Messages and menu clicks count, other events pass. While the store fails, each process counts by itself.
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
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const text = await sessions.read(key, ttl);
      const before = readLimits(text);
      const { record, verdict } = countMessage(before, deliveryId, limits, clock.now());
      if (record === before || (await sessions.replace(key, text, JSON.stringify(record), ttl)))
        return verdict;
    }
    // So many at once are too many.
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
