import { systemClock } from '../clock';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import type { Reply } from '../model/reply-types';
import { own } from '../own';
import { provideSession } from '../router/context';
import type { Context, Handler } from '../router/context';
import { memoryStore } from '../store/memory';
import { checkStore } from '../store/store-check';
import { checkNames } from '../unknown-name';
import { MessageSession } from './message-session';
import type { SessionTexts } from './message-session';
import { whole } from './settings';
import { openidOf } from './user-key';
import { createWarning } from './warning';

/** Settings of `session()`. */
export interface SessionOptions {
  /** Where sessions are stored; use the store of `wechat()`. Default: in memory, for 10,000 users at most. */
  readonly store?: { readonly sessions: SessionTexts };
  /** Milliseconds until an unused session is forgotten. Default 86,400,000: a day. */
  readonly ttl?: number;
  /** Whose session it is, within the account; default `ctx.openid`. Empty: there is no session. */
  readonly key?: (ctx: Context) => string;
  /** The most bytes of a session as JSON. Default 16,384. */
  readonly maxSize?: number;
  /**
   * The answer if handlers changed the session and it could not be stored. Default: the answer of the
   * handlers.
   */
  readonly lost?: string | Reply;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
}

const OPTIONS: Readonly<Record<keyof SessionOptions, true>> = {
  store: true,
  ttl: true,
  key: true,
  maxSize: true,
  lost: true,
  logger: true,
};

/**
 * Gives handlers `ctx.session`: plain JSON that is kept for a user from message to message, in this account.
 * It is loaded when a handler first reads it, and stored after the handlers if they changed it, but not after
 * an error. The answer is stored with it: a message that is handled again after a crash gets that answer, and
 * its handlers do not see the session that they have already changed. If the store fails, handlers get an
 * empty session, which is not stored. Two messages of a user that run at the same time each have a copy, and
 * the last one stored stays; `inOrder()` runs them one after the other.
 *
 * @example
 * declare module 'offiaccount' {
 *   interface Session {
 *     page?: number;
 *   }
 * }
 * wx.use(inOrder({ store }), session({ store }));
 * wx.text('next', async (ctx) => {
 *   const kept = await ctx.session;
 *   kept.page = (kept.page ?? 0) + 1;
 *   return `Page ${kept.page}`;
 * });
 *
 * @throws {ConfigError} A setting is unknown or out of its range.
 */
export function session(options: SessionOptions = {}): Handler {
  checkNames('session()', options, OPTIONS);
  const { store = memoryStore(), key = openidOf, lost, logger = consoleLogger, ...numbers } = own(options);
  checkStore(store, 'sessions');
  const ttl = whole('ttl', numbers.ttl ?? 86_400_000, 1);
  const maxSize = whole('maxSize', numbers.maxSize ?? 16_384, 2);
  const warn = createWarning(logger, systemClock);

  return async (ctx, next) => {
    const held = new MessageSession(ctx, { sessions: store.sessions, ttl, key, maxSize, lost, warn });
    provideSession(ctx, held);
    if (ctx.attempt > 1 && key(ctx) !== '') {
      const repeated = await held.repeated();
      if (repeated !== undefined) return repeated.answer;
    }
    return held.save(await next());
  };
}
