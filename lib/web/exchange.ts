import { randomBytes } from 'node:crypto';
import type { Api } from '../api/client';
import type { Clock } from '../clock';
import { ApiError, TransportError } from '../errors';
import { stepOf, textOf } from './code-record';
import type { Shared } from './shared';
import type { Asked } from './state';
import type { WebUser } from './user';

/** How long the user of a code is remembered for requests with the same code. */
export const KEPT_MS = 60_000;
/** The most codes whose users this process remembers. */
const MAX_KEPT = 10_000;
/** Twice the time limit of a single attempt. */
const CALL_MS = 10_000;
/**
 * How long others may wait for the user of a code. Meanwhile the record is written again in case the store
 * has lost it.
 */
const WAITED_FOR_MS = 15_000;

/** WeChat's error codes for a useless code: wrong, used, expired or missing. A new sign-in helps. */
const REFUSED: ReadonlySet<number> = new Set([40029, 40163, 42003, 41008]);

/**
 * Exchanges a code of the web authorisation for its user, once in all processes. Resolves to undefined if
 * WeChat refuses the code.
 */
export type ExchangeCode = (code: string, asked: Asked) => Promise<WebUser | undefined>;

/** The possible results of a call to WeChat. */
type Asking =
  | { readonly kind: 'signed-in'; readonly user: WebUser }
  | { readonly kind: 'refused' }
  /** `mayBeUsed`: nobody can tell whether WeChat has used the code. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly mayBeUsed: boolean };

/**
 * Creates the exchange of one account. It rejects if WeChat cannot be reached, or refuses for another reason.
 */
export function createExchange(api: Pick<Api, 'oauth'>, shared: Shared, clock: Clock): ExchangeCode {
  // The pending promise is the lock within this process. Its result also survives a store that loses data.
  const kept = new Map<string, { readonly user: Promise<WebUser | undefined>; readonly until: number }>();

  shared.onBack(() => {
    const now = clock.monotonic();
    for (const [code, { user, until }] of kept)
      if (until - now > KEPT_MS - WAITED_FOR_MS)
        user
          .then((found) => found && write(code, found))
          // The caller with the code has already received this error.
          .catch(() => undefined);
  });

  const write = (code: string, user: WebUser): Promise<void> =>
    shared.write(`code ${code}`, textOf({ kind: 'signed-in', user }), KEPT_MS);

  async function askProfile(token: string, openid: string) {
    try {
      return await api.oauth.getUserInfo(token, openid, 'zh_CN', { timeout: CALL_MS });
    } catch (error) {
      // The user granted only the openid, or is a virtual user whom WeChat did not mark.
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
    // Without a store no other process waits for the record.
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
