import { ConfigError } from '../errors';

/**
 * What goes wrong between WeChat and the app. `{ delay }`: a delivery takes so many milliseconds to the app,
 * which count in its 5 s. `'lost-answer'`: an answer of the app does not arrive, and WeChat waits for its 5
 * s.
 */
export type NetworkFault = { readonly delay: number } | 'lost-answer';

/**
 * `'dies-before-answer'`: the process of the app ends when its handlers are over, before their answer is
 * stored or sent; another begins.
 */
export type ProcessFault = 'dies-before-answer';

type Fault = NetworkFault | ProcessFault;

/** The faults that wait for their deliveries. */
export interface Disturbances {
  add(fault: Fault, times: number): () => void;
  /** How long the delivery that sets out now takes. */
  delay(): number;
  /** Whether the answer that has just come gets lost. */
  losesAnswer(): boolean;
  /** Whether the process that is about to store an answer ends instead. */
  diesBeforeAnswer(): boolean;
}

export function createDisturbances(): Disturbances {
  const waiting = new Set<{ readonly fault: Fault; left: number }>();
  const take = (fits: (fault: Fault) => boolean): Fault | undefined => {
    for (const one of waiting) {
      if (!fits(one.fault)) continue;
      if (--one.left <= 0) waiting.delete(one);
      return one.fault;
    }
    return undefined;
  };
  return {
    add(fault, times) {
      if (typeof fault === 'object' && !(fault.delay >= 0 && fault.delay < Infinity))
        throw new ConfigError('disturb({ delay }) takes milliseconds, from 0.');
      const one = { fault, left: times };
      waiting.add(one);
      return () => void waiting.delete(one);
    },
    delay() {
      const fault = take((each) => typeof each === 'object');
      return typeof fault === 'object' ? fault.delay : 0;
    },
    losesAnswer: () => take((each) => each === 'lost-answer') !== undefined,
    diesBeforeAnswer: () => take((each) => each === 'dies-before-answer') !== undefined,
  };
}
