import { once } from 'node:events';
import { createServer } from 'node:net';

/** Where the API is unless it is told otherwise: fixed, so that a bot can be started before the simulator. */
const USUAL_PORT = 8021;

/** The usual port of the API; 0, a free one, where somebody has that already. */
export async function usualApiPort(): Promise<number> {
  const probe = createServer();
  try {
    probe.listen(USUAL_PORT, '127.0.0.1');
    await once(probe, 'listening');
  } catch {
    return 0;
  }
  probe.close();
  await once(probe, 'close');
  return USUAL_PORT;
}

/** What starts a bot whose calls go to that address, in the shell of this system. */
export const startLine = (apiUrl: string): string =>
  process.platform === 'win32'
    ? `$env:WECHAT_API_HOST='${apiUrl}'; node bot.js`
    : `WECHAT_API_HOST=${apiUrl} node bot.js`;
