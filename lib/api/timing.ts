import type { Clock } from '../clock';

/** Resolves after `ms`, or rejects with the signal's reason. */
export function sleep(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clock.clearTimeout(timer);
      reject(signal?.reason instanceof Error ? signal.reason : new Error('Aborted.'));
    };
    const timer = hold(
      clock.setTimeout(() => {
        signal?.removeEventListener('abort', abort);
        resolve();
      }, ms),
    );
    signal?.addEventListener('abort', abort, { once: true });
    if (signal?.aborted) abort();
  });
}

/** The promise's outcome or, should it not be there when the signal aborts, the signal's reason. */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    // Whoever heard the signal itself comes first: only the transport knows how far a request got.
    const abort = () =>
      void setImmediate(() => reject(signal.reason instanceof Error ? signal.reason : new Error('Aborted.')));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    promise.finally(() => signal.removeEventListener('abort', abort)).then(resolve, reject);
  });
}

// The clock's timers let a process end. One that waits to send its call again should stay.
const hold = (timer: unknown): unknown => (isTimeout(timer) ? timer.ref() : timer);

const isTimeout = (timer: unknown): timer is NodeJS.Timeout =>
  typeof timer === 'object' && timer !== null && 'ref' in timer && typeof timer.ref === 'function';
