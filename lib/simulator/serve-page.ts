import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isNativeError } from 'node:util/types';
import express from 'express';
import type { RequestHandler } from 'express';
import { ConfigError } from '../errors';
import type { ApiServer } from '../testing/api/server';
import { checkHost, harden, newPathToken } from './guard';
import { errorHandler } from './routes';
import type { ServerSettings } from './settings';

/** A page, and what is behind it. */
export interface ServedPage {
  readonly settings: ServerSettings;
  /** The fake API, for apps on other machines. */
  readonly api: ApiServer['listener'];
  readonly routes: RequestHandler;
  /** Ends what is behind the page. */
  readonly end: () => Promise<void>;
}

/** A page that is served. */
export interface PageServer {
  /** Its address, with the path token where there is one; ends with `/`. */
  readonly url: string;
  /** Where the API is for other machines; absent when the page listens on loopback. */
  readonly remoteApiUrl: string | undefined;
  readonly close: () => Promise<void>;
}

/**
 * Serves a page to those who may see it.
 *
 * @throws {ConfigError} The port is taken; what is behind the page has been ended then.
 */
export async function servePage({ settings, api, routes, end }: ServedPage): Promise<PageServer> {
  const { host, isLoopback } = settings;
  const base = isLoopback ? '/' : `/${newPathToken()}/`;
  const app = express().disable('x-powered-by').disable('etag');
  app.use(harden, checkHost(settings));
  // A bot is no page: it has the path token, and the API's own credentials.
  if (!isLoopback) app.use(`${base}api`, (req, res) => api(req, res));
  app.use(base, routes);
  app.use(errorHandler);
  const server = createServer(app);

  const close = async (): Promise<void> => {
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, end()]);
  };

  server.listen(settings.port, host);
  await once(server, 'listening').catch(async (error: unknown) => {
    await close();
    const why = isTaken(error) ? ': another program has it. Choose another one, or 0 for a free one' : '';
    throw new ConfigError(`The page cannot be served at port ${settings.port} of ${host}${why}.`, {
      cause: error,
    });
  });
  // A server on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}${base}`;
  return { url, remoteApiUrl: isLoopback ? undefined : `${url}api`, close };
}

const isTaken = (error: unknown): boolean =>
  isNativeError(error) && 'code' in error && error.code === 'EADDRINUSE';
