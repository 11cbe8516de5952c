import type { Times } from './message-state';

/** Where the store is in this process, and answers at once. */
export const LOCAL_TIMES: Times = {
  cut: 5000,
  sure: 4700,
  // Answers arrive 50 ms later at most, and WeChat hears them a little before it cuts.
  lastWord: 4450,
  lastAge: 9500,
  // Long enough for a process that hangs a little, short enough for the third delivery.
  lease: 6000,
  renew: 2000,
  poll: 50,
  watch: 1000,
  again: 400,
  // A Redis that stood still once does not answer for 200 ms, is left alone for 1 s, and is then asked by one at a time.
  patience: 1600,
  longPatience: 5000,
  grace: 20_000,
  forlorn: 30_000,
  stale: 1000,
  unheard: 5000,
  duty: 70_000,
  // The third delivery ends 15 s after the first; whoever answers it says so, even after a while without the store.
  claim: 20_000,
  repeats: 0,
  maxRun: 60_000,
};

/** Where it has to be waited for, it is asked a little earlier; and it may forget. */
export const SHARED_TIMES: Times = { ...LOCAL_TIMES, lastWord: 4230, repeats: 4 };
