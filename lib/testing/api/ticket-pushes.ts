import type { Seen } from '../seen';
import type { FakeAccount } from './fake-account';
import { platforms } from './platform';

const EVERY_MS = 600_000;
/** WeChat stops after repeated failures; how many is not documented. */
const MAX_FAILURES = 3;

/** Whether tickets are pushed, and how many in a row have not been answered with `success`. */
type Pushing = { readonly is: 'running'; readonly failures: number } | { readonly is: 'stopped' };

/** What becomes of it when a push was answered, or was not. */
const after = (pushing: Pushing, isTaken: boolean): Pushing => {
  if (pushing.is === 'stopped') return pushing;
  if (isTaken) return { is: 'running', failures: 0 };
  const failures = pushing.failures + 1;
  return failures < MAX_FAILURES ? { is: 'running', failures } : { is: 'stopped' };
};

/** The pushes of a platform's component_verify_ticket (票据推送). */
export const ticketPushes = (account: FakeAccount) => {
  const { clock } = account;
  let pushing: Pushing = { is: 'stopped' };
  let toLose = 0;
  let timer: unknown;

  async function push(): Promise<Seen | undefined> {
    const ComponentVerifyTicket = account.part(platforms).ticket();
    if (toLose > 0) {
      toLose--;
      return undefined;
    }
    const seen = await account.notify('component_verify_ticket', { ComponentVerifyTicket });
    if (seen !== undefined) pushing = after(pushing, seen.outcome === 'silent');
    return seen;
  }

  function wait(): void {
    timer = clock.setTimeout(() => {
      wait();
      // Nobody waits for it; a simulator that is closed delivers nothing more.
      if (pushing.is === 'running') void push().catch(() => undefined);
    }, EVERY_MS);
  }

  return {
    /** Makes a ticket, which is pushed unless it is to get lost. */
    push,
    /** Pushes one every ten minutes from now on. */
    run(): void {
      pushing = { is: 'running', failures: 0 };
      wait();
    },
    /** What is answered to a program that asks for the pushes, and the push that follows. */
    start() {
      const errmsg = pushing.is === 'running' ? 'in a normal state' : 'ok';
      pushing = { is: 'running', failures: 0 };
      return { errmsg, push };
    },
    /** The next `count` tickets do not reach the platform. */
    lose: (count: number): void => void (toLose += count),
    get state() {
      return pushing.is;
    },
    close: (): void => clock.clearTimeout(timer),
  };
};
