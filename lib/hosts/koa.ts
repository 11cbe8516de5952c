import type { IncomingMessage, ServerResponse } from 'node:http';
import { ConfigError } from '../errors';
import { checkNames } from '../unknown-name';
import { checkReceiving, receive, receiveAll, type Receiving } from './receiving';

/** The part of Koa's context that we use. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly path?: string;
  /** Set by a body parser that ran before. */
  readonly request?: object;
  respond?: boolean | undefined;
}

/** A middleware of Koa. */
export type KoaMiddleware = (ctx: KoaContext, next: () => Promise<unknown>) => Promise<unknown>;

/** Settings of `koa`. */
export interface KoaOptions {
  /**
   * The path of WeChat's pushes, such as `/wechat`. Every request to this path counts as a request of WeChat,
   * and all others go to `next`. 微信云托管 needs it, because its check of the path is not signed. Default: signed
   * requests are handled at any path.
   */
  readonly path?: string | undefined;
}

const NAMES: Readonly<Record<keyof KoaOptions, true>> = { path: true };

/**
 * The middleware for Koa: `app.use(koa(wx, { path: '/wechat' }))`, or `router.all('/wechat', koa(wx))`. Put
 * it before body parsers. Requests that do not come from WeChat go to `next`.
 *
 * @throws {ConfigError} The argument does not come from `wechat()` or `platform()`, or a setting is unknown
 * or wrong.
 * @example
 * const wx = wechat({ appId: 'wx1', token: 'token' });
 * new Koa().use(koa(wx, { path: '/wechat' })).listen(3000);
 */
export function koa(wx: Receiving, options: KoaOptions = {}): KoaMiddleware {
  checkReceiving(wx, 'koa');
  const path = readPath(options);
  const handOver = path === undefined ? receive : receiveAll;
  return async (ctx, next) => {
    if (path !== undefined && withoutSlash(pathOf(ctx)) !== path) return next();
    keepBody(ctx);
    // Otherwise Koa would send a response as soon as this middleware returns.
    ctx.respond = false;
    const { isOurs } = await handOver(wx, ctx.req, ctx.res).catch((error: unknown) => {
      ctx.respond = true;
      throw error;
    });
    if (isOurs) return undefined;
    ctx.respond = true;
    return next();
  };
}

function readPath(options: KoaOptions): string | undefined {
  checkNames('koa()', options, NAMES);
  const { path } = options;
  if (path === undefined) return undefined;
  // JavaScript callers may pass anything.
  if (typeof (path as unknown) !== 'string' || !path.startsWith('/') || /[?#*:]/.test(path))
    throw new ConfigError("koa(): \"path\" is the path of WeChat's pushes, such as '/wechat'.");
  return withoutSlash(path);
}

/** Below a mount of Koa, the context has the rest of the path. */
const pathOf = ({ path, req }: KoaContext): string => path ?? (req.url ?? '/').split('?', 1)[0] ?? '/';

const withoutSlash = (path: string): string => (path === '/' ? path : path.replace(/\/$/, ''));

/** A body parser of Koa puts the body on its own request object, not on that of Node. */
function keepBody({ req, request }: KoaContext): void {
  // Parsers add these properties to Koa's own.
  const { rawBody, body }: { readonly rawBody?: unknown; readonly body?: unknown } = request ?? {};
  if (rawBody === undefined && body === undefined) return;
  if (rawBody !== undefined && !Object.hasOwn(req, 'rawBody')) Object.assign(req, { rawBody });
  if (body !== undefined && !Object.hasOwn(req, 'body')) Object.assign(req, { body });
}
