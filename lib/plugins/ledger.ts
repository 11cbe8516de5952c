import type { CallObserver } from '../api/observer';
import type { ApiRequest } from '../api/request';
import { systemClock } from '../clock';
import { ApiError, ConfigError, TransportError } from '../errors';
import { hintWords } from '../hints';
import { consoleLogger } from '../logger';
import { CUSTOM_SEND_PATH, deedsOf, isServiceDeed, LONGEST_WINDOW_MS, WINDOWS } from '../model/service-deeds';
import { exhaustWindows, leftIn, openWindow, refusalIn, spendWindow } from '../model/service-windows';
import type { ServiceDeed } from '../model/service-deeds';
import type { ServiceWindows } from '../model/service-windows';
import { property } from '../own';
import type { Handler } from '../router/context';
import { createBook } from './ledger-book';
import { readLedger } from './ledger-settings';
import type { LedgerOptions } from './ledger-settings';
import { createWarning } from './warning';
import { withinTime } from './within-time';

/** What may still be sent to a user. */
export interface SendQuota {
  /**
   * The most customer-service messages that may still be sent. Messages that staff send by hand are not
   * counted. `Infinity` after a payment; `undefined`: unknown, since the store is unreachable, or the count
   * is too young to know this user.
   */
  readonly left: number | undefined;
  /**
   * The end of the window, in milliseconds since 1970; `undefined` if no window is open, or none is known.
   */
  readonly until: number | undefined;
}

/**
 * Counts the customer-service messages that may still be sent to each user. It is a handler, and an observer
 * of calls.
 */
export interface Ledger extends Handler, CallObserver {
  /** Returns what may still be sent to a user now. Takes 200 ms at most, and never rejects. */
  of(openid: string): Promise<SendQuota>;
  /**
   * Notes what no push reports: `note(openid, 'payment')`. A failing store does not make it reject.
   *
   * @throws {ConfigError} There is no such deed.
   */
  note(openid: string, deed: ServiceDeed): Promise<void>;
}

const UNKNOWN: SendQuota = { left: undefined, until: undefined };
/**
 * WeChat's errors that say something about the user's windows: 45015 means that none is open, 40003 and 43004
 * that there is no such follower.
 */
const CLOSED: ReadonlySet<number> = new Set([45015, 40003, 43004]);
const USED_UP = 45047;

/**
 * Counts what may still be sent to each user as customer-service messages, in all processes that share the
 * store. `wx.use(ledger)` notes what users do; `createApi({ ledger })`, or `wechat({ ledger })`, notes what
 * was sent and how WeChat answered.
 *
 * Page of WeChat's: 客服消息
 * (https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html).
 *
 * @example
 * const ledger = createLedger({ store });
 * const api = createApi({ appId, appSecret, store, ledger });
 * const wx = wechat({ appId, token, api, store });
 * wx.use(ledger);
 * const { left } = await ledger.of(openid);
 * if (left === 0) remindLater(openid);
 *
 * @throws {ConfigError} A setting is missing or unknown.
 */
export function createLedger(options: LedgerOptions): Ledger {
  const { store, strict = false, logger = consoleLogger, clock = systemClock } = readLedger(options);
  const warn = createWarning(logger, clock);
  const book = createBook({
    sessions: store.sessions,
    clock,
    warn: (error) =>
      warn('ledger-away', 'What may still be sent to users is not counted: it is unknown meanwhile.', error),
  });
  const now = () => clock.now();

  const open = (openid: string, deeds: readonly ServiceDeed[]) =>
    book.change(openid, (windows = {}) =>
      deeds.reduce((opened, deed) => openWindow(opened, deed, now()), windows),
    );
  const close = (openid: string) => book.change(openid, () => ({}));
  const spend = (openid: string) =>
    book.change(openid, (windows) => {
      const spent = windows && spendWindow(windows, now());
      return spent?.deed === undefined ? windows : spent.windows;
    });
  const useUp = (openid: string) =>
    book.change(openid, (windows = {}) => {
      const used = exhaustWindows(windows, now());
      // The kind of window is unknown, so it ends within the longest time.
      const isKnown = Object.keys(used).length > 0;
      return isKnown ? used : { message: { left: 0, until: now() + LONGEST_WINDOW_MS } };
    });

  /** Takes a message in advance. @throws {ApiError} No message is left. */
  async function reserve(openid: string): Promise<() => Promise<unknown>> {
    let taken: { readonly deed: ServiceDeed; readonly until: number } | undefined;
    const reserved = book.change(openid, (windows) => {
      const spent = windows && spendWindow(windows, now());
      const until = spent?.deed && spent.windows[spent.deed]?.until;
      taken = spent?.deed !== undefined && until !== undefined ? { deed: spent.deed, until } : undefined;
      return taken === undefined ? windows : spent?.windows;
    });
    const before = await withinTime(reserved);
    const errcode = before === undefined ? 0 : refusalIn(before, now());
    if (errcode !== 0) throw foreseen(errcode);
    return async () => {
      // A late response may mean that the message was taken after all.
      await reserved;
      const given = taken;
      if (given === undefined) return;
      await book.change(openid, (windows) => giveBack(windows, given));
    };
  }

  /** Notes how a call ended. */
  async function noteOutcome(openid: string, error: unknown, undo: (() => Promise<unknown>) | undefined) {
    const mayHaveArrived = error === undefined || (error instanceof TransportError && error.sent);
    if (mayHaveArrived) {
      if (undo === undefined) await spend(openid);
      return;
    }
    await undo?.();
    // If WeChat was not asked, there is nothing new.
    if (!(error instanceof ApiError) || error.since !== undefined || error.kind !== undefined) return;
    if (error.errcode === USED_UP) await useUp(openid);
    else if (CLOSED.has(error.errcode)) await close(openid);
  }

  async function observe<T>(request: ApiRequest, send: () => Promise<T>): Promise<T> {
    const openid = request.path === CUSTOM_SEND_PATH ? property(request.json, 'touser') : undefined;
    if (typeof openid !== 'string' || openid === '') return send();
    const undo = strict ? await reserve(openid) : undefined;
    try {
      const result = await send();
      await withinTime(noteOutcome(openid, undefined, undo));
      return result;
    } catch (error) {
      await withinTime(noteOutcome(openid, error, undo));
      throw error;
    }
  }

  const note: Handler = (ctx, next) => {
    const { message, openid, attempt } = ctx;
    // After a crash the first run has noted it already.
    if (openid === '' || attempt > 1) return next();
    if (message.MsgType === 'event' && message.Event === 'unsubscribe') void close(openid);
    else {
      const deeds = deedsOf(message);
      if (deeds.length > 0) void open(openid, deeds);
    }
    return next();
  };

  return Object.assign(note, {
    observe,
    of: async (openid: string): Promise<SendQuota> => {
      const windows = await withinTime(book.windowsOf(checkOpenid(openid)));
      return windows === undefined ? UNKNOWN : leftIn(windows, now());
    },
    note: async (openid: string, deed: ServiceDeed): Promise<void> => {
      if (!isServiceDeed(deed))
        throw new ConfigError(`note() takes one of the deeds ${Object.keys(WINDOWS).join(', ')}.`);
      await withinTime(open(checkOpenid(openid), [deed]));
    },
  });
}

function checkOpenid(openid: unknown): string {
  if (typeof openid === 'string' && openid !== '') return openid;
  throw new ConfigError('The ledger needs the openid of a user.');
}

function foreseen(errcode: 45015 | 45047): ApiError {
  const failure = {
    errcode,
    errmsg:
      errcode === USED_UP
        ? 'out of response count limit, by the ledger'
        : 'response out of time limit, by the ledger',
    endpoint: CUSTOM_SEND_PATH,
  };
  return new ApiError({ ...failure, isForeseen: true, hint: hintWords(failure)?.en });
}

/** Gives one message back, if the window is still the one from which it was taken. */
function giveBack(
  windows: ServiceWindows | undefined,
  { deed, until }: { readonly deed: ServiceDeed; readonly until: number },
): ServiceWindows | undefined {
  const window = windows?.[deed];
  if (window?.until !== until) return windows;
  return { ...windows, [deed]: { left: window.left + 1, until } };
}
