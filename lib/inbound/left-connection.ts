import { setImmediate as turn } from 'node:timers/promises';
import { Socket } from 'node:net';
import type { Connection } from './waiter';

/**
 * Resolves when the event loop has looked at all connections since: one that its other side has closed, while
 * this process was frozen or busy, was read before that was seen.
 */
export async function lookAtConnections(): Promise<void> {
  // The rest of this turn, and the whole of the next.
  await turn();
  await turn();
}

/** Whether there is a connection that can be looked at. */
export const hasSocket = ({ socket }: Connection): boolean => socket instanceof Socket;

/** Lets go of a connection that its other side has closed: nobody would read an answer. */
export function destroyIfLeft(connection: Connection): void {
  const { socket } = connection;
  if (socket instanceof Socket && socket.readableEnded) connection.destroy();
}
