import type { AccountRecord, PlatformStore } from './platforms';
import type { SealContext, Seals } from './seals';
import type { CredentialKey, CredentialState, CredentialStore } from './store';

/**
 * A store whose values only those can read who know one of the secrets. A value that none of them opens
 * counts as absent, so that it is asked for anew.
 */
export function encryptedCredentials(inner: CredentialStore, seals: Seals): CredentialStore {
  const opened = <S extends CredentialState>(key: CredentialKey, state: S): S => ({
    ...state,
    value: seals.open(key, state.value) ?? '',
  });

  return {
    read: async (key) => opened(key, await inner.read(key)),
    claim: async (key, owner, ms) => opened(key, await inner.claim(key, owner, ms)),
    completeClaim: (key, owner, outcome) =>
      inner.completeClaim(
        key,
        owner,
        outcome.kind === 'fresh' ? { ...outcome, value: seals.close(key, outcome.value) } : outcome,
      ),
    invalidate: async (key, value, failure) => {
      for (const sealed of seals.closeByEach(key, value)) {
        const refusals = await inner.invalidate(key, sealed, failure);
        if (refusals !== undefined) return refusals;
      }
      return undefined;
    },
    markUsed: async (key, value) => {
      for (const sealed of seals.closeByEach(key, value)) await inner.markUsed(key, sealed);
    },
    allowForce: (key) => inner.allowForce(key),
  };
}

/**
 * The same for what a platform has: a refresh token that no secret opens is one that is not known, and WeChat
 * tells it again.
 */
export function encryptedPlatforms(inner: PlatformStore, seals: Seals): PlatformStore {
  const opened = (platform: string, record: AccountRecord): AccountRecord => ({
    ...record,
    refreshToken: seals.open(contextOf(platform, record.appId), record.refreshToken) ?? '',
  });

  return {
    ...inner,
    account: async (platform, appId) => {
      const record = await inner.account(platform, appId);
      return record && opened(platform, record);
    },
    list: async (platform, after, count) =>
      (await inner.list(platform, after, count)).map((record) => opened(platform, record)),
    save: (platform, record, expectedGeneration) => {
      const refreshToken =
        record.refreshToken === '' ? '' : seals.close(contextOf(platform, record.appId), record.refreshToken);
      return inner.save(platform, { ...record, refreshToken }, expectedGeneration);
    },
    tickets: async (platform) =>
      (await inner.tickets(platform)).flatMap((ticket) => {
        const value = seals.open(ticketOf(platform), ticket.value);
        return value === undefined ? [] : [{ ...ticket, value }];
      }),
    addTicket: (platform, ticket) =>
      inner.addTicket(platform, { ...ticket, value: seals.close(ticketOf(platform), ticket.value) }),
    dropTicket: async (platform, value) => {
      for (const sealed of seals.closeByEach(ticketOf(platform), value))
        await inner.dropTicket(platform, sealed);
    },
  };
}

const contextOf = (platform: string, appId: string): SealContext => ({ account: platform, name: appId });
const ticketOf = (platform: string): SealContext => ({ account: platform, name: 'component-verify-ticket' });
