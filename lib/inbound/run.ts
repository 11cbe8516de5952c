import type { Clock } from '../clock';
import type { AfterWork, Context, DropReason, DropWork, RunInfo } from '../router/context';
import type { DeliveryKey } from '../store/deliveries';
import type { Facts, Owner } from '../store/facts';
import type { Deadline } from './deadlines';
import { newMessage } from './message-state';
import type { MessageEvent, MessageState } from './message-state';
import type { Outcome } from './outcome';
import type { Waiter } from './waiter';

/** Runs the handlers; does not reject. */
export type Start = (run: Run) => Promise<Outcome>;

/** The functions of the process that a run calls. */
export interface RunHost {
  readonly clock: Clock;
  /** Its time has come. */
  onTime(run: Run): void;
  /** Returns the milliseconds in which an answer would still be the reply. */
  timeLeft(run: Run): number;
  /** Begins work when the answer was handed in, or drops it. */
  after(run: Run, work: AfterWork, drop?: DropWork): void;
  /** Aborts other work for the user of a run. */
  abortOthers(run: Run, reason: Error): void;
}

/** One message in this process: its state, and its context. */
export class Run implements RunInfo, Deadline {
  readonly state: MessageState<Waiter>;
  /** How often the handlers have been started, with this start; 0: not here. */
  attempt = 0;
  /** A question to the store failed, so this process may use its own memory. */
  degraded = false;
  /** This process has logged that two processes vanished while handling the message. */
  isParked = false;
  /** The outcome of the run in this process. */
  outcome: Outcome | undefined;
  /**
   * The state of this process's answer: handed in, being sent, or dropped, since another one is the message's
   * answer or nobody waits.
   */
  handedIn: 'not-yet' | 'sending' | 'here' | DropReason = 'not-yet';
  /** How many deliveries were answered here. */
  answeredDeliveries = 0;
  /** Milliseconds from the arrival of the delivery that was answered last here. */
  answeredAfter = 0;
  /**
   * Until when WeChat waits for an answer to its last delivery, by the monotonic clock, as far as the
   * deliveries here show.
   */
  lastDoor = -Infinity;
  /** The number of questions to the store. A response to any but the last one comes too late. */
  asked = 0;
  /** Whether an event is being handled, and the events that came meanwhile. */
  isBusy = false;
  readonly pending: MessageEvent<Waiter>[] = [];
  /** When something happens by itself, and when that is checked. */
  due = 0;
  at = 0;
  before?: Deadline | undefined;
  after?: Deadline | undefined;
  private context: Context | undefined;
  private controller: AbortController | undefined;
  abortReason: Error | undefined;

  constructor(
    readonly key: DeliveryKey,
    readonly user: string,
    owner: Owner,
    facts: Facts,
    readonly start: Start,
    private readonly createContext: (run: Run) => Context,
    /** The body is large, so nothing of the push may be kept. */
    readonly large: boolean,
    private readonly host: RunHost,
  ) {
    this.state = newMessage<Waiter>(owner, facts);
  }

  get clock(): Clock {
    return this.host.clock;
  }

  get deliveryId(): string {
    return this.key.id;
  }

  /** When the handlers were started here, by the monotonic clock. */
  get started(): number {
    return this.state.startedAt;
  }

  expire(): void {
    this.host.onTime(this);
  }

  get signal(): AbortSignal {
    this.controller ??= new AbortController();
    if (this.abortReason !== undefined) this.controller.abort(this.abortReason);
    return this.controller.signal;
  }

  timeLeft(): number {
    return this.host.timeLeft(this);
  }

  doAfter(work: AfterWork, drop?: DropWork): void {
    this.host.after(this, work, drop);
  }

  /** Returns the context of the handlers, or of a message that is handled without them. */
  open(): Context {
    return (this.context ??= this.createContext(this));
  }

  abortOthers(reason: Error): void {
    this.host.abortOthers(this, reason);
  }

  abort(reason: Error): void {
    this.abortReason ??= reason;
    this.controller?.abort(reason);
  }
}
