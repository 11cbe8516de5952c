import { setImmediate as turn } from 'node:timers/promises';
import { Socket } from 'node:net';
import type { Connection } from './waiter';

/** Whether there is a connection that can be looked at. */
export const hasSocket = ({ socket }: Connection): boolean => socket instanceof Socket;

/**
 * Lets go of connections that their other side has closed: nobody would read an answer. Resolves when the
 * event loop has looked at all of them, since what was sent while this process was frozen or busy is read
 * before it is seen that the other side has gone.
 */
export async function destroyIfLeft(...connections: readonly Connection[]): Promise<void> {
  // The rest of this turn, and the whole of the next.
  await turn();
  await turn();
  for (const connection of connections) {
    const { socket } = connection;
    if (socket instanceof Socket && socket.readableEnded) connection.destroy();
  }
}
