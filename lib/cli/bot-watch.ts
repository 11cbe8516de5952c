import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** How long to wait for a bot, in milliseconds. */
export interface Wait {
  /** Between two attempts. */
  readonly every: number;
  /** In total. */
  readonly most: number;
}

export const BOT_WAIT: Wait = { every: 500, most: 10 * 60_000 };

/**
 * Waits until a server accepts connections at the address. Resolves to `false` after the time limit, or when
 * `signal` aborts. It sends nothing, so the bot logs no request.
 */
export async function untilUp(address: URL, signal: AbortSignal, { every, most }: Wait): Promise<boolean> {
  const end = performance.now() + most;
  while (!signal.aborted && performance.now() < end) {
    if (await isListening(address, signal)) return true;
    await wait(every, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

async function isListening({ hostname, port, protocol }: URL, signal: AbortSignal): Promise<boolean> {
  const usual = protocol === 'https:' ? 443 : 80;
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? usual : Number(port),
  });
  try {
    await once(socket, 'connect', { signal });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
