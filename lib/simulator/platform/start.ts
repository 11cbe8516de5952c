import express from 'express';
import { join } from 'node:path';
import { anyObject } from '../../testing/api/fields';
import { Failed } from '../failed';
import { checkOrigin } from '../guard';
import { createAudience } from '../live';
import { servePage } from '../serve-page';
import { obeyPlatform } from './commands';
import type { PlatformEvent } from './protocol';
import type { PlatformSimulatorOptions, RunningPlatformSimulator } from './settings';
import { createPlatformStage } from './stage';

/** All there is is sent anew, but not more often than this. */
const SEND_EVERY_MS = 50;
const COMMAND = '64kb';

/**
 * Starts the offline WeChat for a third-party platform: a page for the owners of its accounts and their users, and the API.
 *
 * @throws {ConfigError} A setting is missing or not possible, or a port is taken. The message never holds a secret.
 */
export async function startPlatformSimulator(
  options: PlatformSimulatorOptions,
): Promise<RunningPlatformSimulator> {
  let waiting: NodeJS.Timeout | undefined;
  const audience = createAudience<PlatformEvent>(() => ({ type: 'snapshot', state: stage.state() }));
  const changed = (): void => {
    waiting ??= setTimeout(() => {
      waiting = undefined;
      audience.resend();
    }, SEND_EVERY_MS).unref();
  };
  const stage = await createPlatformStage(options, changed).catch((error: unknown) => {
    audience.close();
    throw error;
  });
  const { simulator, settings, apiUrl } = stage;
  stage.addAccount('service');

  const routes = express.Router();
  routes.use(express.static(join(__dirname, '..', 'page'), { cacheControl: false, index: 'platform.html' }));
  routes.use(checkOrigin);
  routes.get('/events', (_req, res) => audience.join(res));
  routes.get('/state', (_req, res) => void res.json(stage.state()));
  routes.post('/commands', express.json({ limit: COMMAND }), (req, res, next) => {
    // Express 4 does not look after promises.
    obeyPlatform(anyObject(req.body, 'body'), stage).then((answer) => res.json(answer), next);
  });
  routes.use((_req, _res, next) => next(Failed.because('nothing-here')));

  const { url, remoteApiUrl, close } = await servePage({
    settings,
    api: stage.listener,
    routes,
    async end() {
      clearTimeout(waiting);
      audience.close();
      await stage.close();
    },
  });
  return { url, apiUrl, ...(remoteApiUrl !== undefined && { remoteApiUrl }), simulator, close };
}
