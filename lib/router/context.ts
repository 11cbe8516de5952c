import { inspect } from 'node:util';
import type { Api } from '../api/client';
import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError, TransportError } from '../errors';
import type { Logger } from '../logger';
import { customerMessage } from '../model/customer-message';
import { MAX_TEXT } from '../model/cut-text';
import type { Message } from '../model/message';
import { checkReply } from '../model/check-reply';
import type { Reply } from '../model/reply-types';
import { splitText } from '../model/split-text';
import { TEXTS } from '../model/texts';
import type { Texts } from '../model/texts';
import { isVisible } from '../model/visible';
import { property } from '../own';
import { logCut } from './log-cut';
import { mergedOf } from './merged';
import type { MergedPart } from './merged';
import { unwantedBy } from './unwanted';
import type { UnwantedReason } from './unwanted';

/**
 * What a handler may return. Nothing (or `''`) = received, no reply; a string = a text reply; an async
 * iterable of strings, such as a generator, = what `reply.stream` makes of it.
 */
export type Answer = PlainAnswer | AsyncIterable<string>;

/** An answer of one message. */
// oxlint-disable-next-line typescript/no-invalid-void-type -- a handler without `return` is a good handler
export type PlainAnswer = Reply | string | null | undefined | void;

/** Work that goes on after the answer; told by the signal to stop. */
export type AfterWork = (signal: AbortSignal) => unknown;

/**
 * Why work that was left for after an answer is not begun: another process's answer was handed in; nobody is
 * known to have got this one; or the process ends before somebody has.
 */
export type DropReason = 'elsewhere' | 'unclaimed' | 'closing';

/** Is told instead of the work. */
export type DropWork = (why: DropReason) => unknown;

/** Runs the handlers that come after this one; resolves to their answer. Call it once at most. */
export type Next = () => Promise<Answer>;

/** Answers a message, or lets the next handler answer by calling `next()`. */
export type Handler<C extends Context = Context> = (ctx: C, next: Next) => Answer | PromiseLike<Answer>;

/** What middleware leaves for later handlers; name your own fields by declaration merging. */
export interface State {
  // oxlint-disable-next-line typescript/consistent-indexed-object-style -- a type could not be merged with
  [name: string]: unknown;
}

/**
 * What `await ctx.session` gives; name its fields by declaration merging:
 * `declare module 'offiaccount' { interface Session { step?: string } }`.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- whose fields are the user's
export interface Session {}

/** The answer that a user took of those that were offered. */
export interface Chosen {
  /** What the user was shown. */
  readonly label: string;
  /** What it means to the bot. */
  readonly word: string;
  /** What the user wrote, or the tap sent. */
  readonly said: string;
}

/** One message on its way through the handlers. */
export interface Context<M extends Message = Message> {
  /** The message, with WeChat's field names. */
  readonly message: M;
  /**
   * The answer of `reply.choices` that the user took, by a tap, its number or its name: `message.Content` is
   * its word then. Absent: it is none.
   */
  readonly chosen?: Chosen;
  /** The sender: the message's `FromUserName`. */
  readonly openid: string;
  /**
   * The AppID of the account that got the message, for handlers that serve several; not its original id,
   * which is `message.ToUserName`.
   */
  readonly appId: string;
  /** The account's API: `api.user.getInfo(openid)`… Needs "appSecret" or "api" in the settings. */
  readonly api: Api;
  /** What middleware leaves for later handlers. */
  readonly state: State;
  /**
   * What the user sent within a moment, in order: texts as text, other messages as they are. With
   * `wx.use(merge())` it may be several; without, it is this message alone. Of an event it is empty.
   */
  readonly merged: readonly MergedPart[];
  /**
   * What is kept of this user from message to message, loaded when first asked for:
   * `(await ctx.session).step = 'name'`. It is stored after the handlers, if they changed it. Assign `null`
   * to forget it all. Needs `wx.use(session())`.
   */
  get session(): Promise<Session>;
  set session(session: (Session & object) | null);
  /**
   * The same for all deliveries of this message, and for no other: the key for your own idempotency. 64 hex
   * digits.
   */
  readonly deliveryId: string;
  /** How often this message's handlers have been started: 1, or 2 after a crash. */
  readonly attempt: number;
  /**
   * Aborts when nobody can receive the answer any more, when the handlers have taken `maxRun` (60 s), at
   * shutdown, and, with `inOrder()`, when the user has unfollowed or another message has replaced this one.
   */
  readonly signal: AbortSignal;
  /**
   * Sends one more message to the user now, as a customer-service message (客服消息): verified accounts only, 5
   * within 48 hours. A text of more than 2,047 bytes goes out as several, one after the other.
   *
   * @throws {ConfigError} It is no reply, WeChat would not take it, it is a hand-over to customer service, or
   * the settings have neither "appSecret" nor "api".
   * @throws {ApiError} WeChat refuses it: 45015 (too late), 45047 (too many), 48001 (no right)…
   * @throws {TransportError} It is not known to have arrived. It is not sent again; of a long text, the rest
   * is.
   */
  readonly send: (answer: Reply | string) => Promise<void>;
  /**
   * Milliseconds in which an answer still goes out as the reply: up to 14.5 s at first; 0 when it would come
   * late.
   */
  readonly timeLeft: () => number;
  /**
   * Lets work go on after the answer: it begins when the answer was handed in, or sent late, and not at all
   * when another process has answered. The signal aborts when handlers and work have taken `maxRun` together,
   * and at shutdown; `wx.close()` waits for it, 10 s at most. An error is logged, and so is work that goes on
   * for 10 s after `maxRun`: nothing waits for it any more.
   *
   * @example
   * ctx.after((signal) => statistics.note(ctx.message, { signal }));
   *
   * @throws {ConfigError} It is no function.
   */
  readonly after: (work: AfterWork) => void;
}

/** What a run of the handlers knows of itself. */
export interface RunInfo {
  readonly deliveryId: string;
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  /** Why the signal has aborted, if it has. */
  readonly abortReason?: Error | undefined;
  abort?(reason: Error): void;
  /** Aborts what else goes on for the same user in this process. */
  abortOthers?(reason: Error): void;
  timeLeft?(): number;
  doAfter?(work: AfterWork, drop?: DropWork): void;
}

/** The account that got a message, and where its log goes. */
export interface Account {
  readonly appId: string;
  readonly logger: Logger;
  /** What its users read where the package says something; by default in Chinese. */
  readonly texts?: Texts;
  /** Called with what is about to be sent to the user. */
  readonly note?: (reply: Reply, ctx: Context) => unknown;
}

/** Where `ctx.session` comes from. */
export interface SessionSource {
  get(): Promise<Session>;
  set(session: Session | null): void;
}

// By state, which all contexts of a message share: a plugin may meet any of them.
const sources = new WeakMap<State, SessionSource>();

/** Gives a message its session. */
export const provideSession = (ctx: Context, source: SessionSource): void =>
  void sources.set(ctx.state, source);

class PushContext implements Context {
  readonly openid: string;
  readonly appId: string;
  readonly state: State = {};
  // Not #private fields: a matched context inherits from this one and must reach them.
  private readonly run: RunInfo;
  private readonly account: Account;
  private readonly getApi: () => Api;

  constructor(
    readonly message: Message,
    run: RunInfo,
    getApi: () => Api,
    account: Account,
  ) {
    this.openid = message.FromUserName;
    this.appId = account.appId;
    this.account = account;
    this.run = run;
    this.getApi = getApi;
  }

  /** The run of a message, by any of its contexts. */
  static runOf(ctx: Context): RunInfo | undefined {
    return ctx instanceof PushContext ? ctx.run : undefined;
  }

  /** What the users of its account read where the package says something. */
  static textsOf(ctx: Context): Texts | undefined {
    return ctx instanceof PushContext ? ctx.account.texts : undefined;
  }

  get api(): Api {
    return this.getApi();
  }

  get session(): Promise<Session> {
    return this.source().get();
  }

  set session(session: Session | null) {
    this.source().set(session);
  }

  get merged(): readonly MergedPart[] {
    return mergedOf(this.message, this.state);
  }

  private source(): SessionSource {
    const source = sources.get(this.state);
    if (source !== undefined) return source;
    throw new ConfigError('ctx.session needs wx.use(session()) before the handlers that use it.');
  }

  // Asked only when used: a signal is a whole event target.
  get deliveryId(): string {
    return this.run.deliveryId;
  }

  get attempt(): number {
    return this.run.attempt;
  }

  get signal(): AbortSignal {
    return this.run.signal;
  }

  /**
   * What is shown of it where it is printed or logged whole: its own message, nothing of the process around
   * it.
   */
  toJSON(): object {
    const { message, openid, appId, state, deliveryId, attempt } = this;
    return { message, openid, appId, state, deliveryId, attempt };
  }

  [inspect.custom](): object {
    return this.toJSON();
  }

  // A function that needs no `this`, since handlers take apart what they get: `async ({ send }) => …`.
  get send(): Context['send'] {
    return async (answer) => {
      const long = textOf(answer);
      if (long === undefined || Buffer.byteLength(long) <= MAX_TEXT) return this.sendOne(answer);
      let lost: TransportError | undefined;
      for (const part of splitText(long).filter(isVisible))
        try {
          await this.sendOne(part);
        } catch (error) {
          // It may have arrived: the rest belongs to it.
          if (!(error instanceof TransportError && error.sent)) throw error;
          lost ??= error;
        }
      if (lost !== undefined) throw lost;
    };
  }

  private async sendOne(answer: Reply | string): Promise<void> {
    const { abortReason } = this.run;
    if (unwantedBy(abortReason) !== undefined) throw abortReason!;
    const reply = checkReply(typeof answer === 'string' ? { MsgType: 'text', Content: answer } : answer);
    logCut(this.account.logger, reply, { deliveryId: this.deliveryId });
    const message = customerMessage(reply, this.openid);
    if (message === undefined)
      throw new ConfigError('A hand-over to customer service cannot be sent: return it from the handler.');
    await this.account.note?.(reply, this);
    await this.api.customerMessage.send(message);
  }

  get timeLeft(): Context['timeLeft'] {
    return () => this.run.timeLeft?.() ?? 0;
  }

  get after(): Context['after'] {
    return (work) => {
      if (typeof work !== 'function') throw new ConfigError('ctx.after() takes a function.');
      this.run.doAfter?.(work);
    };
  }
}

/**
 * The text that may be too long for one message: a reply's own `Content` is as it was given, also of one that
 * was built by hand.
 */
const textOf = (answer: unknown): string | undefined => {
  if (typeof answer === 'string') return answer;
  const content = property(answer, 'MsgType') === 'text' ? property(answer, 'Content') : undefined;
  return typeof content === 'string' ? content : undefined;
};

/** Creates the context of one run. */
export const createContext = (message: Message, run: RunInfo, getApi: () => Api, account: Account): Context =>
  new PushContext(message, run, getApi, account);

/**
 * The same context with more to say to one handler: what others add to `ctx` shows through, its own `extra`
 * stays with it.
 */
export const extendContext = (ctx: Context, extra: object): Context =>
  // An object that inherits from a context is one.
  Object.assign(Object.create(ctx) as Context, extra);

/** Aborts a message's handlers: nobody wants their answer. */
export const abandon = (ctx: Context, reason: Error): void => PushContext.runOf(ctx)?.abort?.(reason);

/** The same for all other messages of the user that this process has to do with. */
export const abandonOthers = (ctx: Context, reason: Error): void =>
  PushContext.runOf(ctx)?.abortOthers?.(reason);

/** The clock by which a message is handled. */
export const clockOf = (ctx: Context): Clock => PushContext.runOf(ctx)?.clock ?? systemClock;

/** What the users of its account read where the package says something. */
export const textsOf = (ctx: Context): Texts => PushContext.textsOf(ctx) ?? TEXTS;

/** Leaves work for after the answer, as `ctx.after` does, and hears when it is not to be begun. */
export const leaveWork = (ctx: Context, work: AfterWork, drop: DropWork): void =>
  PushContext.runOf(ctx)?.doAfter?.(work, drop);

/** Why nobody wants the answer of a message any more, if that is so. */
export const unwanted = (ctx: Context): UnwantedReason | undefined =>
  unwantedBy(PushContext.runOf(ctx)?.abortReason);

/**
 * Gives the handlers that come next another message in place of the one that came; it is of the same type.
 */
export function replaceMessage(ctx: Context, message: Message): void {
  let base: object | null = ctx;
  // The one from which the contexts of all routes inherit.
  while (base !== null && !Object.hasOwn(base, 'message'))
    base = Object.getPrototypeOf(base) as object | null;
  Object.assign(base ?? ctx, { message });
}
