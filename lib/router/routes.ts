import type {
  EventMessage,
  EventName,
  Message,
  MessageType,
  NoticeMessage,
  NoticeName,
} from '../model/message';
import type { Answer, Context, Handler, Next } from './context';
import type { Known, NamedBy } from './known';

/** What `ctx.match` is: the word that was said, or the result of the pattern. */
export interface Matched<P extends string | RegExp> {
  readonly match: P extends RegExp ? RegExpExecArray : P;
}

/** What `ctx.scene` is in a `scan` route. */
export interface Scanned {
  /** The scene of the QR code, without prefix. */
  readonly scene: string;
}

/**
 * A message of a user: neither an event nor a notice. Of those of the hardware platform, events are left out
 * as well.
 */
export type UserMessage = Message<Exclude<MessageType, 'device_event'>>;

type On<M extends Message> = Handler<Context<M>>;

/** What `on` takes. */
type PushType = MessageType | 'event' | 'notice';

// A name may be any text here, so that the compiler can say which one may have been meant.
type Named<N extends string> = N | (string & {});

/**
 * Registers handlers by kind of message. The first handler that matches and does not call `next()` decides;
 * handlers stand in the order in which they were registered, whatever method registered them. All methods
 * return the router itself, and throw a `ConfigError` at once when they are given what they cannot take.
 */
export interface Router {
  /**
   * For everything that WeChat pushes, events and notices too: middleware, or another router. A fallback for
   * what users say is `message()`.
   */
  use(...handlers: readonly (Handler | Router)[]): this;
  /**
   * For every message of a user, of whatever type, also of those that WeChat may add: no events (follows,
   * menu clicks, position reports, results of sending…) and no notices. Registered last, it is the fallback
   * for what nothing else understands.
   */
  message(...handlers: readonly On<UserMessage>[]): this;
  /**
   * For every message of a type; `'event'` for every event, `'notice'` for those to a third-party platform.
   */
  on<const T extends Named<PushType>>(
    type: Known<T, PushType> | readonly Known<T, PushType>[],
    ...handlers: readonly On<Message<NamedBy<T, PushType>>>[]
  ): this;
  /** For every text. */
  text(...handlers: readonly On<Message<'text'>>[]): this;
  /**
   * For texts that are one of these words, apart from white space around it, or match one of these patterns,
   * which see the first 2,048 characters. `ctx.match` is the word, or the result of the pattern. Ten thousand
   * words cost what ten cost.
   */
  text<const P extends string | RegExp>(
    words: P | readonly P[],
    ...handlers: readonly Handler<Context<Message<'text'>> & Matched<P>>[]
  ): this;
  /** For pictures. */
  image(...handlers: readonly On<Message<'image'>>[]): this;
  /** For voice messages. */
  voice(...handlers: readonly On<Message<'voice'>>[]): this;
  /** For videos; for short videos too, unless this router has a `shortvideo` of its own. */
  video(...handlers: readonly On<Message<'video'> | Message<'shortvideo'>>[]): this;
  /** For short videos. */
  shortvideo(...handlers: readonly On<Message<'shortvideo'>>[]): this;
  /** For places that users send. */
  location(...handlers: readonly On<Message<'location'>>[]): this;
  /** For links. */
  link(...handlers: readonly On<Message<'link'>>[]): this;
  /** For events by name, one or several; with handlers alone, for every event. */
  event<const E extends Named<EventName> = EventName>(
    name:
      Known<E, EventName> | readonly Known<E, EventName>[] | On<EventMessage<NamedBy<NoInfer<E>, EventName>>>,
    ...handlers: readonly On<EventMessage<NamedBy<E, EventName>>>[]
  ): this;
  /** For every menu click (`CLICK`). */
  click(...handlers: readonly On<EventMessage<'CLICK'>>[]): this;
  /**
   * For menu clicks (`CLICK`) by `EventKey`: keys and patterns. `ctx.match` is the key, or the result of the
   * pattern.
   */
  click<const K extends string | RegExp>(
    keys: K | readonly K[],
    ...handlers: readonly Handler<Context<EventMessage<'CLICK'>> & Matched<K>>[]
  ): this;
  /**
   * For every scan of a QR code, by followers (`SCAN`) and by those who follow with it (`subscribe`).
   * `ctx.scene` has no prefix.
   */
  scan(...handlers: readonly Handler<Context<EventMessage<'SCAN' | 'subscribe'>> & Scanned>[]): this;
  /** For scans of QR codes by scene, as text also where the scene is a number: scenes and patterns. */
  scan<const S extends string | RegExp>(
    scenes: S | readonly S[],
    ...handlers: readonly Handler<Context<EventMessage<'SCAN' | 'subscribe'>> & Matched<S> & Scanned>[]
  ): this;
  /**
   * For notices to a third-party platform by `InfoType`, one or several; with handlers alone, for every
   * notice.
   */
  notice<const N extends Named<NoticeName> = NoticeName>(
    name:
      | Known<N, NoticeName>
      | readonly Known<N, NoticeName>[]
      | On<NoticeMessage<NamedBy<NoInfer<N>, NoticeName>>>,
    ...handlers: readonly On<NoticeMessage<NamedBy<N, NoticeName>>>[]
  ): this;
  /**
   * Runs the handlers for a message; `next` comes after the last of them. Rejects with what a handler throws.
   */
  dispatch(ctx: Context, next?: Next): Promise<Answer>;
}
