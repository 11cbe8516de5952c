import type { Clock } from '../clock';
import { TransportError } from '../errors';

/** The time a call has, and whether its caller still waits. */
export interface CallTimeout {
  /** Aborts with a `TransportError` as its reason. */
  readonly signal: AbortSignal;
  /** Milliseconds that are left. */
  left(): number;
  /** The same, for a part of the call. */
  part(ms: number): CallTimeout;
  close(): void;
}

/** Starts the time of a call. `isSent` tells, when time is over, whether WeChat may have got it. */
export function startTimeout(
  clock: Clock,
  ms: number,
  isSent: () => boolean,
  outer?: AbortSignal,
): CallTimeout {
  const end = clock.monotonic() + ms;
  const controller = new AbortController();
  const timer = clock.setTimeout(() => {
    controller.abort(
      new TransportError(`No answer within ${Math.round(ms)} ms.`, { sent: isSent(), reason: 'timeout' }),
    );
  }, ms);
  const abort = () => {
    controller.abort(
      outer?.reason instanceof TransportError
        ? outer.reason
        : new TransportError(
            'The caller gave up.',
            { sent: isSent(), reason: 'aborted' },
            { cause: outer?.reason },
          ),
    );
  };
  outer?.addEventListener('abort', abort, { once: true });
  if (outer?.aborted) abort();

  return {
    signal: controller.signal,
    left: () => end - clock.monotonic(),
    part: (most) => startTimeout(clock, Math.min(most, end - clock.monotonic()), isSent, controller.signal),
    close: () => {
      clock.clearTimeout(timer);
      outer?.removeEventListener('abort', abort);
    },
  };
}
