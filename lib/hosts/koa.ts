import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkReceiving, receive, type Receiving } from './receiving';

/** As much of Koa's context as is used. */
export interface KoaContext {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  /** Of a body parser that came before. */
  readonly request?: object;
  respond?: boolean | undefined;
}

/** A middleware of Koa. */
export type KoaMiddleware = (ctx: KoaContext, next: () => Promise<unknown>) => Promise<unknown>;

/**
 * The middleware for Koa: `router.all('/wechat', koa(wx))`, or `app.use(koa(wx))`, where it takes only what WeChat has signed. It
 * belongs before body parsers. What is not WeChat's goes on to `next`.
 *
 * @throws {ConfigError} It is given something else than what `wechat()` returns.
 * @example
 * const wx = wechat({ appId: 'wx1', token: 'token' });
 * new Koa().use(koa(wx)).listen(3000);
 */
export function koa(wx: Receiving): KoaMiddleware {
  checkReceiving(wx, 'koa');
  return async (ctx, next) => {
    keepBody(ctx);
    // Koa would answer as soon as this middleware is over.
    ctx.respond = false;
    const { isOurs } = await receive(wx, ctx.req, ctx.res).catch((error: unknown) => {
      ctx.respond = true;
      throw error;
    });
    if (isOurs) return undefined;
    ctx.respond = true;
    return next();
  };
}

/** What a body parser of Koa has read is not on the request of Node. */
function keepBody({ req, request }: KoaContext): void {
  // Parsers add these to Koa's own.
  const { rawBody, body }: { readonly rawBody?: unknown; readonly body?: unknown } = request ?? {};
  if (rawBody === undefined && body === undefined) return;
  if (rawBody !== undefined && !Object.hasOwn(req, 'rawBody')) Object.assign(req, { rawBody });
  if (body !== undefined && !Object.hasOwn(req, 'body')) Object.assign(req, { body });
}
