import { Socket } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { isGone } from './waiter';
import type { Connection } from './waiter';

/** In HTTP/2 and behind adapters of fetch it is seen in the third turn that the other side has gone. */
const TURNS = 4;

/** Whether there is a connection that can be looked at. */
export const canLook = (connection: Connection): boolean =>
  connection.socket instanceof Socket || connection.look !== undefined;

/**
 * Lets go of connections that their other side has closed: nobody would read an answer. Resolves when the
 * event loop has looked at all of them, since what was sent while this process was frozen or busy is read
 * before it is seen that the other side has gone.
 */
export async function destroyIfLeft(...connections: readonly Connection[]): Promise<void> {
  for (const connection of connections) connection.look?.();
  for (let turn = 0; turn < TURNS; turn++) await nextTurn();
  for (const connection of connections) {
    const { socket } = connection;
    if (!isGone(connection) && socket instanceof Socket && socket.readableEnded) connection.destroy();
  }
}
