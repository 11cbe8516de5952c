import type { MessageState } from './message-state';

/** How long a message that another process may have died of is watched before the next is begun. */
const PROBATION_MS = 2000;

/**
 * Whether a process may begin now what another has begun, and vanished. One of its messages may have been the reason: begun one by one,
 * each ends at most the process that begins it, and takes no other with it. `last` is the one that was begun so before.
 */
export function mayTakeOver(last: MessageState | undefined, message: MessageState, now: number): boolean {
  if (last === undefined || last === message) return true;
  // Wished for, and perhaps granted.
  if (last.work === 'none') return !last.asking;
  return last.work === 'done' || now - last.startedAt >= PROBATION_MS;
}
