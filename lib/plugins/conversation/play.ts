import { hash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '../../clock';
import { ConfigError } from '../../errors';
import type { Reply } from '../../model/reply-types';
import { textsOf } from '../../router/context';
import type { Answer, Context } from '../../router/context';
import { checkPlain } from '../session-data';
import { putAgain, putQuestion, readAnswer, withSaidBefore } from './question';
import type { Question } from './question';
import type { Entry, Results } from './record';

/** The most answers of a conversation, and the most bytes of its record. */
export const MAX_ANSWERS = 50;
export const MAX_BYTES = 16_384;

/** The operations of a script. */
export interface Operations {
  readonly ask: (question: Question) => Promise<unknown>;
  readonly say: (text: string) => void;
  readonly once: (key: string, run: () => unknown, instead?: () => unknown) => Promise<unknown>;
  readonly now: () => number;
  readonly random: () => number;
  /** Forgets all answers, and begins again. */
  readonly restart: () => Promise<never>;
}

/** The code of a conversation. For each message it runs from its beginning. */
export type PlayScript = (operations: Operations, ctx: Context) => Answer | PromiseLike<Answer>;

/** Makes `once` hold across crashes. */
export interface OnceHost {
  /** `new`: no run has begun it before, and the beginning is stored now. */
  begin(key: string): Promise<'new' | 'begun' | 'away' | { readonly value?: unknown }>;
  /** The work failed, so it may begin again. */
  fail(key: string): Promise<void>;
}

/** What to play. */
export interface PlayOptions {
  readonly script: PlayScript;
  readonly ctx: Context;
  readonly log: readonly Entry[];
  readonly results: Results;
  /**
   * The question that waits; the message of `ctx` is its answer. If absent, the run only finds the next
   * question.
   */
  readonly answering?: string;
  /** If absent, the run only checks that the result is the same. */
  readonly host?: OnceHost;
  /** Whether the words of all questions are compared. */
  readonly traces: boolean;
  readonly clock: Clock;
}

/** How the run ends. */
export type PlayOutcome =
  | {
      readonly is: 'asks';
      readonly op: string;
      readonly answer: string | Reply;
      readonly log: readonly Entry[];
      readonly results: Results;
      readonly trace: readonly string[];
    }
  | { readonly is: 'again'; readonly why: 'type' | 'content'; readonly answer: string | Reply }
  | { readonly is: 'ends'; readonly answer: Answer; readonly results: Results }
  | { readonly is: 'restarts' | 'unclear' | 'lost' }
  | { readonly is: 'changed' | 'tooLong'; readonly why: string }
  | { readonly is: 'threw'; readonly error: unknown; readonly wasReplay: boolean; readonly results: Results };

/** A run that has ended waits forever, until the garbage collector removes it. */
const never = (): Promise<never> => new Promise<never>(() => undefined);

/**
 * Plays a script. The earlier answers come from the log, the next one from the message. It does not reject.
 */
export const play = (options: PlayOptions): Promise<PlayOutcome> => new Play(options).run();

class Play {
  private readonly log: Entry[];
  private readonly results: Record<string, { readonly value?: unknown }>;
  private readonly pending = new Map<string, Promise<unknown>>();
  private readonly trace: string[] = [];
  private said: string[] = [];
  private cursor = 0;
  private answering: string | undefined;
  private isAsking = false;
  private isOver = false;
  private settle: (outcome: PlayOutcome) => void = () => undefined;

  constructor(private readonly options: PlayOptions) {
    this.log = [...options.log];
    // The keys come from users of the package, so no key may be special, not even `__proto__`.
    this.results = Object.assign(Object.create(null) as typeof this.results, options.results);
    this.answering = options.answering;
  }

  run(): Promise<PlayOutcome> {
    const { script, ctx } = this.options;
    return new Promise((resolve) => {
      this.settle = resolve;
      const operations: Operations = {
        ask: (question) => this.ask(question),
        say: (text) => this.say(text),
        once: (key, run, instead) => this.once(key, run, instead),
        now: () => this.recorded('now', () => this.options.clock.now()),
        random: () => this.recorded('random', Math.random),
        restart: () => this.finish({ is: 'restarts' }),
      };
      void (async () => script(operations, ctx))().then(
        (answer) => this.ended(answer),
        (error: unknown) => this.threw(error),
      );
    });
  }

  private async ask(question: Question): Promise<unknown> {
    if (this.isOver) return never();
    if (this.isAsking)
      return this.misused('A second question was asked before the first was answered: await each ask().');
    const entry = this.log[this.cursor];
    const traced = this.options.traces ? tracedQuestion(question, this.said) : undefined;
    // Code that asks meanwhile must see that a question is open.
    if (entry === undefined) this.isAsking = true;
    else {
      if (entry.op !== question.op || !isStillChoice(question, entry.value))
        return this.changed(`the answer to "${entry.op}" met the question "${question.op}"`);
      this.cursor++;
      this.said = [];
    }
    if (traced !== undefined) this.trace.push(await traced);
    if (entry !== undefined) return clone(entry.value);
    return this.answering === undefined ? this.put(question) : this.answer(question);
  }

  /** Takes the message as the answer. */
  private async answer(question: Question): Promise<unknown> {
    if (question.op !== this.answering)
      return this.changed(`the answer to "${this.answering}" met the question "${question.op}"`);
    const reading = await readAnswer(question, this.options.ctx);
    if (reading.is === 'none') {
      const answer = await putAgain(question, reading.why, textsOf(this.options.ctx));
      return this.finish({ is: 'again', why: reading.why, answer });
    }
    this.answering = undefined;
    this.said = [];
    this.keep({ op: question.op, value: reading.value });
    this.isAsking = false;
    return clone(reading.value);
  }

  private async put(question: Question): Promise<never> {
    const { log, results, trace } = this;
    if (log.filter(({ op }) => op !== 'now' && op !== 'random').length >= MAX_ANSWERS)
      return this.finish({ is: 'tooLong', why: `it has ${MAX_ANSWERS} answers, and asks for more` });
    const bytes = Buffer.byteLength(JSON.stringify([log, results]));
    if (bytes > MAX_BYTES)
      return this.finish({ is: 'tooLong', why: `it keeps ${bytes} bytes, and may keep ${MAX_BYTES}` });
    const answer = await putQuestion(question, this.said);
    // Parallel code may ask as well, which is a mistake that must be found.
    await nextTurn();
    return this.finish({ is: 'asks', op: question.op, answer, log, results: { ...results }, trace });
  }

  private say(text: string): void {
    if (typeof text !== 'string' || text.trim() === '') throw new ConfigError('say() takes a text.');
    this.said.push(text);
  }

  private once(key: string, run: () => unknown, instead?: () => unknown): Promise<unknown> {
    if (this.isOver) return never();
    if (typeof key !== 'string' || key === '' || typeof run !== 'function')
      return Promise.reject(new ConfigError('once() takes a key and a function.'));
    const known = this.results[key];
    if (known !== undefined) return Promise.resolve(clone(known.value));
    const started = this.pending.get(key) ?? this.begin(key, run, instead);
    this.pending.set(key, started);
    return started;
  }

  private async begin(key: string, run: () => unknown, instead?: () => unknown): Promise<unknown> {
    const { host } = this.options;
    if (host === undefined) return this.changed(`once("${key}") came where it was not before`);
    const begun = await host.begin(key);
    if (begun === 'away') return this.finish({ is: 'lost' });
    if (begun === 'begun' && instead === undefined) return this.finish({ is: 'unclear' });
    if (typeof begun === 'object') {
      this.results[key] = begun;
      return clone(begun.value);
    }
    let value: unknown;
    try {
      value = begun === 'begun' ? await instead?.() : await run();
    } catch (error) {
      this.pending.delete(key);
      if (begun === 'new') await host.fail(key);
      throw error;
    }
    // The work was done, whether or not its result can be stored.
    this.results[key] = {};
    if (value !== undefined) {
      checkPlain(value, `The result of once("${key}")`);
      this.results[key] = { value: clone(value) };
    }
    return value;
  }

  private recorded(op: 'now' | 'random', read: () => number): number {
    const entry = this.log[this.cursor];
    if (entry === undefined && (this.options.host === undefined || this.answering !== undefined))
      return this.stop(`${op}() came where it was not before`);
    if (entry === undefined) return this.keep({ op, value: read() });
    if (entry.op !== op || typeof entry.value !== 'number')
      return this.stop(`the answer to "${entry.op}" met ${op}()`);
    this.cursor++;
    return entry.value;
  }

  private keep<T>(entry: Entry & { readonly value: T }): T {
    this.log.push(entry);
    this.cursor = this.log.length;
    return entry.value;
  }

  private ended(answer: Answer): void {
    if (this.isOver) return;
    if (this.isAsking)
      void this.misused('It ended while a question was open: await each ask().').catch(() => undefined);
    else if (this.answering !== undefined || this.cursor < this.log.length)
      void this.changed('it ended before the question that was open');
    else
      try {
        const whole = withSaidBefore(this.said, answer);
        void this.finish({ is: 'ends', answer: whole, results: { ...this.results } });
      } catch (error) {
        this.threw(error);
      }
  }

  private threw(error: unknown): void {
    const wasReplay = this.cursor < this.log.length || (this.answering !== undefined && !this.isAsking);
    void this.finish({ is: 'threw', error, wasReplay, results: { ...this.results } });
  }

  private changed(why: string): Promise<never> {
    return this.finish({ is: 'changed', why });
  }

  private stop(why: string): never {
    void this.changed(why);
    // Nobody receives this error, because the run has ended.
    throw new Error(why);
  }

  private misused(message: string): Promise<never> {
    const error = new ConfigError(message);
    void this.finish({ is: 'threw', error, wasReplay: false, results: { ...this.results } });
    return Promise.reject(error);
  }

  private finish(outcome: PlayOutcome): Promise<never> {
    if (!this.isOver) this.settle(outcome);
    this.isOver = true;
    return never();
  }
}

const clone = (value: unknown): unknown =>
  typeof value === 'object' && value !== null ? structuredClone(value) : value;

/** If a choice is no longer offered, other code wrote the log. */
const isStillChoice = ({ choices }: Question, value: unknown): boolean =>
  choices === undefined || value === undefined || choices.some(({ word }) => word === value);

const tracedQuestion = async (question: Question, said: readonly string[]): Promise<string> =>
  hash('sha256', JSON.stringify([question.op, await putQuestion(question, said)])).slice(0, 12);
