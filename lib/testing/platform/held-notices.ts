import type { SimulatedPush } from '../push';
import type { Seen } from '../seen';

/** Delivers notices, or keeps them for a while. */
export interface HeldNotices {
  /** Undefined while notices are kept. */
  send(push: SimulatedPush): Promise<Seen | undefined>;
  /** Keeps notices until what this returns is called: delivers them one after the other. */
  hold(): (order?: 'reversed') => Promise<readonly Seen[]>;
}

export function createHeldNotices(deliver: (push: SimulatedPush) => Promise<Seen>): HeldNotices {
  let kept: SimulatedPush[] | undefined;
  return {
    async send(push) {
      if (kept === undefined) return deliver(push);
      kept.push(push);
      return undefined;
    },
    hold() {
      kept ??= [];
      return async (order) => {
        const notices = kept ?? [];
        kept = undefined;
        const seen: Seen[] = [];
        for (const notice of order === 'reversed' ? notices.toReversed() : notices)
          seen.push(await deliver(notice));
        return seen;
      };
    },
  };
}
