import type { Handler, WeChatConfig } from 'offiaccount';
import type { DeliveryStore, Question } from '../../lib/store/deliveries';
import { copyFacts, merge, noFacts } from '../../lib/store/facts';
import type { Facts } from '../../lib/store/facts';
import { memoryStore } from '../../lib/store/memory';
import { StoreError } from '../../lib/store/store';
import { movedClock } from './clock';
import { start } from './one-bot';

interface Open extends Question {
  resolve(facts: Facts): void;
  reject(error: Error): void;
}

/** What was asked of a store, and is not answered yet. */
export class Asked {
  private readonly open: Open[] = [];
  /** All questions so far. */
  readonly questions: Question[] = [];

  readonly ask = (question: Question): Promise<Facts> => {
    // As it was when it was asked.
    const asked = { ...question, facts: copyFacts(question.facts) };
    this.questions.push(asked);
    return new Promise((resolve, reject) => this.open.push({ ...asked, resolve, reject }));
  };

  get times(): number {
    return this.questions.length;
  }

  get last(): Question {
    return this.questions.at(-1)!;
  }

  get isOpen(): boolean {
    return this.open.length > 0;
  }

  /** Answers the oldest question that is open: with what it told, and with what the store is to know besides. */
  answer(known: Partial<Facts> | ((question: Question) => Partial<Facts>) = {}): void {
    const question = this.take();
    const view: Facts = { ...noFacts(), ...(typeof known === 'function' ? known(question) : known) };
    const facts = copyFacts(view);
    merge(facts, question.facts, question.me);
    question.resolve(facts);
  }

  /** Grants a run. */
  grant(): void {
    this.answer(({ me, now }) => ({ runs: [{ owner: me, until: now + 6000 }] }));
  }

  fail(): void {
    this.take().reject(new StoreError('The store is away.'));
  }

  private take(): Open {
    const oldest = this.open.shift();
    if (oldest === undefined) throw new Error('Nothing was asked.');
    return oldest;
  }
}

/** A bot with a store of the user's own, whose answers come when the spec gives them. */
export function startWithStore(handler: Handler, config: Partial<WeChatConfig> = {}) {
  const clock = movedClock();
  const store = new Asked();
  const deliveries: DeliveryStore = { sync: (_key, question) => store.ask(question) };
  const bot = start(handler, { clock, store: { ...memoryStore(clock), deliveries }, ...config });
  return { ...bot, clock, store };
}

export const hello = { MsgType: 'text', Content: 'hello' };

/** Another process's run, alive for so long from the beginning of the clock on. */
export const other = 'another-000001';
export const running = (until: number): Partial<Facts> => ({ runs: [{ owner: other, until }] });
