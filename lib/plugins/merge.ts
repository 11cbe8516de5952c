import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import { provideMerged, partOf } from '../router/merged';
import { replaceMessage } from '../router/context';
import type { Context, Handler } from '../router/context';
import { matcher } from '../router/pattern';
import { checkStore } from '../store/store-check';
import { checkNames } from '../unknown-name';
import type { BurstPart } from './burst-record';
import { createBursts } from './bursts';
import type { BurstTexts } from './bursts';
import { sessionOf } from './message-session';
import { whole } from './settings';
import { pauseOf } from './turn-pause';
import { recordKey } from './user-key';
import { createWarning } from './warning';

/** Settings of `merge()`. */
export interface MergeOptions {
  /** Milliseconds without another message after which the answer is written, 1 to 3,000. Default 800. */
  readonly quiet?: number;
  /** The most messages that become one, 2 to 20. Default 8. */
  readonly most?: number;
  /**
   * Messages that are handled at once, such as commands: a pattern or words for texts, or a function that
   * decides for a message.
   */
  readonly unless?:
    RegExp | string | readonly (RegExp | string)[] | ((ctx: Context) => boolean | PromiseLike<boolean>);
  /**
   * The store that processes share; use the one of `wechat()`. Default: only messages that reach the same
   * process are merged.
   */
  readonly store?: { readonly sessions: BurstTexts };
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
  /** Where time comes from; for tests. */
  readonly clock?: Clock;
}

const OPTIONS: Readonly<Record<keyof MergeOptions, true>> = {
  quiet: true,
  most: true,
  unless: true,
  store: true,
  logger: true,
  clock: true,
};

const MAX_QUIET_MS = 3000;
const MAX_MOST = 20;
/** Counted from the first message, so that its answer is ready before WeChat delivers again. */
const MAX_WAIT_MS = 4000;
/** The time that handlers get at least before the last delivery ends. */
const HANDLERS_MS = 2000;

/**
 * Merges the texts that a user writes within a moment into one message. The newest message is handled for all
 * of them, and the others get no reply. `ctx.merged` has each message, and `ctx.message.Content` has all
 * texts, one per line. Pictures and similar messages in between belong to it; a message that comes alone is
 * not delayed, unless it is a text. Answers to an open form or dialogue (with `session()` before), taps,
 * answers of `reply.choices`, events, and the messages of `unless` are handled at once. While it waits for
 * more, other messages of the user go ahead, even behind `inOrder()`.
 *
 * @example
 * wx.use(merge({ store, quiet: 800, unless: /^\// }));
 *
 * @throws {ConfigError} A setting is unknown or out of its range.
 */
export function merge(options: MergeOptions = {}): Handler {
  checkNames('merge()', options, OPTIONS);
  const { unless, store, clock = systemClock, logger = consoleLogger, ...numbers } = own(options);
  const quiet = whole('quiet', numbers.quiet ?? 800, 1, MAX_QUIET_MS);
  const most = whole('most', numbers.most ?? 8, 2, MAX_MOST);
  checkStore(store, 'sessions');
  const isLeftOut = readUnless(unless);
  const warnOf = createWarning(logger, clock);
  const bursts = createBursts({
    texts: store?.sessions,
    most,
    clock,
    warn: (error) =>
      warnOf('messages-not-merged', 'Messages that came to other processes are not merged.', error),
  });

  return async (ctx, next) => {
    const part = partOf(ctx.message);
    if (part === undefined || ctx.openid === '' || isTap(ctx)) return next();
    if ((await isLeftOut(ctx)) || (await sessionOf(ctx)?.isAwaited())) return next();
    const key = recordKey(ctx, 'merge');
    const written = ctx.message.CreateTime;
    const mine: BurstPart = { id: ctx.deliveryId, at: clock.now(), written, part };
    const burst = await bursts.join(key, mine);
    if (burst === undefined) return next();

    let parts: Awaited<ReturnType<typeof bursts.take>>;
    const wait = async (): Promise<boolean> => {
      if (burst.parts.length < most) await pause(ctx, waitOf(ctx, burst.parts));
      parts = await bursts.take(key, mine);
      return parts !== undefined;
    };
    const giveUpTurn = pauseOf(ctx);
    const goesOn = await (giveUpTurn === undefined ? wait() : giveUpTurn(wait));
    if (!goesOn || parts === undefined) return undefined;
    provideMerged(ctx.state, parts);
    const { message } = ctx;
    if (message.MsgType === 'text' && parts.length > 1)
      replaceMessage(ctx, {
        ...message,
        Content: parts.filter((each) => typeof each === 'string').join('\n'),
      });
    return next();
  };

  /** Returns how long to wait. A message that is started again, or that came late, waits for less time. */
  function waitOf({ deliveryId, timeLeft }: Context, parts: readonly BurstPart[]): number {
    const now = clock.now();
    const since = (at = now): number => Math.max(0, now - at);
    const mine = parts.find(({ id }) => id === deliveryId);
    return Math.min(quiet - since(mine?.at), MAX_WAIT_MS - since(parts[0]?.at), timeLeft() - HANDLERS_MS);
  }

  async function pause({ signal }: Context, ms: number): Promise<void> {
    if (ms <= 0) return;
    let timer: unknown;
    await new Promise<void>((resolve) => {
      timer = clock.setTimeout(resolve, ms);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    clock.clearTimeout(timer);
    signal.throwIfAborted();
  }
}

/** Answers of `reply.choices`, and other taps. */
const isTap = ({ message, chosen }: Context): boolean =>
  chosen !== undefined || (message.MsgType === 'text' && (message.bizmsgmenuid ?? '') !== '');

function readUnless(unless: MergeOptions['unless']): (ctx: Context) => boolean | PromiseLike<boolean> {
  if (unless === undefined) return () => false;
  if (typeof unless === 'function') return unless;
  const all: readonly unknown[] = Array.isArray(unless) ? unless : [unless];
  const words = new Set<string>();
  const patterns: ReturnType<typeof matcher>[] = [];
  for (const each of all)
    if (typeof each === 'string') words.add(each.trim());
    else if (each instanceof RegExp) patterns.push(matcher(each));
    else throw new ConfigError('merge(): "unless" must be a pattern, words, or a function.');
  return ({ message }) =>
    message.MsgType === 'text' &&
    (words.has(message.Content.trim()) || patterns.some((find) => find(message.Content) !== null));
}
