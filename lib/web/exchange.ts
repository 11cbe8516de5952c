import type { Api } from '../api/client';
import type { Clock } from '../clock';
import { ApiError } from '../errors';
import type { Shared } from './shared';
import type { Asked } from './state';
import { userIn } from './user';
import type { WebUser } from './user';

/** How long what a code gave is kept for those who come with the same code. */
export const KEPT_MS = 60_000;
/** Most codes whose users this process remembers. */
const MAX_KEPT = 10_000;
const CALL_MS = 5000;

/** Codes of WeChat's for a code of no use: wrong, used, over, missing. Another sign-in helps. */
const REFUSED: ReadonlySet<number> = new Set([40029, 40163, 42003, 41008]);

/** Exchanges codes of the web authorisation, each once in all processes; resolves to nothing where WeChat refuses the code. */
export type Exchange = (code: string, asked: Asked) => Promise<WebUser | undefined>;

/** Makes the exchange of one account. It rejects when WeChat cannot be reached, or refuses for another reason. */
export function createExchange(api: Api, shared: Shared, clock: Clock): Exchange {
  // The pending promise is the lock within this process; and what it had outlives a store that forgets.
  const kept = new Map<string, { readonly user: Promise<WebUser | undefined>; readonly until: number }>();

  async function look(code: string): Promise<WebUser | undefined> {
    const text = await shared.read(`code ${code}`, KEPT_MS);
    return text === undefined ? undefined : userIn(JSON.parse(text));
  }

  async function ask(code: string, asked: Asked): Promise<WebUser | 'refused'> {
    try {
      const grant = await api.oauth.getAccessToken(code, { timeout: CALL_MS });
      const isSnapshot = grant.is_snapshotuser === 1;
      const isAllowed = asked === 'profile' && !isSnapshot && grant.scope.includes('snsapi_userinfo');
      const profile = isAllowed ? await askProfile(grant.access_token, grant.openid) : undefined;
      const unionid = profile?.unionid ?? grant.unionid;
      const user: WebUser = {
        openid: grant.openid,
        ...(unionid !== undefined && unionid !== '' && { unionid }),
        scope: profile === undefined ? 'snsapi_base' : 'snsapi_userinfo',
        ...(profile !== undefined && { nickname: profile.nickname, headimgurl: profile.headimgurl }),
        isSnapshot,
        since: Math.floor(clock.now()),
      };
      // Neither token: what is kept cannot call WeChat.
      await shared.write(`code ${code}`, JSON.stringify(user), KEPT_MS);
      return user;
    } catch (error) {
      if (error instanceof ApiError && REFUSED.has(error.errcode)) return 'refused';
      throw error;
    }
  }

  async function askProfile(token: string, openid: string) {
    try {
      return await api.oauth.getUserInfo(token, openid, 'zh_CN', { timeout: CALL_MS });
    } catch (error) {
      // The user has granted the openid alone, or is a virtual one whom WeChat has not marked as such.
      if (error instanceof ApiError && error.errcode === 48001) return undefined;
      throw error;
    }
  }

  async function exchange(code: string, asked: Asked): Promise<WebUser | undefined> {
    const found = await shared.inTurn<WebUser | 'refused'>(
      `turn ${code}`,
      () => look(code),
      () => ask(code, asked),
    );
    return found === 'refused' ? undefined : found;
  }

  return (code, asked) => {
    const now = clock.monotonic();
    for (const [oldest, { until }] of kept) {
      if (until > now && kept.size < MAX_KEPT) break;
      kept.delete(oldest);
    }
    const before = kept.get(code);
    if (before !== undefined) return before.user;
    const user = exchange(code, asked);
    kept.set(code, { user, until: now + KEPT_MS });
    const forget = () => void kept.delete(code);
    user.then((found) => found ?? forget(), forget);
    return user;
  };
}
