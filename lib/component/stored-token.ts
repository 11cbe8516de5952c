import { randomUUID } from 'node:crypto';
import type { FetchedCredential } from '../api/credential';
import type { CredentialKey } from '../store/store';
import { MARGIN_MS } from './component-token';
import type { PlatformSettings } from './options';

const LOCK_MS = 5_000;

/**
 * Where the token of an account is kept: apart from the account's own, and from what another platform has.
 */
export const accountTokenKey = (componentAppId: string, appId: string): CredentialKey => ({
  account: appId,
  name: `token:${componentAppId}`,
});

/** What it takes to replace a token: a part of `World`. */
interface Replacing {
  readonly settings: Pick<PlatformSettings, 'componentAppId' | 'store' | 'away'>;
  readonly forgetToken: (appId: string) => void;
}

/**
 * What an authorisation gave, in place of the token that is stored; none: that one is good no more. Never
 * rejects.
 */
export async function replaceToken(
  { settings: { componentAppId, store, away }, forgetToken }: Replacing,
  appId: string,
  fetched: FetchedCredential | undefined,
): Promise<void> {
  const { credentials } = store;
  const key = accountTokenKey(componentAppId, appId);
  forgetToken(appId);
  try {
    const { value } = await credentials.read(key);
    if (value !== fetched?.value) await credentials.invalidate(key, value);
    if (fetched === undefined) return;
    const owner = randomUUID();
    const { generation } = await credentials.claim(key, owner, LOCK_MS);
    const refreshIn = fetched.lifetime - Math.min(MARGIN_MS, fetched.lifetime / 4);
    // Without the lock it does nothing: whoever is renewing it just now writes one as well.
    await credentials.completeClaim(key, owner, {
      kind: 'fresh',
      value: fetched.value,
      expiresIn: fetched.lifetime,
      refreshIn,
      generation,
    });
  } catch (error) {
    away(error);
  }
}
