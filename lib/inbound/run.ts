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

/** What a run asks of the process. */
export interface RunHost {
  readonly clock: Clock;
  /** Its time has come. */
  onTime(run: Run): void;
  /** Milliseconds in which an answer would still be the reply. */
  timeLeft(run: Run): number;
  /** Begins work when the answer was handed in, or drops it. */
  after(run: Run, work: AfterWork, drop?: DropWork): void;
  /** Aborts what else goes on for the user of a run. */
  abortOthers(run: Run, reason: Error): void;
}

/** One message in this process: its state, and what the world has of it. */
export class Run implements RunInfo, Deadline {
  readonly state: MessageState<Waiter>;
  /** How often the handlers have been started, this start included; 0: not here. */
  attempt = 0;
  /** The store was asked in vain: this process may go by its own memory. */
  degraded = false;
  /** It was noticed here that two processes have vanished over it. */
  isParked = false;
  /** What came of it here. */
  outcome: Outcome | undefined;
  /** Whether the answer of this process's run was handed in, is being sent, or goes nowhere, as another's is the message's or nobody asks. */
  handedIn: 'not-yet' | 'sending' | 'here' | DropReason = 'not-yet';
  /** How many deliveries were answered here. */
  answered = 0;
  /** Milliseconds from the arrival of the delivery that was answered last here. */
  answeredAfter = 0;
  /** Until when WeChat waits for an answer to the last delivery that it will make, monotonic: as far as the deliveries here tell. */
  lastDoor = -Infinity;
  /** Questions to the store so far: a reply to another than the last one comes too late. */
  asked = 0;
  /** What is happening, and what has happened meanwhile. */
  isBusy = false;
  readonly pending: MessageEvent<Waiter>[] = [];
  /** When something happens by itself, and when it is looked at. */
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
    /** Nothing of the push may be kept, since its body is large. */
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

  /** When the handlers were started here, monotonic. */
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

  /** The context of its handlers, or of those who do without them. */
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
