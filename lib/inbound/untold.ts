import type { Clock } from '../clock';
import type { DeliveryKey, DeliveryStore } from '../store/deliveries';
import type { Facts, Owner, Patience, Wish } from '../store/facts';
import { isLater } from './later';

/** The most messages that wait for the store to return; older ones are dropped. */
const MAX_UNTOLD = 2000;
/** How many are told when another call has found that the store is back. */
const MAX_AT_ONCE = 10;

export const NO_WISH: Wish = { run: 'no', ack: false, send: false };

interface Untold {
  readonly key: DeliveryKey;
  readonly me: Owner;
  readonly facts: Facts;
}

/** Keeps what an unreachable store does not know about finished messages, and tells it when it is back. */
export function createUntold(store: DeliveryStore, clock: Clock, patience: Patience) {
  const untold = new Map<string, Untold>();
  let telling = 0;

  function tell({ key, me, facts }: Untold): void {
    const put = (): void => void untold.set(key.id, { key, me, facts });
    try {
      const told = store.sync(key, { me, facts, wish: NO_WISH, patience, now: clock.monotonic() });
      if (!isLater(told)) return;
      telling++;
      void told.then(
        () => {
          telling--;
          tellSome();
        },
        () => {
          telling--;
          put();
        },
      );
    } catch {
      put();
    }
  }

  function tellSome(): void {
    if (telling > 0) return;
    for (const [id, each] of [...untold].slice(0, MAX_AT_ONCE)) {
      untold.delete(id);
      tell(each);
    }
  }

  return {
    add(key: DeliveryKey, me: Owner, facts: Facts): void {
      untold.delete(key.id);
      untold.set(key.id, { key, me, facts });
      if (untold.size <= MAX_UNTOLD) return;
      for (const [oldest] of untold) {
        untold.delete(oldest);
        break;
      }
    },
    /** The store has just answered. */
    isBack(): void {
      if (untold.size > 0) tellSome();
    },
  };
}
