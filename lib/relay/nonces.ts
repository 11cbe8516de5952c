import { randomUUID } from 'node:crypto';
import { MAX_SKEW_MS } from '../api/relay/exchange';
import { hashOf } from '../api/relay/signature';
import type { Clock } from '../clock';
import type { TurnStore } from '../store/turns';

/**
 * A time is believed when it is up to a minute before or after ours: so long may the same request come again.
 */
const REMEMBERED_MS = 2 * MAX_SKEW_MS + 5_000;
/** Only signed requests count: more than so many in two minutes are refused. */
const MAX_NONCES = 200_000;

/** Remembers which requests there have been. */
export interface Nonces {
  /**
   * Whether this is the first request with this nonce. Rejects with a `StoreError` when the store cannot be
   * reached.
   */
  isFirst(nonce: string, timestamp: number): Promise<boolean>;
}

/** Nonces of this process, and of all that share the store. */
export function createNonces(turns: TurnStore, account: string, clock: Clock): Nonces {
  const seen = new Map<string, number>();
  const started = clock.now();

  function forget(now: number): void {
    // In the order in which they came.
    for (const [nonce, until] of seen) {
      if (until > now) return;
      seen.delete(nonce);
    }
  }

  return {
    async isFirst(nonce, timestamp) {
      const now = clock.monotonic();
      forget(now);
      if (seen.has(nonce) || seen.size >= MAX_NONCES) return false;
      seen.set(nonce, now + REMEMBERED_MS);
      // Whoever is first in a line of its own is the first: nobody leaves it before the nonce is forgotten.
      const mine = { id: randomUUID(), owner: randomUUID() };
      const turn = turns.ask({ account, id: hashOf(`relay ${nonce}`) }, mine, 0, REMEMBERED_MS);
      // The memory of a process ends with it: what was sent before it began may have been seen by the one
      // before.
      if (turn === 'mine') return timestamp >= started;
      return (await turn) === 'mine';
    },
  };
}
