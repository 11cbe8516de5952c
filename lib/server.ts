import type { Express } from 'express';
import { createServer as createHttpServer, IncomingMessage, ServerResponse } from 'node:http';
import type { Server, ServerOptions } from 'node:http';

type Classes = Required<Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'>>;

/**
 * WeChat sends the head of a request at once; who takes longer than this holds a connection for nothing.
 * Node's default is 60 s.
 */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often the server looks for such connections. Node's default is 30 s. */
const CHECK_INTERVAL_MS = 2_000;

const known = new WeakMap<Express, Classes>();

/**
 * Creates an HTTP server for an Express app on which Express costs about a third:
 * `createServer(app).listen(3000)`.
 *
 * Express turns each request and response into its own kind by changing their prototypes, which slows down
 * every later access. This server makes them of that kind in the first place (the `IncomingMessage` and
 * `ServerResponse` options of `http.createServer`), so that the change changes nothing. The app behaves as on
 * any other server, and still works on others.
 *
 * A request's headers must arrive within 10 s (Node gives 60), else the answer is 408;
 * `server.headersTimeout` changes it.
 *
 * @example
 * const app = express().use('/wechat', wx);
 * createServer(app).listen(3000);
 */
export function createServer(app: Express): Server {
  const classes = known.get(app) ?? inherit(app);
  known.set(app, classes);
  return createHttpServer(
    { ...classes, headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_INTERVAL_MS },
    app,
  );
}

function inherit(app: Express): Classes {
  class Request extends IncomingMessage {}
  class Response<T extends IncomingMessage> extends ServerResponse<T> {}
  Object.setPrototypeOf(Request.prototype, app.request);
  Object.setPrototypeOf(Response.prototype, app.response);
  // Their prototypes now inherit from what was there, so they are what they replace, and more.
  app.request = Request.prototype as unknown as Express['request'];
  app.response = Response.prototype as unknown as Express['response'];
  return { IncomingMessage: Request, ServerResponse: Response };
}
