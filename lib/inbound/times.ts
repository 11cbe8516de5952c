import type { Times } from './message-state';

/** The limits with a store in this process, which answers at once. */
export const LOCAL_TIMES: Times = {
  cut: 5000,
  sure: 4700,
  // Answers arrive 50 ms later at most, and WeChat receives them shortly before it closes the connection.
  lastWord: 4450,
  lastAge: 9500,
  // Long enough for a process that hangs a little, short enough for the third delivery.
  lease: 6000,
  renew: 2000,
  poll: 50,
  watch: 1000,
  again: 400,
  // A Redis that has stopped does not answer for 200 ms. It is then left alone for 1 s, and after that gets
  // one question at a time.
  patience: 1600,
  longPatience: 5000,
  grace: 20_000,
  forlorn: 30_000,
  stale: 1000,
  unheard: 5000,
  duty: 70_000,
  // The third delivery ends 15 s after the first. A process that answers it reports that, even after a while
  // without the store.
  claim: 20_000,
  repeats: 0,
  maxRun: 60_000,
};

/**
 * With a store that has to be waited for, the last question comes a little earlier; and the store may forget.
 */
export const SHARED_TIMES: Times = { ...LOCAL_TIMES, lastWord: 4230, repeats: 4 };
