import type { Clock } from '../clock';
import { KEEP_ANSWER_MS, REMEMBER_DELIVERY_MS } from './deliveries';
import type { DeliveryStore, Question } from './deliveries';
import { copyFacts, moveFacts, noFacts, sync } from './facts';
import type { Facts } from './facts';
import { CompletedMessages } from './completed-messages';

/** Most that have no answer: their runs are at work, or have vanished. */
const MAX_OPEN = 10_000;
/** How often what is old is looked for. */
const SWEEP_MS = 100;
/** A message that is changed again is looked at again so much later. */
const TOUCH_MS = 10_000;

/** The deliveries of one process. Answers at once. */
export function memoryDeliveries(clock: Clock): DeliveryStore {
  // As many as there are accounts, whose messages' ids say nothing of them.
  const accounts = new Map<string, Messages>();
  return {
    get remembered() {
      let sum = 0;
      for (const messages of accounts.values()) sum += messages.remembered;
      return sum;
    },
    sync: ({ account, id }, question) => {
      let messages = accounts.get(account);
      if (messages === undefined) accounts.set(account, (messages = new Messages()));
      return messages.sync(id, question, clock.monotonic());
    },
  };
}

/**
 * A message with its facts. A box: what a `Map` has let go of stays in its outgrown tables, with all that it
 * holds.
 */
interface Open {
  facts: Facts | undefined;
  /** When it was last changed, or its place in the map renewed. */
  touched: number;
  /**
   * Whether it is counted among those that are remembered: not while it has no answer, then here, or among
   * the completed ones still.
   */
  counted: 'not' | 'here' | 'past';
}

/**
 * The messages of one account: those that somebody has to do with, the one changed longest ago first, and the
 * others.
 */
class Messages {
  private readonly completed = new CompletedMessages(() => this.remember);
  private readonly open = new Map<string, Open>();
  private answered = 0;
  private swept = -Infinity;
  /** The longest time that was asked for. */
  private remember = REMEMBER_DELIVERY_MS;

  get remembered(): number {
    return this.completed.size + this.answered;
  }

  sync(id: string, { me, facts: told, wish, patience, now: asked }: Question, now: number): Facts {
    const { remember = REMEMBER_DELIVERY_MS } = patience;
    if (remember > this.remember) this.remember = remember;
    this.sweep(now);
    const shift = now - asked;
    let box = this.open.get(id);
    const over = box === undefined ? this.completed.find(id, now) : undefined;
    const known = box?.facts ?? over ?? noFacts();
    const wasTaken = known.taken;
    sync(known, me, told, shift, wish, now, patience);
    if (isOver(known)) {
      if (box !== undefined) this.close(id, box);
      // A replay of what is over changes nothing.
      if (over === undefined || known.taken !== wasTaken) this.completed.add(id, known, now);
      // Nobody else has it any more.
      return moveFacts(known, -shift);
    }
    const view = copyFacts(known, -shift);
    if (box === undefined && isNothing(known)) return view;
    if (box === undefined) {
      box = { facts: known, touched: now, counted: over === undefined ? 'not' : 'past' };
      this.open.set(id, box);
    } else if (now - box.touched >= TOUCH_MS) {
      this.open.delete(id);
      this.open.set(id, box);
      box.touched = now;
    }
    if (known.answer !== undefined && box.counted === 'not') {
      box.counted = 'here';
      this.answered++;
    }
    return view;
  }

  private close(id: string, box: Open): void {
    if (box.counted === 'here') this.answered--;
    this.open.delete(id);
    box.facts = undefined;
  }

  /** What nobody has to do with any more is kept in short, or forgotten; a few at a time. */
  private sweep(now: number): void {
    if (now - this.swept < SWEEP_MS && this.open.size <= MAX_OPEN) return;
    this.swept = now;
    for (const [id, box] of this.open) {
      const { facts, touched } = box;
      const isFull = this.open.size > MAX_OPEN;
      if (facts === undefined || now - touched >= this.remember) this.close(id, box);
      else if (facts.answer !== undefined && (isFull || now - touched >= KEEP_ANSWER_MS)) {
        this.close(id, box);
        this.completed.add(id, facts, now);
      } else if (isFull) this.close(id, box);
      else break;
    }
  }
}

/** Whether nothing is known, and nothing was told. */
const isNothing = ({ seen, first, runs, ack, answer, late, knows, taken }: Facts): boolean =>
  first === Infinity &&
  seen.length + runs.length + knows.length === 0 &&
  (ack ?? answer ?? late) === undefined &&
  !taken;

/**
 * Whether one owner ran it, and its answer goes to whoever asks: nothing of it changes any more, unless it is
 * acknowledged after all.
 */
const isOver = ({ answer, ack, late, runs }: Facts): boolean =>
  answer !== undefined &&
  ack === undefined &&
  late === undefined &&
  runs.length === 1 &&
  runs[0]!.owner === answer;
