import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkReceiving, receiveAll, type Receiving } from './receiving';

/** The part of Fastify's scope that we use. */
export interface FastifyScope {
  removeAllContentTypeParsers(): unknown;
  addContentTypeParser(
    type: string,
    parser: (request: unknown, payload: unknown, done: (error: null, body?: unknown) => void) => void,
  ): unknown;
  all(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown): unknown;
}

interface FastifyRequest {
  readonly raw: IncomingMessage & { originalUrl?: string };
  readonly log: { error(fields: object, message: string): void };
}

interface FastifyReply {
  readonly raw: ServerResponse;
  hijack(): unknown;
}

/** A plug-in of Fastify. */
export type FastifyPlugin = (scope: FastifyScope, options: unknown, done: (error?: Error) => void) => void;

/**
 * The middleware as a plug-in of Fastify: `app.register(fastify(wx), { prefix: '/wechat' })`. Every request
 * to the prefix counts as a request of WeChat. Body parsers of the app do not see it.
 *
 * @throws {ConfigError} The argument does not come from `wechat()` or `platform()`.
 * @example
 * const wx = wechat({ appId: 'wx1', token: 'token' });
 * const app = Fastify();
 * app.register(fastify(wx), { prefix: '/wechat' });
 */
export function fastify(wx: Receiving): FastifyPlugin {
  checkReceiving(wx, 'fastify');
  return (scope, _options, done) => {
    // This affects only this scope. The middleware reads the body itself, with its own limits.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    scope.all('/', ({ raw, log }, reply) => {
      reply.hijack();
      receiveAll(wx, raw, reply.raw).then(
        ({ isOurs }) => {
          if (!isOurs) end(reply.raw, 404);
        },
        (error: unknown) => {
          log.error({ err: error }, 'A push could not be received.');
          end(reply.raw, 500);
        },
      );
    });
    done();
  };
}

function end(res: ServerResponse, status: number): void {
  if (res.headersSent) return;
  res.writeHead(status, { 'Content-Length': 0 });
  res.end();
}
