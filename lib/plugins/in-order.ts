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
  /** What processes share; the same store as that of `wechat()`. Default: the order is that of this process alone. */
  readonly store?: Pick<Store, 'turns'>;
  /** Most messages of a user that wait while one is being handled. Default 10. */
  readonly most?: number;
  /** The answer to more of them. Default: none. */
  readonly busy?: string | Reply;
  /**
   * What becomes of a message that is being handled when another of the same user comes. `wait`, the default: the other waits. `replace`:
   * its `ctx.signal` aborts, what it answers goes nowhere, and the other is handled. Events replace nothing.
   */
  readonly onNew?: 'wait' | 'replace';
  /** Whose line it is, within the account; default `ctx.openid`. Empty: no line, the message does not wait. */
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
 * Handles one message of a user at a time, in all processes that share the store, in the order in which they came; a user's second
 * message waits for the first, or with `onNew: 'replace'` takes its place. Put it before other handlers. When a user unfollows, what goes on
 * for them is aborted. A process that dies keeps its users waiting for 6 s more; a handler that
 * has been given up, after 60 s, keeps nobody waiting. While the store fails, each process keeps the order of its own messages.
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

  /** Gets a message in line. */
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
      // It has been let in before.
      turn = enter(ctx, key, UNLIMITED);
      return turn.waitTurn();
    });
    let hasMore = false;
    try {
      if (turn.isFull || !(await turn.waitTurn())) return busy;
      const answer = await whileWanted(ctx.signal, next(), clock);
      // Of an answer that comes piece by piece, the last piece belongs to the turn.
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

/** More than there can be in a line. */
const UNLIMITED = 1_000_000;
/** What handlers have to end when nobody wants their answer; then the next ones begin all the same. */
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

/** What handlers answer; nothing when nobody wants it, and then soon, whatever they do. */
async function whileWanted(signal: AbortSignal, work: Promise<Answer>, clock: Clock): Promise<Answer> {
  let timer: unknown;
  const hasHadTime = new Promise<undefined>((resolve) =>
    onUnwanted(signal, () => (timer = clock.setTimeout(() => resolve(undefined), TO_END_MS))),
  );
  try {
    const answer = await Promise.race([work, hasHadTime]);
    if (unwantedBy(signal.reason) === undefined) return answer;
    const stream = streamOf(answer);
    // Its source is told that nobody reads it.
    if (stream !== undefined) void stream[Symbol.asyncIterator]().return?.();
    return undefined;
  } catch (error) {
    if (unwantedBy(signal.reason) === undefined) throw error;
    return undefined;
  } finally {
    clock.clearTimeout(timer);
  }
}
