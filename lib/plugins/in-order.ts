import { randomBytes } from 'node:crypto';
import { streamOf } from '../answers/source';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import type { Reply } from '../model/replies';
import { own } from '../own';
import type { Context, Handler } from '../router/context';
import { memoryStore } from '../store/memory';
import type { Store } from '../store/store';
import { checkStore } from '../store/store-check';
import { createLines } from './lines';
import { whole } from './settings';
import { createTurn } from './turn';
import { pauseOf, providePause } from './turn-pause';
import { userKey } from './user-key';
import { createWarning } from './warning';

/** Settings of `inOrder()`. */
export interface InOrderOptions {
  /** What processes share; the same store as that of `wechat()`. Default: the order is that of this process alone. */
  readonly store?: Pick<Store, 'turns'>;
  /** Most messages of a user that wait while one is being handled. Default 10. */
  readonly most?: number;
  /** The answer to more of them. Default: none. */
  readonly busy?: string | Reply;
  /** Whose line it is, within the account; default `ctx.openid`. Empty: no line, the message does not wait. */
  readonly key?: (ctx: Context) => string;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
  /** Where time comes from; for tests. */
  readonly clock?: Clock;
}

/**
 * Handles one message of a user at a time, in all processes that share the store, in the order in which they came; a user's second
 * message waits for the first. Put it before other handlers. A process that dies keeps its users waiting for 6 s more; a handler that
 * has been given up, after 60 s, keeps nobody waiting. While the store fails, each process keeps the order of its own messages.
 *
 * @throws {ConfigError} A setting is out of its range.
 */
export function inOrder(options: InOrderOptions = {}): Handler {
  const {
    clock = systemClock,
    store = memoryStore(clock),
    most = 10,
    busy,
    key: whose = openidOf,
    logger = consoleLogger,
  } = own(options);
  checkStore(store, 'turns');
  whole('most', most, 0);
  const lines = createLines();
  const warnOf = createWarning(logger, clock);
  const warn = (error: unknown) =>
    warnOf('order-not-shared', 'The order of messages is not shared with other processes.', error);
  const process = randomBytes(6).toString('base64url');
  let messages = 0;

  return async (ctx, next) => {
    const who = whose(ctx);
    if (who === '') return next();
    const key = userKey(ctx, who);
    const enter = (most: number) => {
      const place = lines.join(key.account + key.id);
      const ticket = { id: ctx.deliveryId, owner: `${process}${messages++}` };
      const { turns } = store;
      return { place, ...createTurn({ turns, key, ticket, place, most, signal: ctx.signal, clock, warn }) };
    };
    let turn = enter(most);
    const outer = pauseOf(ctx);
    providePause(ctx, async (wait) => {
      turn.end();
      const goesOn = await (outer === undefined ? wait() : outer(wait));
      if (!goesOn) return false;
      // It has been let in before.
      turn = enter(UNLIMITED);
      return turn.comes();
    });
    let hasMore = false;
    try {
      if (turn.place.ahead > most || !(await turn.comes())) return busy;
      const answer = await next();
      // Of an answer that comes piece by piece, the last piece belongs to the turn.
      const stream = streamOf(answer);
      stream?.whenOver(() => turn.end());
      hasMore = stream !== undefined;
      return stream ?? answer;
    } finally {
      if (!hasMore) turn.end();
    }
  };
}

/** More than there can be in a line. */
const UNLIMITED = 1_000_000;

const openidOf = ({ openid }: Context) => openid;
