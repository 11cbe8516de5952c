import express from 'express';
import { jsonBody } from '../json-body';
import { anyObject } from '../../testing/api/fields';
import { CommandError } from '../command-error';
import { checkOrigin } from '../guard';
import { createEventStream } from '../event-stream';
import { servePageFiles } from '../page-files';
import { servePage } from '../serve-page';
import { runPlatformCommand } from './commands';
import type { PlatformEvent } from './protocol';
import type { PlatformSimulatorOptions, RunningPlatformSimulator } from './settings';
import { createPlatformSession } from './session';

/** All there is is sent anew, but not more often than this. */
const SEND_EVERY_MS = 50;
const COMMAND = '64kb';

/**
 * Starts the offline WeChat for a third-party platform: a page for the owners of its accounts and their
 * users, and the API.
 *
 * @example
 * const { url, apiUrl } = await startPlatformSimulator({
 *   url: 'http://localhost:3000/wechat',
 *   componentAppId: 'wx9b27d3e05c8fa146',
 *   token: 'token',
 *   encodingAESKey: process.env.COMPONENT_AES_KEY!,
 * });
 * console.log(`Open ${url}. The platform's API is at ${apiUrl}.`);
 *
 * @throws {ConfigError} A setting is missing or not possible, or a port is taken. The message never holds a
 * secret.
 */
export async function startPlatformSimulator(
  options: PlatformSimulatorOptions,
): Promise<RunningPlatformSimulator> {
  let waiting: NodeJS.Timeout | undefined;
  const stream = createEventStream<PlatformEvent>(() => ({ type: 'snapshot', state: session.state() }));
  const changed = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      stream.resend();
    }, SEND_EVERY_MS).unref();
  };
  const session = await createPlatformSession(options, changed).catch((error: unknown) => {
    stream.close();
    throw error;
  });
  const { simulator, settings, apiUrl } = session;
  session.addAccount('service');

  const routes = express.Router();
  routes.use(servePageFiles('platform.html'));
  routes.use(checkOrigin);
  routes.get('/events', (_req, res) => stream.join(res));
  routes.get('/state', (_req, res) => void res.json(session.state()));
  routes.post('/commands', jsonBody(COMMAND), (req, res, next) => {
    // Express 4 does not look after promises.
    runPlatformCommand(anyObject(req.body, 'body'), session).then((answer) => res.json(answer), next);
  });
  routes.use((_req, _res, next) => next(CommandError.because('nothing-here')));

  const { url, remoteApiUrl, close } = await servePage({
    settings,
    api: session.listener,
    routes,
    async end() {
      clearTimeout(waiting);
      stream.close();
      await session.close();
    },
  });
  return { url, apiUrl, ...(remoteApiUrl !== undefined && { remoteApiUrl }), simulator, close };
}
