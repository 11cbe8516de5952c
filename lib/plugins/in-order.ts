import { randomBytes } from 'node:crypto';
import { streamOf } from '../answers/source';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import type { Reply } from '../model/replies';
import { own } from '../own';
import { abandon, abandonOthers } from '../router/context';
import type { Answer, Context, Handler } from '../router/context';
import { partOf } from '../router/merged';
import { unwantedBy, UnwantedAnswerError } from '../router/unwanted';
import type { UnwantedReason } from '../router/unwanted';
import { memoryStore } from '../store/memory';
import type { UserKey } from '../store/sessions';
import type { TurnRequest } from '../store/turns';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { checkNames } from '../unknown-name';
import { createLineEntries } from './line-entries';
import { createUserQueues } from './user-queue';
import { oneOf, whole } from './settings';
import { createTurn, LOOK_IF_REPLACED_MS } from './turn';
import { pauseOf, providePause } from './turn-pause';
import { openidOf, userKey } from './user-key';
import { createWarning } from './warning';

/** Settings of `inOrder()`. */
export interface InOrderOptions {
  /**
   * The store that processes share; use the one of `wechat()`. Default: the order holds within this process
   * only.
   */
  readonly store?: Pick<Store, 'turns'>;
  /** The most messages of a user that wait while one is handled. Default 10. */
  readonly most?: number;
  /** The answer to further messages. Default: none. */
  readonly busy?: string | Reply;
  /**
   * What happens to a running message when the same user sends another. `wait`, the default: the new one
   * waits. `replace`: `ctx.signal` of the running one aborts, its answer is dropped, and the new one is
   * handled. Events replace nothing.
   */
  readonly onNew?: 'wait' | 'replace';
  /** The key of the queue, within the account; default `ctx.openid`. Empty: the message does not wait. */
  readonly key?: (ctx: Context) => string;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
  /** Where time comes from; for tests. */
  readonly clock?: Clock;
}

const OPTIONS: Readonly<Record<keyof InOrderOptions, true>> = {
  store: true,
  most: true,
  busy: true,
  onNew: true,
  key: true,
  logger: true,
  clock: true,
};

/**
 * Handles one message of a user at a time, in the order of arrival, in all processes that share the store. A
 * user's second message waits for the first, or replaces it with `onNew: 'replace'`. Put it before other
 * handlers. When a user unfollows, running work for that user is aborted. If a process dies, its users wait
 * for 6 s more. A handler that was given up, after 60 s, holds nobody up. While the store fails, each process
 * keeps the order of its own messages.
 *
 * @example
 * wx.use(inOrder({ store }));
 *
 * @throws {ConfigError} A setting is unknown or out of its range.
 */
export function inOrder(options: InOrderOptions = {}): Handler {
  checkNames('inOrder()', options, OPTIONS);
  const {
    clock = systemClock,
    store = memoryStore(clock),
    most = 10,
    busy,
    onNew = 'wait',
    key: whose = openidOf,
    logger = consoleLogger,
  } = own(options);
  checkStore(store, 'turns');
  whole('most', most, 0);
  oneOf('onNew', onNew, ['wait', 'replace']);
  const lines = createUserQueues();
  const entries = createLineEntries();
  const warnOf = createWarning(logger, clock);
  const warn = (error: unknown) =>
    warnOf('order-not-shared', 'The order of messages is not shared with other processes.', error);
  const process = randomBytes(6).toString('base64url');
  let messages = 0;

  /** Puts a message into its queue. */
  function enter(ctx: Context, key: UserKey, most: number) {
    const name = key.account + key.id;
    const isQuestion = partOf(ctx.message) !== undefined;
    const replaces: TurnRequest['replaces'] = isLeaving(ctx)
      ? 'unsubscribed'
      : onNew === 'replace' && isQuestion
        ? 'replaced'
        : undefined;
    const onReplaced = (why: UnwantedReason): void => abandon(ctx, new UnwantedAnswerError(why));
    const entry = {
      replaces: replaces !== undefined,
      isAtWork: false,
      abandon: () => onReplaced('replaced'),
    };
    entries.join(name, entry);
    const place = lines.join(name);
    const ticket = { id: ctx.deliveryId, owner: `${process}${messages++}`, ...(replaces && { replaces }) };
    const { signal } = ctx;
    const turn = createTurn({
      turns: store.turns,
      ...{ key, ticket, place, most, signal, onReplaced, clock, warn },
      ...(onNew === 'replace' && { every: LOOK_IF_REPLACED_MS }),
    });
    return {
      isFull: place.ahead > most,
      async waitTurn(): Promise<boolean> {
        const isIn = await turn.waitTurn();
        if (isIn) entries.begin(name, entry);
        return isIn;
      },
      lookOften: turn.lookOften,
      end(): void {
        entries.leave(name, entry);
        turn.end();
      },
    };
  }

  return async (ctx, next) => {
    if (isLeaving(ctx)) abandonOthers(ctx, new UnwantedAnswerError('unsubscribed'));
    const who = whose(ctx);
    if (who === '') return next();
    const key = userKey(ctx, who);
    let turn = enter(ctx, key, most);
    const outer = pauseOf(ctx);
    providePause(ctx, async (wait) => {
      turn.end();
      const goesOn = await (outer === undefined ? wait() : outer(wait));
      if (!goesOn) return false;
      // The message was let in before.
      turn = enter(ctx, key, UNLIMITED);
      return turn.waitTurn();
    });
    let hasMore = false;
    try {
      if (turn.isFull || !(await turn.waitTurn())) return busy;
      const answer = await whileWanted(ctx.signal, next(), clock);
      // The last part of a streamed answer still belongs to the turn.
      const stream = streamOf(answer);
      if (stream === undefined) return answer;
      hasMore = true;
      turn.lookOften();
      stream.whenOver(() => turn.end());
      onUnwanted(ctx.signal, () => clock.setTimeout(() => turn.end(), TO_END_MS));
      return stream;
    } finally {
      if (!hasMore) turn.end();
    }
  };
}

/** A queue is never this long. */
const UNLIMITED = 1_000_000;
/** How long handlers get to end when their answer is not wanted. Then the next handlers begin anyway. */
const TO_END_MS = 1000;

const isLeaving = ({ message }: Context): boolean =>
  message.MsgType === 'event' && message.Event === 'unsubscribe';

function onUnwanted(signal: AbortSignal, act: () => void): void {
  const listen = (): void => {
    if (unwantedBy(signal.reason) !== undefined) act();
  };
  if (signal.aborted) listen();
  else signal.addEventListener('abort', listen, { once: true });
}

/** Returns the answer of the handlers; nothing, and soon, if the answer is not wanted any more. */
async function whileWanted(signal: AbortSignal, work: Promise<Answer>, clock: Clock): Promise<Answer> {
  let timer: unknown;
  const hasHadTime = new Promise<undefined>((resolve) =>
    onUnwanted(signal, () => (timer = clock.setTimeout(() => resolve(undefined), TO_END_MS))),
  );
  try {
    const answer = await Promise.race([work, hasHadTime]);
    if (unwantedBy(signal.reason) === undefined) return answer;
    const stream = streamOf(answer);
    // Tells the source that nobody reads it.
    if (stream !== undefined) void stream[Symbol.asyncIterator]().return?.();
    return undefined;
  } catch (error) {
    if (unwantedBy(signal.reason) === undefined) throw error;
    return undefined;
  } finally {
    clock.clearTimeout(timer);
  }
}
