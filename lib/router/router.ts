import { ConfigError } from '../errors';
import type { EventMessage, EventName, Message, MessageType } from '../model/message';
import { extendContext } from './context';
import type { Answer, Context, Handler, Next } from './context';
import { matcher } from './pattern';
import { RouteTable, sceneOf, shelf } from './table';
import { walk } from './walk';

/** What `ctx.match` is: the word that was said, or the result of the pattern. */
export interface Matched<P extends string | RegExp> {
  readonly match: P extends RegExp ? RegExpExecArray : P;
}

type On<M extends Message> = Handler<Context<M>>;

/**
 * Registers handlers by kind of message. The first handler that matches and does not call `next()` decides; handlers
 * stand in the order in which they were registered, whatever method registered them. All methods return the router itself.
 */
export interface Router {
  /** For every message: middleware, another router, or (registered last) the fallback. */
  use(...handlers: readonly (Handler | Router)[]): this;
  /** For every message of a type; `'event'` for every event, `'notice'` for those to a third-party platform. */
  on<T extends MessageType | 'event' | 'notice'>(
    type: T | readonly T[],
    ...handlers: readonly Handler<Context<Message<T>>>[]
  ): this;
  /** For every text. */
  text(...handlers: readonly On<Message<'text'>>[]): this;
  /** For texts that match a pattern, which sees the first 2,048 characters. `ctx.match` is its result. */
  text(pattern: RegExp, ...handlers: readonly Handler<Context<Message<'text'>> & Matched<RegExp>>[]): this;
  /** For texts that are one of these words, apart from white space around it. `ctx.match` is the word. Ten thousand cost what ten cost. */
  text<const P extends string>(
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
  /** For events by name. */
  event<E extends EventName>(name: E | readonly E[], ...handlers: readonly On<EventMessage<E>>[]): this;
  /** For every event. */
  event(...handlers: readonly On<EventMessage>[]): this;
  /** For menu clicks (`CLICK`) by `EventKey`. */
  click<const K extends string | RegExp>(
    key: K,
    ...handlers: readonly Handler<Context<EventMessage<'CLICK'>> & Matched<K>>[]
  ): this;
  /** For scans of a QR code, by followers (`SCAN`) and by those who follow with it (`subscribe`). `ctx.scene` has no prefix. */
  scan<const S extends string | RegExp>(
    scene: S,
    ...handlers: readonly Handler<
      Context<EventMessage<'SCAN' | 'subscribe'>> & Matched<S> & { readonly scene: string }
    >[]
  ): this;
  /** Runs the handlers for a message; `next` comes after the last of them. Rejects with what a handler throws. */
  dispatch(ctx: Context, next?: Next): Promise<Answer>;
}

/** Creates a router. Use it in another one, or in `wechat()`, by `use`. */
export const createRouter = (): Router => addRoutes({});

/** Gives `target` the methods of a router. */
export function addRoutes<T extends object>(target: T): T & Router {
  const table = new RouteTable();

  // The handlers' parameters are narrower than Handler's: the shelf (and `match`) let only such messages through.
  const add = (
    names: readonly string[],
    handlers: readonly unknown[],
    match?: (ctx: Context) => Context | undefined,
  ) => {
    if (handlers.length === 0) throw new ConfigError('A route needs a handler.');
    for (const handler of handlers)
      if (typeof handler !== 'function')
        throw new ConfigError(`A handler must be a function, not ${typeof handler}.`);
    table.add(names, handlers as readonly Handler[], match);
    return router;
  };

  const forType =
    (type: string) =>
    (...handlers: readonly unknown[]) =>
      add([shelf.type(type)], handlers);

  const byPattern = (
    shelfName: string,
    pattern: RegExp,
    handlers: readonly unknown[],
    subject: (message: Message) => string | undefined,
  ) => {
    const find = matcher(pattern);
    return add([shelfName], handlers, (ctx) => {
      const text = subject(ctx.message);
      const match = text === undefined ? null : find(text);
      return match === null
        ? undefined
        : extendContext(ctx, { match, ...(subject === sceneOf && { scene: text }) });
    });
  };

  const methods = {
    use: (...handlers: readonly (Handler | Router)[]) =>
      add(
        [shelf.all],
        handlers.map((each) =>
          isRouter(each) ? (ctx: Context, next: Next) => each.dispatch(ctx, next) : each,
        ),
      ),

    on: (type: string | readonly string[], ...handlers: readonly unknown[]) =>
      add([type].flat().map(shelf.type), handlers),

    text: (first: unknown, ...rest: readonly unknown[]) => {
      if (first instanceof RegExp) return byPattern(shelf.type('text'), first, rest, contentOf);
      if (typeof first === 'function' || first === undefined) return forType('text')(first, ...rest);
      for (const word of [first].flat()) {
        if (typeof word !== 'string' || word.trim() === '')
          throw new ConfigError('router.text() takes words that are not empty, patterns, or handlers.');
        add([shelf.word(word.trim())], rest, (ctx) => extendContext(ctx, { match: word }));
      }
      return router;
    },

    image: forType('image'),
    voice: forType('voice'),
    video: forType('video'),
    shortvideo: forType('shortvideo'),
    location: forType('location'),
    link: forType('link'),

    event: (first: unknown, ...rest: readonly unknown[]) =>
      typeof first === 'function' || first === undefined
        ? forType('event')(first, ...rest)
        : add([first as string | readonly string[]].flat().map(shelf.event), rest),

    click: (key: string | RegExp, ...handlers: readonly unknown[]) =>
      typeof key === 'string'
        ? add([shelf.click(key)], handlers, (ctx) => extendContext(ctx, { match: key }))
        : byPattern(shelf.event('CLICK'), key, handlers, keyOf),

    scan: (scene: string | RegExp, ...handlers: readonly unknown[]) =>
      typeof scene === 'string'
        ? add([shelf.scan(scene)], handlers, (ctx) => extendContext(ctx, { match: scene, scene }))
        : byPattern(shelf.anyScan, scene, handlers, sceneOf),

    dispatch: (ctx: Context, next: Next = noAnswer) => walk(ctx, table.find(ctx.message), next),
  };

  // `Router` says more about each handler's context than the code needs to know; specs of the types hold it to that.
  const router = Object.assign(target, methods) as T & Router;
  return router;
}

// `wechat()` is a router and a function at once.
const isRouter = (value: Handler | Router): value is Router =>
  typeof (value as Partial<Router> | undefined)?.dispatch === 'function';

const noAnswer: Next = async () => Promise.resolve(undefined);

const contentOf = (message: Message) => (message.MsgType === 'text' ? message.Content : undefined);
const keyOf = (message: Message) =>
  message.MsgType === 'event' && message.Event === 'CLICK' ? message.EventKey : undefined;
