import { createEventStream } from './event-stream';
import type { LiveEvent } from './protocol';
import { createReplayer } from './replay';
import { createRoutes } from './routes';
import { servePage } from './serve-page';
import type { RunningSimulator, SimulatorOptions } from './settings';
import { createSession } from './session';
import { createViews } from './web-view/views';

/** What time alone changes (who is typing, codes that expire) is looked at so often. */
const LOOK_INTERVAL_MS = 2000;

/**
 * Starts the offline WeChat: a page to talk to a bot, and the API for it. `url` of the result is the page's
 * address; set the bot's base URL for WeChat's API to `apiUrl`.
 *
 * @example
 * const { url, apiUrl } = await startSimulator({ url: 'http://localhost:3000/wechat', token: 'token' });
 * console.log(`Open ${url}. The bot's API is at ${apiUrl}.`);
 *
 * @throws {ConfigError} A setting is missing or not possible, or a port is taken. The message never holds a
 * secret.
 */
export async function startSimulator(options: SimulatorOptions): Promise<RunningSimulator> {
  const stream = createEventStream<LiveEvent>(() => ({ type: 'snapshot', state: session.state() }));
  const session = await createSession(options, (event) => stream.tell(event)).catch((error: unknown) => {
    stream.close();
    throw error;
  });
  const { simulator, settings, apiUrl } = session;
  const views = createViews(session);
  const context = { session, views, replayer: createReplayer(session), resend: () => stream.resend() };
  session.users.add();
  const look = setInterval(() => session.refresh(), LOOK_INTERVAL_MS).unref();
  const { url, remoteApiUrl, close } = await servePage({
    settings,
    api: session.api,
    routes: createRoutes(context, stream),
    async end() {
      clearInterval(look);
      context.replayer.stop();
      stream.close();
      await Promise.all([session.close(), views.close()]);
    },
  });
  if (remoteApiUrl === undefined) return { url, apiUrl, simulator, close };
  session.setPictures(remoteApiUrl);
  return { url, apiUrl, remoteApiUrl, simulator, close };
}
