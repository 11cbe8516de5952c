/**
 * The middleware on servers other than Express: `import { fetchHandler, koa, fastify } from
 * 'offiaccount/hosts'`.
 *
 * @module offiaccount/hosts
 */
export { fetchHandler } from './fetch-handler';
export type { FetchContext, FetchHandler, FetchOptions, WaitUntil } from './fetch-handler';
export { koa } from './koa';
export type { KoaContext, KoaMiddleware, KoaOptions } from './koa';
export { fastify } from './fastify';
export type { FastifyPlugin, FastifyScope } from './fastify';
export type { Receiving } from './receiving';
