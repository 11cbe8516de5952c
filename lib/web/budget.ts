import type { Clock } from '../clock';

const MINUTE_MS = 60_000;
/** Wrong words that one user may send in a minute. */
const MAX_WRONG = 5;
/** Most users whose wrong words are remembered; the oldest are forgotten first. */
const MAX_USERS = 10_000;

/** Lets at most `perMinute` things happen in a minute. */
export function createBudget(perMinute: number, clock: Clock): { take(): boolean } {
  let left = perMinute;
  let at = clock.monotonic();
  return {
    take() {
      const now = clock.monotonic();
      left = Math.min(perMinute, left + ((now - at) / MINUTE_MS) * perMinute);
      at = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}

/** Who has sent how many wrong words within a minute, in this process. */
export function createGuesses(clock: Clock) {
  const users = new Map<string, { count: number; readonly until: number }>();
  const known = (openid: string) => {
    const found = users.get(openid);
    return found !== undefined && found.until > clock.monotonic() ? found : undefined;
  };
  return {
    mayTry: (openid: string): boolean => (known(openid)?.count ?? 0) < MAX_WRONG,
    wrong(openid: string): void {
      const { count, until } = known(openid) ?? { count: 0, until: clock.monotonic() + MINUTE_MS };
      users.delete(openid);
      for (const oldest of users.keys()) if (users.size >= MAX_USERS) users.delete(oldest);
      users.set(openid, { count: count + 1, until });
    },
  };
}
