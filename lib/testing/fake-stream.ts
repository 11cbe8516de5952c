import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';

/** How a `fakeStream` goes. Times are milliseconds. */
export interface FakeStreamOptions {
  /** Where time comes from: `simulator.clock`. Default: real time. */
  readonly clock?: Clock;
  /** Before each piece. Default 300. */
  readonly every?: number;
  /** After so long it fails, whatever is left of it. Default: never. */
  readonly fail?: number;
  /** What it fails with. */
  readonly error?: Error;
}

/** A stream like that of a language model. It can be read once. */
export interface FakeStream extends AsyncIterable<string> {
  /** `stopped`: whoever read it has told it to end, so a model would make no more tokens. */
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  /** How many pieces have been read. */
  readonly read: number;
}

/**
 * Plays a language model that answers piece by piece: `reply.stream(fakeStream(['Hel', 'lo'], { clock, every:
 * 300, fail: 5000 }))`.
 *
 * @example
 * wx.text(() => reply.stream(fakeStream(['Hel', 'lo'], { clock, every: 300, fail: 5000 })));
 *
 * @throws {ConfigError} A time is no number of milliseconds from 0.
 */
export function fakeStream(pieces: Iterable<string>, options: FakeStreamOptions = {}): FakeStream {
  const { clock = systemClock, every = 300, fail = Infinity } = options;
  const { error = new Error('The stream failed, as it was told to.') } = options;
  for (const [name, ms] of Object.entries({ every, fail }))
    if (typeof ms !== 'number' || !(ms >= 0))
      throw new ConfigError(`fakeStream(): "${name}" must be milliseconds, from 0.`);
  let state: FakeStream['state'] = 'waiting';
  let read = 0;
  let stop: () => void = () => undefined;
  const over = { done: true, value: undefined } as const;

  /** Waits, unless it is stopped meanwhile. */
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, ms);
      stop = () => {
        clock.clearTimeout(timer);
        resolve();
      };
    });

  return {
    get state() {
      return state;
    },
    get read() {
      return read;
    },
    [Symbol.asyncIterator]() {
      if (state !== 'waiting') throw new Error('A fakeStream() can be read once.');
      state = 'running';
      const rest = pieces[Symbol.iterator]();
      const failsAt = clock.monotonic() + fail;
      return {
        async next() {
          if (state !== 'running') return over;
          const left = failsAt - clock.monotonic();
          const next = rest.next();
          const waits = Math.min(left, next.done === true ? 0 : every);
          if (waits > 0) await pause(waits);
          // It may have been stopped meanwhile.
          if ((state as FakeStream['state']) !== 'running') return over;
          if (left <= waits) {
            state = 'failed';
            throw error;
          }
          if (next.done === true) {
            state = 'done';
            return over;
          }
          read++;
          return { done: false, value: next.value };
        },
        return() {
          if (state === 'running') state = 'stopped';
          stop();
          return Promise.resolve(over);
        },
      };
    },
  };
}
