import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { SessionEvent } from '../diagnostics';

/** What the bot keeps of a user. */
export interface KeptSession {
  /** As JSON. */
  readonly session: string;
  readonly conversation?: object;
}

/** On which a bot in this process tells what it keeps. Another copy of this package may run it. */
const CHANNEL = 'offiaccount:session';

/**
 * The sessions that a bot in the same process has published, by user. `told` is called after each change.
 */
export function watchSessions(account: string, told: () => void) {
  const kept = new Map<string, KeptSession>();
  function listen(event: unknown): void {
    // What this package publishes there.
    const { account: of, openid, session, conversation } = event as SessionEvent;
    if (of !== account) return;
    if (session === '{}' && conversation === undefined) kept.delete(openid);
    else kept.set(openid, { session, ...(conversation && { conversation }) });
    told();
  }
  subscribe(CHANNEL, listen);
  return {
    of: (openid: string): KeptSession | undefined => kept.get(openid),
    close: () => unsubscribe(CHANNEL, listen),
  };
}
