import { randomBytes } from 'node:crypto';
import type { Api } from '../api/client';
import type { Clock } from '../clock';
import { ApiError, TransportError } from '../errors';
import { stepOf, textOf } from './code-record';
import type { Shared } from './shared';
import type { Asked } from './state';
import type { WebUser } from './user';

/** How long what a code gave is kept for those who come with the same code. */
export const KEPT_MS = 60_000;
/** Most codes whose users this process remembers. */
const MAX_KEPT = 10_000;
/** Twice what a single try may take. */
const CALL_MS = 10_000;
/** How long others wait for what a code gave: meanwhile it is written down again for a store that has forgotten it. */
const WAITED_FOR_MS = 15_000;

/** Codes of WeChat's for a code of no use: wrong, used, over, missing. Another sign-in helps. */
const REFUSED: ReadonlySet<number> = new Set([40029, 40163, 42003, 41008]);

/** Exchanges codes of the web authorisation, each once in all processes; resolves to nothing where WeChat refuses the code. */
export type ExchangeCode = (code: string, asked: Asked) => Promise<WebUser | undefined>;

/** What came of asking WeChat. */
type Asking =
  | { readonly kind: 'signed-in'; readonly user: WebUser }
  | { readonly kind: 'refused' }
  /** `mayBeUsed`: nobody knows whether WeChat has used the code. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly mayBeUsed: boolean };

/** Makes the exchange of one account. It rejects when WeChat cannot be reached, or refuses for another reason. */
export function createExchange(api: Pick<Api, 'oauth'>, shared: Shared, clock: Clock): ExchangeCode {
  // The pending promise is the lock within this process; and what it had outlives a store that forgets.
  const kept = new Map<string, { readonly user: Promise<WebUser | undefined>; readonly until: number }>();

  shared.onBack(() => {
    const now = clock.monotonic();
    for (const [code, { user, until }] of kept)
      if (until - now > KEPT_MS - WAITED_FOR_MS)
        user
          .then((found) => found && write(code, found))
          // Who came with the code has been told.
          .catch(() => undefined);
  });

  const write = (code: string, user: WebUser): Promise<void> =>
    shared.write(`code ${code}`, textOf({ kind: 'signed-in', user }), KEPT_MS);

  async function askProfile(token: string, openid: string) {
    try {
      return await api.oauth.getUserInfo(token, openid, 'zh_CN', { timeout: CALL_MS });
    } catch (error) {
      // The user has granted the openid alone, or is a virtual one whom WeChat has not marked as such.
      if (error instanceof ApiError && error.errcode === 48001) return undefined;
      throw error;
    }
  }

  async function ask(code: string, asked: Asked): Promise<Asking> {
    let isUsed = false;
    try {
      const grant = await api.oauth.getAccessToken(code, { timeout: CALL_MS });
      isUsed = true;
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
      return { kind: 'signed-in', user };
    } catch (error) {
      if (!isUsed && error instanceof ApiError && REFUSED.has(error.errcode)) return { kind: 'refused' };
      const isLost = error instanceof TransportError && error.sent && error.reason !== 'status';
      return { kind: 'failed', error, mayBeUsed: isUsed || isLost };
    }
  }

  async function exchange(code: string, asked: Asked): Promise<WebUser | undefined> {
    const name = `code ${code}`;
    const by = randomBytes(9).toString('base64url');
    const taken = await shared.take(name, KEPT_MS, (text) => stepOf(text, by));
    if (taken.kind === 'found') return taken.value === 'refused' ? undefined : taken.value;
    if (taken.kind === 'late') return undefined;
    const asking = await ask(code, asked);
    const written =
      asking.kind === 'signed-in'
        ? write(code, asking.user)
        : taken.put(textOf({ kind: asking.kind === 'failed' && !asking.mayBeUsed ? 'unused' : 'spent', by }));
    // Without a store nobody waits for it.
    if (taken.kind === 'mine') await written;
    else written.catch(() => undefined);
    switch (asking.kind) {
      case 'signed-in':
        return asking.user;
      case 'refused':
        return undefined;
      case 'failed':
        throw asking.error;
    }
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
