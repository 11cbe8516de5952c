import type { Reply } from '../model/replies';
import type { Context, RunInfo } from '../router/context';
import type { DeliveryKey, StoredAnswer } from '../store/deliveries';
import type { Deadline } from './deadlines';
import type { Waiter } from './waiter';

/** How a run ended. `reply: undefined` = received, nothing to say. */
export interface Outcome {
  readonly reply: Reply | undefined;
  /** What a handler threw, if nothing made an answer of it. */
  readonly error?: unknown;
}

/** What a process of ours has stored: a reply, or nothing. */
export const answerIn = ({ answer }: { readonly answer?: StoredAnswer | undefined }): Outcome => ({
  reply: answer as Reply | undefined,
});

/** Runs the handlers; does not reject. */
export type Start = (run: Run) => Promise<Outcome>;

/**
 * What this process has to do with a message: it asks the store for it, runs its handlers, stores what came of them, or
 * watches while another process does, until it is over.
 */
export type Role = 'asking' | 'running' | 'finishing' | 'following' | 'over';

/** One message in this process, and the deliveries of it that wait here. */
export class Run implements RunInfo, Deadline {
  role: Role = 'asking';
  attempt = 0;
  /** When the handlers were started here, monotonic. */
  started = 0;
  /** WeChat has been told not to ask again; the answer goes another way, and only there. */
  acknowledged = false;
  /** The store could not be reached: this process goes by its own memory. */
  degraded = false;
  /** The store has not heard that this process runs the message. */
  alone = false;
  /** The store is one that has to be waited for. */
  shared = false;
  /** It was this process that told WeChat so: it sees to it that the answer comes. */
  owes = false;
  /** It did, and the store could not be told: its owner does not know that the answer is owed. */
  unsaid = false;
  /** The handlers are at work here. */
  working = false;
  /** Since when looks have found no store, monotonic. */
  awaySince = Infinity;
  /** Since when they have found a store that does not know the message, monotonic. */
  unknownSince = Infinity;
  /** Until when a message that was acknowledged here is watched, monotonic. */
  watchedUntil = 0;
  /** The handlers were told to stop, since another process had the message. */
  dropped = false;
  /** Claims on their way to the store. */
  asking = 0;
  private context: Context | undefined;
  /** What came of it, as far as this process knows. */
  outcome: Outcome | undefined;
  readonly waiters: Waiter[] = [];
  at = 0;
  before?: Deadline | undefined;
  after?: Deadline | undefined;
  private controller: AbortController | undefined;
  private abortReason: Error | undefined;

  constructor(
    readonly key: DeliveryKey,
    /** A random id of this process's attempt to run. */
    readonly owner: string,
    readonly start: Start,
    private readonly createContext: (run: Run) => Context,
    /** Nothing of the push may be kept, since its body is large. */
    readonly large: boolean,
    private readonly onTime: (run: Run) => void,
  ) {}

  get deliveryId(): string {
    return this.key.id;
  }

  /** Time to renew, to give up, or to look again. */
  expire(): void {
    this.onTime(this);
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.abortReason !== undefined) this.controller.abort(this.abortReason);
    return this.controller.signal;
  }

  /** The context of its handlers, or of those who do without them. */
  open(): Context {
    return (this.context ??= this.createContext(this));
  }

  /** Whether this process has begun the message, and what comes of that, or came, is an answer as good as another's. */
  get isKnown(): boolean {
    if (this.working) return true;
    return this.outcome !== undefined && (this.outcome.error === undefined || this.abortReason === undefined);
  }

  /** Forgets what was of an earlier start. */
  restart(): void {
    this.context = this.outcome = this.controller = this.abortReason = undefined;
    this.dropped = false;
  }

  abort(reason: Error): void {
    this.abortReason ??= reason;
    this.controller?.abort(reason);
  }
}
