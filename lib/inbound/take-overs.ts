import type { MessageState } from './message-state';

/** How long a message that may have ended another process is watched before the next one begins. */
const PROBATION_MS = 2000;

/**
 * Tells whether this process may begin a message that another process has begun before it vanished. One of
 * its messages may have been the reason. They begin one by one, so each can end only the process that begins
 * it. `last` is the one that began before.
 */
export function mayTakeOver(last: MessageState | undefined, message: MessageState, now: number): boolean {
  if (last === undefined || last === message) return true;
  // The start was requested, and perhaps granted.
  if (last.work === 'none') return !last.asking;
  return last.work === 'done' || now - last.startedAt >= PROBATION_MS;
}
