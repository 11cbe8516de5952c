import { noFacts } from '../store/facts';
import type { Facts, Owner, Wish } from '../store/facts';

/** The time limits of one process for a message, in milliseconds. */
export interface Times {
  /** How long WeChat waits for an answer. */
  readonly cut: number;
  /** After this time an answer has surely arrived. */
  readonly sure: number;
  /** When a delivery that must not stay unanswered asks for the last time whether there is an answer. */
  readonly lastWord: number;
  /**
   * WeChat delivers three times within this time plus 5 s. A delivery so long after the first is the last
   * one.
   */
  readonly lastAge: number;
  /** How long an owner may be silent. */
  readonly lease: number;
  /** How often an owner renews its lease. */
  readonly renew: number;
  /** Between two questions while a delivery waits. */
  readonly poll: number;
  /** The same while an answer is owed, or while other processes must hear that it was sent. */
  readonly watch: number;
  /** After a failed question for which no delivery waits. */
  readonly again: number;
  /** How long the store may be unreachable until this process goes on alone for a waiting delivery. */
  readonly patience: number;
  /** The same if no delivery waits. */
  readonly longPatience: number;
  /**
   * How much longer than its lease other processes wait for one that may have to send the answer without the
   * store.
   */
  readonly grace: number;
  /** After so long an absence of the store, other processes count as unreachable, too. */
  readonly forlorn: number;
  /** A response that took longer says nothing about the present. */
  readonly stale: number;
  /** A question without a response for so long has failed. */
  readonly unheard: number;
  /** How long this process cares for a message for which no delivery waits here. */
  readonly duty: number;
  /**
   * How long after the first delivery other processes may still report that they have handed in this
   * process's answer.
   */
  readonly claim: number;
  /** How often everything is repeated, in case the store has forgotten it; 0: the store never forgets. */
  readonly repeats: number;
  /** How long handlers may take. */
  readonly maxRun: number;
  /** How long a store remembers the message; absent: ten minutes. */
  readonly remember?: number;
}

/** WeChat's third delivery is its last one. */
export const LAST_DELIVERY = 3;

/** A delivery whose connection is open here. */
export interface Waiting {
  readonly id: string;
  /** When the delivery arrived. */
  readonly at: number;
  /**
   * WeChat does not deliver the message again after this one. This may be unknown until the store has counted
   * it.
   */
  final: boolean;
  /** Whether the delivery is acknowledged when its time ends, even if it is not the last one. */
  readonly endsRetries: boolean;
  /** The message was delivered before, so another process may have begun it. */
  readonly isRepeated: boolean;
  /**
   * Whether the store is to be asked for the last time. After that only its response counts, or its silence.
   */
  lastWord: 'not-due' | 'due' | 'asked';
}

/** The state of one message in this process. */
export interface MessageState<W extends Waiting = Waiting> {
  readonly me: Owner;
  facts: Facts;
  /** What the store has confirmed about the answer and the acknowledgement. */
  heard: 'nothing' | 'facts' | 'ack' | 'answer';
  waiting: W[];
  /** The state of the handlers. `stopped`: they were told that nobody needs their answer. */
  work: 'none' | 'working' | 'done' | 'stopped';
  /** When the handlers were started here. */
  startedAt: number;
  /** Something that the store does not know. It is told at once, or again after a while if that failed. */
  unsaid: 'nothing' | 'in-vain' | 'now';
  /** A question to the store failed a moment ago. */
  inVain: boolean;
  asking: boolean;
  /** The run that was last requested from the store. */
  wished: Wish['run'];
  /** Since when questions to the store have failed. */
  awaySince: number;
  /** When the store was last asked. */
  askedAt: number;
  /** A number between 0 and 1, so that processes do not act at the same moment. */
  jitter: number;
  /**
   * What the current question tells the store: that this process has acknowledged, and that it also runs the
   * handlers.
   */
  telling: 'neither' | 'ack' | 'ack-and-run';
  /**
   * Other processes may know that this one has acknowledged. Before this time they leave the answer to it.
   */
  exposed: number | undefined;
  /** Until when this process cares for the message if no delivery waits here. */
  dutyUntil: number;
  /** How many more times everything is repeated. */
  repeats: number;
  hasSent: boolean;
  /** Work is left for after the answer, so this process must hear when the answer was handed in. */
  leavesWork: boolean;
  /** The state of a shutdown: nothing new is started, and the message is left to other processes. */
  shutdown: 'no' | 'begun' | 'left';
}

/** Tells whether the store may not know everything that this process knows about a message. */
export const isUntold = ({ unsaid, awaySince }: Pick<MessageState, 'unsaid' | 'awaySince'>): boolean =>
  unsaid !== 'nothing' || awaySince < Infinity;

/** An event of a message. */
export type MessageEvent<W extends Waiting = Waiting> =
  | { readonly on: 'delivery'; readonly waiting: W }
  /** The same, and WeChat had left it by then. */
  | { readonly on: 'missed'; readonly waiting: W }
  /** The connection of the delivery was closed. */
  | { readonly on: 'closed'; readonly waiting: W }
  /** The handlers have ended; `value` is their answer, if there is one. */
  | { readonly on: 'handled'; readonly value: Facts['value']; readonly leavesWork?: boolean }
  | { readonly on: 'reply'; readonly view: Facts }
  /**
   * A question to the store failed, as all questions since `since` did. `maybe`: the store may have done, or
   * may still do, what it was asked.
   */
  | { readonly on: 'failed'; readonly maybe: boolean; readonly since?: number }
  | { readonly on: 'shutdown'; readonly how: 'begun' | 'left' }
  | { readonly on: 'time' };

/** An effect that a decision about a message has. */
export type Effect<W extends Waiting = Waiting> =
  | { readonly do: 'leave'; readonly waiting: W }
  /** `isCertain`: no other process can give another answer. */
  | { readonly do: 'answer'; readonly waiting: W; readonly isCertain: boolean }
  /** The placeholder is sent if this process tells WeChat not to deliver again. */
  | { readonly do: 'acknowledge'; readonly waiting: W; readonly isFirst: boolean }
  /** Starts the handlers, stops them because there is an answer, or stops them because they take too long. */
  | { readonly do: 'start'; readonly attempt: number }
  | { readonly do: 'abort' | 'expire' }
  /** Sends the late message, or reports the error instead. */
  | { readonly do: 'send' }
  | { readonly do: 'ask'; readonly wish: Wish }
  /** Nothing happens before this time unless there is an event. */
  | { readonly do: 'wake'; readonly at: number }
  | { readonly do: 'forget' };

/** The state of a message that has just arrived. */
export const newMessage = <W extends Waiting>(me: Owner, facts: Facts = noFacts()): MessageState<W> => ({
  me,
  facts,
  heard: 'nothing',
  waiting: [],
  work: 'none',
  startedAt: 0,
  unsaid: 'nothing',
  inVain: false,
  asking: false,
  wished: 'no',
  awaySince: Infinity,
  askedAt: -Infinity,
  jitter: 0,
  telling: 'neither',
  exposed: undefined,
  dutyUntil: -Infinity,
  repeats: 0,
  hasSent: false,
  leavesWork: false,
  shutdown: 'no',
});
