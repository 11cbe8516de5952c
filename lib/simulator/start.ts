import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isNativeError } from 'node:util/types';
import express from 'express';
import { ConfigError } from '../errors';
import { checkHost, harden, newPathToken } from './guard';
import { createAudience } from './live';
import { createReplayer } from './replay';
import { createRoutes, sayWhy } from './routes';
import type { RunningSimulator, SimulatorOptions } from './settings';
import { createStage } from './stage';

/** What time alone changes (who is typing, codes that expire) is looked at so often. */
const LOOK_EVERY = 2000;

/**
 * Starts the offline WeChat: a page to talk to a bot, and the API for it. `url` of the result is the page's address; set the
 * bot's base URL for WeChat's API to `apiUrl`.
 *
 * @throws {ConfigError} A setting is missing or not possible, or a port is taken. The message never holds a secret.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const audience = createAudience(() => stage.state());
  const stage = await createStage(options, (event) => audience.tell(event)).catch((error: unknown) => {
    audience.close();
    throw error;
  });
  const { simulator, settings, apiUrl } = stage;
  const { host, isLoopback } = settings;
  const director = { stage, replayer: createReplayer(stage), resend: () => audience.resend() };
  stage.users.add();

  const base = isLoopback ? '/' : `/${newPathToken()}/`;
  const app = express().disable('x-powered-by').disable('etag');
  app.use(harden, checkHost(settings));
  // A bot is no page: it has the path token, and the API's own credentials.
  if (!isLoopback) app.use(`${base}api`, (req, res) => stage.api(req, res));
  app.use(base, createRoutes(director, audience));
  app.use(sayWhy);
  const server = createServer(app);
  const look = setInterval(() => stage.refresh(), LOOK_EVERY).unref();

  const close = async (): Promise<void> => {
    clearInterval(look);
    director.replayer.stop();
    audience.close();
    const closed = server.listening ? once(server, 'close') : undefined;
    server.close();
    server.closeAllConnections();
    await Promise.all([closed, stage.close()]);
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
  if (isLoopback) return { url, apiUrl, simulator, close };
  stage.setPictures(`${url}api`);
  return { url, apiUrl, remoteApiUrl: `${url}api`, simulator, close };
}

const isTaken = (error: unknown): boolean =>
  isNativeError(error) && 'code' in error && error.code === 'EADDRINUSE';
