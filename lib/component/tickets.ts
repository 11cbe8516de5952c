import type { Call } from '../api/send-request';
import type { SharedCredentialManager } from '../api/credential';
import { createCredentialManager } from '../api/credential-manager';
import { component } from '../api/groups/component';
import { sleep } from '../api/timing';
import { FETCH_TIMEOUT_MS } from '../api/tokens';
import { TransportError, type ApiError } from '../errors';
import { memoryPlatforms } from '../store/memory-platforms';
import type { StoredTicket } from '../store/platforms';
import { ask as askWeChat } from './told';
import type { PlatformSettings } from './options';

/** The tickets that WeChat pushes to a platform, which it needs for its token. */
export interface Tickets {
  /**
   * Keeps one that was pushed, for all processes; `createdAt` is the `CreateTime` of its push. Never rejects.
   */
  take(value: string, createdAt: number): Promise<void>;
  /** Those that are good, the newest first. */
  good(): Promise<readonly StoredTicket[]>;
  /** Forgets one that WeChat refused. */
  drop(value: string, error: ApiError): Promise<void>;
  /**
   * Asks WeChat for a push, and waits until there is a ticket.
   *
   * @throws {ApiError} WeChat refuses to push: the IP, the AppID or the secret is wrong.
   * @throws {TransportError} With reason `ticket`, as the signal's time is over.
   */
  arrival(signal: AbortSignal): Promise<void>;
  /** Why there is no token. */
  error(): TransportError;
}

const POLL_MS = 1_000;
/** How soon WeChat is asked once more when it could not be reached. */
const ASK_AGAIN_MS = 10_000;
/** How soon a ticket that could not be saved is saved once more. */
const SAVE_AGAIN_MS = 5_000;
/** WeChat pushes every 10 minutes: whoever asks more often gets none sooner. */
const ASKED_MS = 600_000;

export function createTickets(
  { componentAppId, store, clock, logger, away }: PlatformSettings,
  call: Call,
): Tickets {
  const shared = store.platforms;
  // For the time in which the shared store is away.
  const local = memoryPlatforms(clock);
  const unsaved = new Map<string, StoredTicket>();
  const listeners = new Set<() => void>();
  const asking = askingManager();
  let isWaiting = false;
  let missingSince: Date | undefined;
  let askedAt: Date | undefined;
  let unasked: TransportError | undefined;
  let refusal: ApiError | undefined;
  let waiters = 0;
  let polling: Promise<void> | undefined;

  async function take(value: string, createdAt: number): Promise<void> {
    const ticket = { value, createdAt };
    await local.addTicket(componentAppId, ticket);
    unsaved.set(value, ticket);
    await saveOrLater();
    for (const listener of listeners) listener();
  }

  /** Another one comes in 10 minutes only: until then other processes may have none. */
  async function saveOrLater(): Promise<void> {
    try {
      await saveUnsaved();
    } catch (error) {
      away(error);
      // Not longer than the process lives for something else.
      if (isWaiting) return;
      isWaiting = true;
      clock.setTimeout(() => {
        isWaiting = false;
        void saveOrLater();
      }, SAVE_AGAIN_MS);
    }
  }

  async function saveUnsaved(): Promise<void> {
    for (const ticket of unsaved.values()) {
      await shared.addTicket(componentAppId, ticket);
      unsaved.delete(ticket.value);
    }
  }

  async function good(): Promise<readonly StoredTicket[]> {
    const tickets = await stored();
    // Whoever missed one may have given up before it came.
    if (tickets.length > 0) missingSince = undefined;
    return tickets;
  }

  async function stored(): Promise<readonly StoredTicket[]> {
    try {
      await saveUnsaved();
      return await shared.tickets(componentAppId);
    } catch (error) {
      away(error);
      return local.tickets(componentAppId);
    }
  }

  async function drop(value: string, error: ApiError): Promise<void> {
    refusal = error;
    unsaved.delete(value);
    await local.dropTicket(componentAppId, value);
    await shared.dropTicket(componentAppId, value).catch(away);
  }

  async function arrival(signal: AbortSignal): Promise<void> {
    waiters++;
    try {
      await unlessOver((polling ??= poll().finally(() => (polling = undefined))), signal);
    } finally {
      waiters--;
    }
  }

  /** At once, so that this error comes before that of the call itself, which knows less. */
  function unlessOver(promise: Promise<void>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = () => {
        const reason: unknown = signal.reason;
        reject(reason instanceof TransportError && reason.reason === 'aborted' ? reason : error());
      };
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
      promise.finally(() => signal.removeEventListener('abort', end)).then(resolve, reject);
    });
  }

  /** Looks for all who wait, as long as somebody does. */
  async function poll(): Promise<void> {
    missingSince ??= new Date(clock.now());
    let askAt = -Infinity;
    let asked: Promise<void> | undefined;
    do {
      // Before anybody is asked: one may come meanwhile.
      const next = nextTicket();
      try {
        if ((await good()).length > 0) return;
        if (asked === undefined && clock.monotonic() >= askAt) {
          askAt = clock.monotonic() + ASK_AGAIN_MS;
          asked = ask().finally(() => (asked = undefined));
          // It may end when nobody waits for it any more.
          asked.catch(() => undefined);
        }
        await Promise.race([next.arrival, sleep(clock, POLL_MS), ...(asked === undefined ? [] : [asked])]);
      } catch (error) {
        // What WeChat refuses does not matter to those who have a ticket.
        if ((await good()).length > 0) return;
        throw error;
      } finally {
        next.forget();
      }
    } while (waiters > 0);
  }

  async function ask(): Promise<void> {
    try {
      const { expiresAt } = await asking.get();
      askedAt = new Date(clock.now() - Math.max(0, ASKED_MS - (expiresAt - clock.monotonic())));
      unasked = undefined;
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      unasked = error;
    }
  }

  /** The next ticket that this process gets. */
  function nextTicket() {
    let arrived: () => void = () => undefined;
    const arrival = new Promise<void>((resolve) => (arrived = resolve));
    listeners.add(arrived);
    return { arrival, forget: () => void listeners.delete(arrived) };
  }

  /** That WeChat was asked is kept like a credential: for all processes, with pauses after a refusal. */
  function askingManager(): SharedCredentialManager {
    const request = component.startPushTicket();
    return createCredentialManager({
      key: { account: componentAppId, name: 'ticket-push' },
      endpoint: request.path,
      store: store.credentials,
      margin: 0,
      repeatable: true,
      clock,
      logger,
      fetch: async () => {
        await askWeChat(call, request, FETCH_TIMEOUT_MS);
        return { value: 'asked', lifetime: ASKED_MS };
      },
    });
  }

  function error(): TransportError {
    const since = (missingSince ?? new Date(clock.now())).toISOString();
    const refused =
      refusal === undefined ? '' : ` WeChat refused the last one that was there: ${refusal.errcode}.`;
    const push =
      unasked !== undefined
        ? `WeChat could not be asked to push one: ${unasked.message}`
        : askedAt !== undefined
          ? `WeChat was asked at ${askedAt.toISOString()} to push one, which takes it up to 10 minutes: to the address for authorisation events (授权事件接收 URL), where platform() receives it.`
          : 'WeChat pushes one every 10 minutes, to the address for authorisation events (授权事件接收 URL).';
    return new TransportError(`No component_verify_ticket is there since ${since}.${refused} ${push}`, {
      sent: false,
      reason: 'ticket',
    });
  }

  return { take, good, drop, arrival, error };
}
