import { noFacts } from '../store/facts';
import type { Facts, Owner, Wish } from '../store/facts';

/** How one process conducts itself towards a message, in milliseconds. */
export interface Times {
  /** How long WeChat waits for an answer. */
  readonly cut: number;
  /** An answer after so long has surely arrived. */
  readonly sure: number;
  /** When a delivery that may not stay unanswered asks whether there is an answer after all. */
  readonly lastWord: number;
  /** WeChat delivers three times within this time and 5 s: a delivery so long after the first is the last one. */
  readonly lastAge: number;
  /** How long an owner may be silent. */
  readonly lease: number;
  /** How often one that is not silent speaks. */
  readonly renew: number;
  /** Between two questions while a delivery waits. */
  readonly poll: number;
  /** The same while an answer is owed, or while others must hear that it was sent. */
  readonly watch: number;
  /** After a question in vain for which nobody waits. */
  readonly again: number;
  /** How long the store may be away until this process goes on alone for a delivery that waits. */
  readonly patience: number;
  /** The same where nobody waits. */
  readonly longPatience: number;
  /** How much longer than its lease others wait for one that may have to send the answer without the store. */
  readonly grace: number;
  /** How long a store may be away until its silence is taken for everybody's. */
  readonly forlorn: number;
  /** A reply that took longer says nothing of the present. */
  readonly stale: number;
  /** A question without a reply for so long was asked in vain. */
  readonly unheard: number;
  /** How long this process cares for a message for which nobody waits here. */
  readonly duty: number;
  /** How long after the first delivery others may still say that they have handed in this process's answer. */
  readonly claim: number;
  /** How often everything is told once more, should the store have forgotten it meanwhile; 0: it never does. */
  readonly repeats: number;
  /** How long handlers may take. */
  readonly maxRun: number;
}

/** WeChat's third delivery is its last. */
export const LAST_DELIVERY = 3;

/** A delivery whose connection is open here. */
export interface Waiting {
  readonly id: string;
  /** When it came. */
  readonly at: number;
  /** WeChat does not deliver the message again after this one. Not known, perhaps, until the store has counted it. */
  final: boolean;
  /** It is acknowledged when its time is over, be it final or not. */
  readonly endsRetries: boolean;
  /** Delivered before, so that another process may have begun it. */
  readonly isRepeated: boolean;
  /** Whether the store is to be asked for the last word; once it was asked, only its word counts, or its silence. */
  lastWord: 'not-due' | 'due' | 'asked';
}

/** One message in this process. */
export interface MessageState<W extends Waiting = Waiting> {
  readonly me: Owner;
  facts: Facts;
  /** What of the answer and the acknowledgement the store has confirmed. */
  heard: 'nothing' | 'facts' | 'ack' | 'answer';
  waiting: W[];
  /** Of the handlers; `stopped`: they were told that nobody needs their answer. */
  work: 'none' | 'working' | 'done' | 'stopped';
  /** When the handlers were started here. */
  startedAt: number;
  /** Something that the store was not told: it is told at once, or again after a while, since it was told in vain. */
  unsaid: 'nothing' | 'in-vain' | 'now';
  /** The store was asked in vain just now. */
  inVain: boolean;
  asking: boolean;
  /** The run that was last wished for. */
  wished: Wish['run'];
  /** Since when the store has been asked in vain. */
  awaySince: number;
  /** When the store was last asked. */
  askedAt: number;
  /** Between 0 and 1, so that processes keep out of step. */
  jitter: number;
  /** What the question under way tells: that this process has acknowledged, and that it runs the handlers as well. */
  telling: 'neither' | 'ack' | 'ack-and-run';
  /** Others may have heard that this process has acknowledged; before this time they leave the answer to it. */
  exposed: number | undefined;
  /** Until when this process cares for the message if nobody waits here. */
  dutyUntil: number;
  /** How often all is told once more. */
  repeats: number;
  hasSent: boolean;
  /** Something is left for after the answer: this process must hear when that was handed in. */
  leavesWork: boolean;
  /** How far a shutdown has come: nothing is started any more; the message is left to others. */
  shutdown: 'no' | 'begun' | 'left';
}

/** Whether the store may not have heard all that this process knows of a message. */
export const isUntold = ({ unsaid, awaySince }: Pick<MessageState, 'unsaid' | 'awaySince'>): boolean =>
  unsaid !== 'nothing' || awaySince < Infinity;

/** What happens to a message. */
export type MessageEvent<W extends Waiting = Waiting> =
  | { readonly on: 'delivery'; readonly waiting: W }
  /** The same, and WeChat had left it by then. */
  | { readonly on: 'missed'; readonly waiting: W }
  /** Its connection was lost. */
  | { readonly on: 'closed'; readonly waiting: W }
  /** The handlers have ended; with this, if it is an answer. */
  | { readonly on: 'handled'; readonly value: Facts['value']; readonly leavesWork?: boolean }
  | { readonly on: 'reply'; readonly view: Facts }
  /**
   * The store was asked in vain, as it was since then by all who asked here; `maybe` it has done, or will do, what it was asked.
   */
  | { readonly on: 'failed'; readonly maybe: boolean; readonly since?: number }
  | { readonly on: 'shutdown'; readonly how: 'begun' | 'left' }
  | { readonly on: 'time' };

/** What is to be done about a message. */
export type Effect<W extends Waiting = Waiting> =
  | { readonly do: 'leave'; readonly waiting: W }
  /** `isCertain`: whatever comes of it, no other process answers something else. */
  | { readonly do: 'answer'; readonly waiting: W; readonly isCertain: boolean }
  /** With the placeholder, where it is this process that tells WeChat not to ask again. */
  | { readonly do: 'acknowledge'; readonly waiting: W; readonly isFirst: boolean }
  /** The handlers: begin them, stop them since there is an answer, or since they take too long. */
  | { readonly do: 'start'; readonly attempt: number }
  | { readonly do: 'abort' | 'expire' }
  /** The late message, or the error in its place. */
  | { readonly do: 'send' }
  | { readonly do: 'ask'; readonly wish: Wish }
  /** Nothing happens before this time unless something is heard. */
  | { readonly do: 'wake'; readonly at: number }
  | { readonly do: 'forget' };

/** What a process has to do with a message that it gets. */
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
