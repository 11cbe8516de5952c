import { createAudience } from './live';
import type { LiveEvent } from './protocol';
import { createReplayer } from './replay';
import { createRoutes } from './routes';
import { servePage } from './serve-page';
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
  const audience = createAudience<LiveEvent>(() => ({ type: 'snapshot', state: stage.state() }));
  const stage = await createStage(options, (event) => audience.tell(event)).catch((error: unknown) => {
    audience.close();
    throw error;
  });
  const { simulator, settings, apiUrl } = stage;
  const director = { stage, replayer: createReplayer(stage), resend: () => audience.resend() };
  stage.users.add();
  const look = setInterval(() => stage.refresh(), LOOK_EVERY).unref();
  const { url, remoteApiUrl, close } = await servePage({
    settings,
    api: stage.api,
    routes: createRoutes(director, audience),
    async end() {
      clearInterval(look);
      director.replayer.stop();
      audience.close();
      await stage.close();
    },
  });
  if (remoteApiUrl === undefined) return { url, apiUrl, simulator, close };
  stage.setPictures(remoteApiUrl);
  return { url, apiUrl, remoteApiUrl, simulator, close };
}
