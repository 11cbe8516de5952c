import type { Clock } from '../clock';
import { ApiError } from '../errors';
import { hintWords } from '../hints';
import { pauseOf, type CredentialState } from '../store/store';

/** What WeChat said before the pause, for those who are not to ask it again before it is over. */
export function pauseError(
  { pausedFor, pauseCount, failure }: Pick<CredentialState, 'pausedFor' | 'pauseCount' | 'failure'>,
  endpoint: string,
  clock: Clock,
): ApiError {
  const { errcode, errmsg } = failure ?? { errcode: 40001, errmsg: '' };
  const retryAfter = new Date(clock.now() + pausedFor);
  const since = new Date(Math.min(clock.now(), retryAfter.getTime() - pauseOf(pauseCount)));
  const again = `All processes ask again from ${retryAfter.toISOString()}.`;
  // It may have been the secret, or the token itself: the hint names both.
  const known = hintWords({ errcode, errmsg, endpoint })?.en;
  const hint = known === undefined ? again : `${known} ${again}`;
  return new ApiError({ errcode, errmsg, hint, endpoint, retryAfter, since });
}
