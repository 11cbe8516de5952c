import type { Reply } from '../model/replies';
import type { Context, RunInfo } from '../router/context';

/** How a run ended. `reply: undefined` = received, nothing to say. */
export interface Outcome {
  readonly reply: Reply | undefined;
  /** What a handler threw, if nothing made an answer of it. */
  readonly error?: unknown;
}

/** One run of the handlers for one message, shared by all its deliveries. */
export class Run implements RunInfo {
  readonly attempt = 1;
  /** Deliveries seen so far. */
  deliveries = 0;
  /** Set when WeChat was told not to ask again before the answer existed. */
  acknowledged = false;
  over = false;
  context: Context | undefined;
  private readonly waiters: ((outcome: Outcome) => void)[] = [];
  private controller: AbortController | undefined;
  private abortReason: Error | undefined;

  constructor(
    readonly deliveryId: string,
    /** When the first delivery arrived, monotonic. */
    readonly first: number,
  ) {}

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.abortReason !== undefined) this.controller.abort(this.abortReason);
    return this.controller.signal;
  }

  abort(reason: Error): void {
    this.abortReason = reason;
    this.controller?.abort(reason);
  }

  /** Calls `waiter` once, when the run is over. */
  onEnd(waiter: (outcome: Outcome) => void): void {
    this.waiters.push(waiter);
  }

  /** Ends the run; only the first call counts. */
  end(outcome: Outcome): boolean {
    if (this.over) return false;
    this.over = true;
    for (const waiter of this.waiters) waiter(outcome);
    return true;
  }
}
