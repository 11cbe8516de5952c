import { decide } from '../../../lib/inbound/decide';
import { isUntold, LAST_DELIVERY, newMessage } from '../../../lib/inbound/message-state';
import type { Effect, MessageEvent, MessageState, Waiting } from '../../../lib/inbound/message-state';
import { note } from '../../../lib/inbound/note';
import { SHARED_TIMES as TIMES } from '../../../lib/inbound/times';
import { copyFacts, noFacts, sync } from '../../../lib/store/facts';
import type { Facts, Wish } from '../../../lib/store/facts';
import { agenda } from './agenda';

/** What befalls a course. */
export interface Trouble {
  /** Processes lose the store for a while. */
  readonly away?: boolean;
  /** The store carries out what they ask meanwhile, and its replies are lost. */
  readonly deaf?: boolean;
  /** The store forgets everything. */
  readonly forgotten?: boolean;
}

/** What became of the message. */
export interface Outcome {
  readonly visible: number;
  readonly starts: number;
  /** Processes that still have to do with it. */
  readonly running: number;
}

const PROCESSES = 3;
/** Milliseconds after which nobody may have to do with the message any more. */
const END_MS = 300_000;
const SPREAD_MS = 4000;
const DELAYS_MS = [0, 30, 150] as const;
const LONGEST_AWAY_MS = 8000;
const LAST_FLUSH_MS = 24_000;
/** Timers are so much late at most: see `deadlines.ts`. */
const GRAIN_MS = 49;

interface Process {
  away: boolean;
  dealings: number;
  message: MessageState | undefined;
  /** What it knew when it forgot the message, if the store did not. */
  past: Facts | undefined;
  /** Its latest timer; earlier ones do nothing. */
  timer: number;
}

/** One message in real milliseconds, without HTTP: what the steps of the check are too coarse for. `random` is between 0 and 1. */
export function playRandomCourse(
  random: () => number,
  trouble: Trouble,
  tell?: (what: string) => void,
): Outcome {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const { now, after, runUntil } = agenda();
  const processes = Array.from({ length: PROCESSES }, (): Process => ({
    ...{ away: false, dealings: 0, message: undefined, past: undefined, timer: 0 },
  }));
  const delays = processes.map(() => DELAYS_MS[upTo(DELAYS_MS.length - 1)]!);
  const takes = [upTo(4000), upTo(20_000), 13_000 + upTo(3000)][upTo(2)]!;
  let store = noFacts();
  let open: string | undefined;
  let isOver = false;
  let delivered = 0;
  let visible = 0;
  let starts = 0;

  if (trouble.away === true || trouble.deaf === true)
    for (let n = upTo(5); n >= 0; n--) {
      const process = processes[upTo(PROCESSES - 1)]!;
      const from = upTo(20_000);
      after(from, () => (process.away = true));
      after(from + upTo(random() < 0.5 ? 400 : LONGEST_AWAY_MS), () => (process.away = false));
    }
  if (trouble.forgotten === true)
    for (let n = upTo(2); n >= 0; n--)
      after(upTo(LAST_FLUSH_MS), () => {
        tell?.(`${now()} the store forgets`);
        store = noFacts();
      });

  function happen(process: Process, m: MessageState, event: MessageEvent): void {
    if (process.message !== m) return;
    note(m, event, now(), TIMES);
    const effects = decide(m, now(), TIMES);
    tell?.(
      `${now()} P${processes.indexOf(process)} ${event.on}: ${effects.map((each) => each.do).join(', ')} ${JSON.stringify(m.facts)}`,
    );
    const timer = ++process.timer;
    for (const effect of effects) perform(process, m, effect, timer);
  }

  function perform(process: Process, m: MessageState, effect: Effect, timer: number): void {
    switch (effect.do) {
      case 'answer':
      case 'acknowledge':
        if (effect.waiting.id !== open) return;
        if (effect.do === 'answer') visible++;
        isOver = true;
        open = undefined;
        return;
      case 'start':
        starts++;
        after(takes, () => happen(process, m, { on: 'handled', value: undefined }));
        return;
      case 'send':
        visible++;
        return;
      case 'ask':
        ask(process, m, effect.wish);
        return;
      case 'wake':
        if (effect.at !== Infinity)
          after(effect.at - now() + upTo(GRAIN_MS), () => {
            if (process.timer === timer) happen(process, m, { on: 'time' });
          });
        return;
      case 'forget':
        if (isUntold(m)) process.past = copyFacts(m.facts);
        process.message = undefined;
        return;
      case 'abort':
      case 'expire':
      case 'leave':
    }
  }

  function ask(process: Process, m: MessageState, wish: Wish): void {
    m.jitter = random();
    const { me, askedAt } = m;
    const told = copyFacts(m.facts);
    after(delays[processes.indexOf(process)]!, () => {
      const { away } = process;
      if (!away || trouble.deaf === true) sync(store, me, told, now() - askedAt, wish, now(), TIMES);
      const view = copyFacts(store, askedAt - now());
      const event = away
        ? ({ on: 'failed', maybe: trouble.deaf === true } as const)
        : ({ on: 'reply', view } as const);
      if (m.asking && m.askedAt === askedAt) happen(process, m, event);
    });
  }

  function deliver(): void {
    const number = ++delivered;
    const process = processes[upTo(PROCESSES - 1)]!;
    const id = String(number);
    const name = `${processes.indexOf(process)}${String(process.dealings)}`;
    if (process.message === undefined) {
      process.message = newMessage(name, process.past && copyFacts(process.past));
      process.dealings++;
    }
    const m = process.message;
    open = id;
    const waiting: Waiting = {
      ...{ id, at: now(), final: number >= LAST_DELIVERY, endsRetries: false },
      ...{ isRepeated: number > 1, lastWord: 'not-due' },
    };
    after(TIMES.cut, () => {
      if (open !== id) return;
      open = undefined;
      happen(process, m, { on: 'closed', waiting });
      if (isOver) return;
      if (delivered < LAST_DELIVERY) deliver();
      else isOver = true;
    });
    happen(process, m, { on: 'delivery', waiting });
  }

  after(upTo(SPREAD_MS), deliver);
  runUntil(END_MS);
  return { visible, starts, running: processes.filter(({ message }) => message !== undefined).length };
}
