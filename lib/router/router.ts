import { ConfigError } from '../errors';
import type { Message } from '../model/message';
import { isRouter, readHandlers, readKeys, readNames } from './arguments';
import type { Key } from './arguments';
import { extendContext } from './context';
import type { Context, Handler, Next } from './context';
import { warnOfUnknown } from './names';
import { matcher } from './pattern';
import type { Router } from './routes';
import { RouteTable, sceneOf, routeKey } from './table';
import { walk } from './walk';

/**
 * Creates a router. Use it in another one, or in `wechat()`, by `use`.
 *
 * @example
 * const orders = createRouter().text(/^order (\d+)$/, ({ match }) => `Order ${match[1]} is on its way.`);
 * wx.use(orders);
 */
export const createRouter = (): Router => addRoutes({});

/** Routes that are told apart by a text of the message. */
interface Keyed {
  readonly what: string;
  /** The route key of a key that is text. */
  readonly exact: (key: string) => string;
  /** The route key of all messages that have such a text. */
  readonly every: string;
  readonly subject: (message: Message) => string | undefined;
  /** What the handler's context has besides `match`. */
  readonly extra?: (message: Message) => object;
}

const KEYED = {
  text: {
    what: 'words',
    exact: routeKey.word,
    every: routeKey.type('text'),
    subject: (message) => (message.MsgType === 'text' ? message.Content : undefined),
  },
  click: {
    what: 'keys',
    exact: routeKey.click,
    every: routeKey.event('CLICK'),
    subject: (message) =>
      message.MsgType === 'event' && message.Event === 'CLICK' ? message.EventKey : undefined,
  },
  scan: {
    what: 'scenes',
    exact: routeKey.scan,
    every: routeKey.anyScan,
    subject: sceneOf,
    extra: (message) => ({ scene: sceneOf(message) }),
  },
} satisfies Record<string, Keyed>;

/** The methods that take names of WeChat's. */
const NAMED = {
  on: { what: 'types', key: routeKey.type, every: undefined },
  event: { what: 'events', key: routeKey.event, every: routeKey.type('event') },
  notice: { what: 'notices', key: routeKey.notice, every: routeKey.type('notice') },
} as const;

/** Gives `target` the methods of a router. */
export function addRoutes<T extends object>(target: T): T & Router {
  const table = new RouteTable();

  const forKey =
    (method: string, name: string) =>
    (...handlers: readonly unknown[]) => {
      table.add([name], readHandlers(method, handlers));
      return router;
    };

  const named =
    (method: keyof typeof NAMED) =>
    (...given: readonly unknown[]) => {
      const { what, key: keyOf, every } = NAMED[method];
      if (every !== undefined && isHandlers(given)) return forKey(method, every)(...given);
      const [first, ...rest] = given;
      const names = readNames(method, what, first);
      const handlers = readHandlers(method, rest);
      warnOfUnknown(method, names);
      table.add(
        names.map((name) => keyOf(name.trim())),
        handlers,
      );
      return router;
    };

  const keyed =
    (method: keyof typeof KEYED) =>
    (...given: readonly unknown[]) => {
      const kind: Keyed = KEYED[method];
      if (isHandlers(given)) {
        const { extra } = kind;
        const all = readHandlers(method, given);
        table.add([kind.every], all, extra && ((ctx) => extendContext(ctx, extra(ctx.message))));
        return router;
      }
      const [first, ...rest] = given;
      addKeys(table, kind, readKeys(method, kind.what, first), readHandlers(method, rest));
      return router;
    };

  const methods = {
    use: (...handlers: readonly unknown[]) => {
      if (handlers.includes(router)) throw new ConfigError('A router cannot use() itself.');
      const all = handlers.map((each) =>
        isRouter(each) ? (ctx: Context, next: Next) => each.dispatch(ctx, next) : each,
      );
      return forKey('use', routeKey.all)(...all);
    },
    message: forKey('message', routeKey.message),
    on: named('on'),
    text: keyed('text'),
    image: forKey('image', routeKey.type('image')),
    voice: forKey('voice', routeKey.type('voice')),
    video: forKey('video', routeKey.type('video')),
    shortvideo: forKey('shortvideo', routeKey.type('shortvideo')),
    location: forKey('location', routeKey.type('location')),
    link: forKey('link', routeKey.type('link')),
    event: named('event'),
    click: keyed('click'),
    scan: keyed('scan'),
    notice: named('notice'),
    dispatch: (ctx: Context, next: Next = noAnswer) =>
      typeof (ctx as Partial<Context> | undefined)?.message === 'object'
        ? walk(ctx, (message) => table.find(message), next)
        : Promise.reject(new ConfigError('router.dispatch() takes the context of a message.')),
  };

  // `Router` says more about each handler's context than the code needs to know; specs of the types hold it
  // to that.
  const router = Object.assign(target, methods) as unknown as T & Router;
  return router;
}

// No argument at all is a handler that is missing.
const isHandlers = (given: readonly unknown[]): boolean =>
  given.length === 0 || typeof given[0] === 'function';

/** One message runs each handler once, even if several of the keys are for it. */
function addKeys(table: RouteTable, kind: Keyed, keys: readonly Key[], handlers: readonly Handler[]): void {
  const words = new Map<string, string>();
  for (const key of keys) if (typeof key === 'string' && !words.has(key.trim())) words.set(key.trim(), key);
  for (const [word, match] of words)
    table.add([kind.exact(word)], handlers, (ctx) =>
      extendContext(ctx, { match, ...kind.extra?.(ctx.message) }),
    );
  const patterns = keys.filter((key) => typeof key !== 'string').map(matcher);
  if (patterns.length === 0) return;
  table.add([kind.every], handlers, (ctx) => {
    const subject = kind.subject(ctx.message);
    if (subject === undefined || words.has(subject.trim())) return undefined;
    for (const find of patterns) {
      const match = find(subject);
      if (match !== null) return extendContext(ctx, { match, ...kind.extra?.(ctx.message) });
    }
    return undefined;
  });
}

const noAnswer: Next = async () => Promise.resolve(undefined);
