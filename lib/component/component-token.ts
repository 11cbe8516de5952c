import type { Call } from '../api/send-request';
import type { CredentialManager, FetchedCredential, SharedCredentialManager } from '../api/credential';
import { createCredentialManager } from '../api/credential-manager';
import { startTimeout } from '../api/call-timeout';
import { component } from '../api/groups/component';
import { unlessAborted } from '../api/timing';
import { FETCH_TIMEOUT_MS, readCredential } from '../api/tokens';
import { ApiError, TransportError } from '../errors';
import type { PlatformSettings } from './options';
import { ask } from './told';
import type { Tickets } from './tickets';

export const COMPONENT_TOKEN_PATH = '/cgi-bin/component/api_component_token';
/** Of all credentials of a platform; those of its accounts have names of their own. */
const NAME = 'component-token';
export const MARGIN_MS = 600_000;

/** Codes that say: this ticket is over or wrong, and another one may be good. */
const TICKET_REFUSED: ReadonlySet<number> = new Set([61005, 61006, 40091]);

/**
 * The manager of the platform's own token. It fails at once, with reason `ticket`, when there is no ticket.
 */
export function createComponentTokenManager(
  { componentAppId, store, clock, logger }: PlatformSettings,
  call: Call,
  tickets: Tickets,
): SharedCredentialManager {
  async function fetch(): Promise<FetchedCredential> {
    const end = clock.monotonic() + FETCH_TIMEOUT_MS;
    for (const { value } of await tickets.good()) {
      const request = component.getComponentAccessToken(value);
      const left = end - clock.monotonic();
      if (left < 1) break;
      try {
        const answer = await ask(call, request, left);
        return readCredential(request, answer, 'component_access_token');
      } catch (error) {
        if (!(error instanceof ApiError) || !TICKET_REFUSED.has(error.errcode)) throw error;
        await tickets.drop(value, error);
      }
    }
    throw tickets.error();
  }

  return createCredentialManager({
    key: { account: componentAppId, name: NAME },
    endpoint: COMPONENT_TOKEN_PATH,
    store: store.credentials,
    margin: MARGIN_MS,
    repeatable: false,
    rival:
      "Another program asks for this platform's token, and each one it gets ends ours: a development machine, for example. " +
      'Let it share the store, or use a platform of its own.',
    clock,
    logger,
    fetch,
  });
}

/** The token, within the time that a call may take. */
export async function tokenWithin(
  manager: CredentialManager,
  { clock, timeout }: PlatformSettings,
): Promise<string> {
  const time = startTimeout(clock, timeout, () => false);
  try {
    return (await unlessAborted(manager.get(time.signal), time.signal)).value;
  } finally {
    time.close();
  }
}

/** The same manager for calls that have time: without a ticket they wait for one. */
export const waitingForTicket = (manager: CredentialManager, tickets: Tickets): CredentialManager => ({
  invalidate: (value, error) => manager.invalidate(value, error),
  markUsed: (value) => manager.markUsed(value),
  maxWaitMs: Infinity,
  get: async (signal = new AbortController().signal) => {
    for (;;) {
      try {
        return await manager.get(signal);
      } catch (error) {
        if (!(error instanceof TransportError) || error.reason !== 'ticket') throw error;
        await tickets.arrival(signal);
      }
    }
  },
});
