import { leaseOf, MAX_STARTS, someAlive } from '../store/facts';
import type { Wish } from '../store/facts';
import { awaitsHandIn, isHerald, isOpen, owes } from './duties';
import type { Effect, MessageState, Times, Waiting } from './message-state';

/** Decides what the store is told and asked, and when. */
export function decideQuestion<W extends Waiting>(
  m: MessageState<W>,
  now: number,
  t: Times,
  mayTakeOver: boolean,
  effects: Effect<W>[],
): void {
  const { facts, me } = m;
  if (m.asking) {
    wake(m, m.askedAt + t.unheard, t, effects);
    return;
  }
  const run = wishToRun(m, now, mayTakeOver);
  const every = untilNext(m, run, now, t);
  const at = m.askedAt + every;
  if (every === Infinity) {
    if (m.waiting.length > 0 || m.work === 'working') wake(m, Infinity, t, effects);
    else effects.push({ do: 'forget' });
    return;
  }
  if (every > 0 && at > now) {
    wake(m, at, t, effects);
    return;
  }
  renew(m, now, t);
  m.asking = true;
  m.askedAt = now;
  m.unsaid = 'nothing';
  m.wished = run;
  let ack = false;
  for (const waiting of m.waiting) {
    if (waiting.lastWord === 'due') waiting.lastWord = 'asked';
    ack ||= waiting.lastWord === 'asked';
  }
  m.telling = facts.ack !== me && !ack ? 'neither' : m.work === 'none' ? 'ack' : 'ack-and-run';
  wake(m, now + t.unheard, t, effects);
  effects.push({ do: 'ask', wish: { run, ack, send: facts.answer === me || facts.ack === me || ack } });
}

/** An owner that speaks is alive. An owner that ends gives up what it has not answered. */
function renew({ facts, me, shutdown, work }: MessageState, now: number, t: Times): void {
  const own = leaseOf(facts, me);
  if (own === undefined) return;
  if (shutdown === 'left' && facts.answer === undefined) own.until = -Infinity;
  else if (work !== 'none') own.until = now + t.lease;
}

function wishToRun(m: MessageState, now: number, mayTakeOver: boolean): Wish['run'] {
  const { facts, work, shutdown, waiting } = m;
  if (work !== 'none' || facts.answer !== undefined || shutdown !== 'no') return 'no';
  if (waiting.length === 0 && !owes(m, now)) return 'no';
  const isTakeOver = facts.runs.length > 0 && facts.runs.length < MAX_STARTS && !someAlive(facts, now);
  return isTakeOver && mayTakeOver ? 'again' : 'first';
}

/** Returns the milliseconds between the last question and the next. */
function untilNext(m: MessageState, run: Wish['run'], now: number, t: Times): number {
  if (m.unsaid === 'now') return 0;
  if (m.shutdown === 'left') return Infinity;
  // It was found a moment ago that nobody owns the message any more.
  if (run === 'again' && m.wished !== 'again' && !m.inVain) return 0;
  const waits = m.waiting.length > 0;
  const isWatching = owes(m, now) || isHerald(m) || awaitsHandIn(m, now, t);
  const hasDuty = now < m.dutyUntil && (isWatching || m.repeats > 0 || isOpen(m, t));
  if (m.unsaid === 'in-vain' && (waits || hasDuty || m.work === 'working'))
    return (waits && m.work !== 'working' ? t.poll : t.again) * (1 + m.jitter);
  if (m.work === 'working') return t.renew;
  if (waits) return t.poll * (1 + m.jitter);
  if (!hasDuty) return Infinity;
  return isWatching ? t.watch : t.renew;
}

/** Plans when something happens by itself, at the latest at `at`. */
function wake<W extends Waiting>(m: MessageState<W>, at: number, t: Times, effects: Effect<W>[]): void {
  let next = at;
  for (const waiting of m.waiting) {
    const isDue = (waiting.final || waiting.endsRetries) && waiting.lastWord === 'not-due';
    next = Math.min(next, waiting.at + (isDue ? t.lastWord : t.cut));
  }
  if (m.work === 'working') next = Math.min(next, m.startedAt + t.maxRun);
  effects.push({ do: 'wake', at: next });
}
