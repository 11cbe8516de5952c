import type { Clock } from '../../clock';
import type { FakeAccount } from './fake-account';
import { ApiRefusalError } from './api-refusal-error';
import { perDayOf } from './rights';

const DAY_MS = 86_400_000;
const BEIJING_OFFSET_MS = 8 * 3_600_000;
/** Calls a day where nothing else is known. */
const USUAL_PER_DAY = 100_000;

/** What works when everything else is used up: tokens, and what tells of quotas. */
const ALWAYS = /token$|^\/cgi-bin\/openapi\//;

/** How often an account may call, and has called, today; days begin at midnight in Beijing. */
export const quotas = ({ clock, kind }: FakeAccount) => {
  const limits = new Map<string, number>();
  let used = new Map<string, number>();
  let day = NaN;
  let exhausted = false;

  const today = (): Map<string, number> => {
    const now = Math.floor((clock.now() + BEIJING_OFFSET_MS) / DAY_MS);
    if (now !== day && !Number.isNaN(day)) {
      used = new Map();
      exhausted = false;
    }
    day = now;
    return used;
  };

  const exhaustedToday = (): boolean => {
    today();
    return exhausted;
  };

  return {
    /** Counts a call; refuses it when there were too many. */
    use(path: string, most = USUAL_PER_DAY, errcode = 45009): void {
      const perDay = perDayOf(kind(), path, most);
      limits.set(path, perDay);
      const count = today().get(path) ?? 0;
      if (exhausted && perDay !== Infinity && !ALWAYS.test(path))
        throw new ApiRefusalError(45009, `the calls of ${path} are used up today`);
      if (count >= perDay) throw new ApiRefusalError(errcode, `more than ${perDay} calls of ${path} today`);
      used.set(path, count + 1);
    },
    get(path: string) {
      const daily_limit = limits.get(path) ?? USUAL_PER_DAY;
      const count = exhaustedToday() ? daily_limit : (today().get(path) ?? 0);
      return { daily_limit, used: count, remain: daily_limit - count };
    },
    clear: (path?: string): void => {
      if (path === undefined) {
        today().clear();
        exhausted = false;
      } else today().delete(path);
    },
    /** Uses up, or gives back, all but the tokens. */
    exhaust(yes: boolean): void {
      today();
      exhausted = yes;
    },
    get exhausted() {
      return exhaustedToday();
    },
  };
};

/** Something that is allowed so often a month; months begin at midnight in Beijing. */
export function monthlyCount(clock: Clock, most: number) {
  let month = '';
  let used = 0;
  const thisMonth = (): number => {
    const current = new Date(clock.now() + BEIJING_OFFSET_MS).toISOString().slice(0, 7);
    if (current !== month) used = 0;
    month = current;
    return used;
  };
  return {
    left: (): number => most - thisMonth(),
    /** Counts one more; false when there were too many. */
    use(): boolean {
      if (thisMonth() >= most) return false;
      used++;
      return true;
    },
  };
}

/** Something that is allowed so often a month. */
export function monthly({ clock }: FakeAccount, most: number): () => void {
  const count = monthlyCount(clock, most);
  return () => {
    if (!count.use()) throw new ApiRefusalError(48006, `${most} times a month are used up`);
  };
}

/** What may be called so often within a second, each name by itself. */
export function perSecond(clock: Clock, most: number): (name: string) => void {
  const calls = new Map<string, readonly number[]>();
  return (name) => {
    const at = clock.now();
    // A clock that was set back has no future.
    const recent = (calls.get(name) ?? []).filter((each) => each > at - 1000 && each <= at);
    if (recent.length >= most) throw new ApiRefusalError(44990, `at most ${most} times a second`);
    calls.set(name, [...recent, at]);
  };
}
