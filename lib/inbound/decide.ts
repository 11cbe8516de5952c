import { isParked, leaseOf, MAX_STARTS, someAlive } from '../store/facts';
import type { Wish } from '../store/facts';
import { acknowledge, answer, care, drop } from './note';
import type { Effect, MessageState, Times, Waiting } from './message-state';

/**
 * What is to be done about a message now; changes `m` to what it is when that is done. What is done without the store is done only
 * right after it was asked in vain. `mayTakeOver`: this process may start now what may have ended another.
 */
export function decide<W extends Waiting>(
  m: MessageState<W>,
  now: number,
  t: Times,
  mayTakeOver = true,
): Effect<W>[] {
  const effects: Effect<W>[] = [];
  endHandlers(m, now, t, effects);
  for (let i = 0; i < m.waiting.length;) {
    // What is concluded makes room for the next.
    if (!conclude(m, m.waiting[i]!, now, t, effects)) i++;
  }
  startHandlers(m, now, t, effects);
  sendLate(m, now, t, effects);
  ask(m, now, t, mayTakeOver, effects);
  return effects;
}

/** Handlers that have taken too long, or whose answer nobody needs. */
function endHandlers<W extends Waiting>(
  m: MessageState<W>,
  now: number,
  t: Times,
  effects: Effect<W>[],
): void {
  const { answer: answered } = m.facts;
  const isNeeded = answered === undefined || answered === m.me;
  if (m.work === 'working' && isNeeded && m.shutdown !== 'left') {
    if (now - m.startedAt < t.maxRun) return;
    m.work = 'done';
    effects.push({ do: 'expire' });
    answer(m, undefined, now, t);
  } else if (m.work === 'working' || (m.work === 'done' && !isNeeded)) {
    m.work = 'stopped';
    effects.push({ do: 'abort' });
  }
}

/** What a delivery that waits is told. False: nothing yet. */
function conclude<W extends Waiting>(
  m: MessageState<W>,
  waiting: W,
  now: number,
  t: Times,
  effects: Effect<W>[],
): boolean {
  const { facts } = m;
  const close = (): true => {
    m.waiting.splice(m.waiting.indexOf(waiting), 1);
    return true;
  };
  const acknowledged = (isFirst: boolean): true => {
    effects.push({ do: 'acknowledge', waiting, isFirst });
    return close();
  };
  const answered = (): true => {
    // Unconfirmed, an answer that WeChat may just have cut is made once more by whoever gets the next delivery.
    const isCertain = m.heard === 'answer' || now - waiting.at < t.sure;
    effects.push({ do: 'answer', waiting, isCertain });
    if (facts.answer === m.me) {
      m.dutyUntil = -Infinity;
      m.repeats = 0;
    } else if (!facts.taken) care(m, now, t);
    facts.taken = true;
    return close();
  };

  if (now - waiting.at >= t.cut) {
    effects.push({ do: 'leave', waiting });
    drop(m, waiting, now, t);
    return true;
  }
  const isDecided = waiting.lastWord === 'asked' && !m.asking;
  if (facts.ack !== undefined && (waiting.lastWord !== 'asked' || isDecided)) {
    const isOurs = isDecided && facts.ack === m.me && facts.late === undefined;
    return acknowledged(isOurs && !isParked(facts, now));
  }
  if (waiting.lastWord === 'asked') {
    if (!isDecided) return false;
    if (!m.inVain) return answered();
    const parked = isParked(facts, now);
    acknowledge(m, now, t);
    return acknowledged(!parked);
  }
  // The store has said so, or says nothing.
  const isSilent = m.inVain || (m.heard === 'nothing' && m.awaySince < Infinity);
  if (facts.answer !== undefined && (m.heard === 'answer' || isSilent)) return answered();
  if (waiting.lastWord === 'due') return false;
  const isDue = (waiting.final || waiting.endsRetries) && now - waiting.at >= t.lastWord;
  if (isParked(facts, now) || isDue || (m.shutdown === 'left' && waiting.final)) {
    waiting.lastWord = 'due';
    m.unsaid = 'now';
  } else if (m.shutdown === 'left' && !m.asking && m.unsaid !== 'now') {
    // It comes again, to another process.
    effects.push({ do: 'leave', waiting });
    return close();
  }
  return false;
}

function startHandlers<W extends Waiting>(
  m: MessageState<W>,
  now: number,
  t: Times,
  effects: Effect<W>[],
): void {
  const { facts, me } = m;
  if (m.work !== 'none' || facts.answer !== undefined || m.shutdown === 'left') return;
  const own = leaseOf(facts, me);
  const isOthers = someAlive(facts, now, me);
  if (own === undefined ? !mayStartAlone() : isOthers) return;
  // Of the others that have begun it, those that are not alive have vanished.
  const vanished = facts.runs.filter(({ owner, until }) => owner !== me && until <= now);
  if (own === undefined) {
    facts.runs.push({ owner: me, until: now + t.lease });
    m.unsaid = 'now';
  }
  m.work = 'working';
  m.startedAt = now;
  effects.push({ do: 'start', attempt: vanished.length + 1 });

  function mayStartAlone(): boolean {
    if (!m.inVain || m.shutdown !== 'no' || isParked(facts, now)) return false;
    const awayFor = now - m.awaySince;
    if (m.waiting.length > 0) {
      const isKnown = isOthers || m.waiting.every(({ isRepeated }) => isRepeated);
      return !isKnown || awayFor >= t.patience;
    }
    // Where the store knows that the answer is owed, others see to it.
    return owes(m, now) && m.heard !== 'ack' && m.heard !== 'answer' && awayFor >= t.longPatience;
  }
}

function sendLate<W extends Waiting>(m: MessageState<W>, now: number, t: Times, effects: Effect<W>[]): void {
  const { facts, me } = m;
  if (facts.ack !== undefined && facts.late === undefined) leaveAnswer(m, now);
  if (facts.ack === me && facts.late === undefined) {
    const isLeftToMe =
      m.exposed === undefined ||
      now < m.exposed + t.grace / 2 ||
      (m.inVain && now - m.awaySince >= t.forlorn);
    if (facts.answer === me && m.inVain && isLeftToMe) facts.late = me;
  }
  if (facts.late === me && facts.answer !== undefined && !m.hasSent) {
    m.hasSent = true;
    care(m, now, t);
    effects.push({ do: 'send' });
  }
  if (facts.late !== undefined && !facts.knows.includes(me)) {
    facts.knows.push(me);
    care(m, now, t);
  }
}

/** What a process does that ends, about an answer that is owed. */
function leaveAnswer(m: MessageState, now: number): void {
  const { facts, me } = m;
  if (m.shutdown !== 'left' || facts.answer !== undefined) return;
  // So that the last one who ends knows that nobody owes it any more.
  if (facts.ack === me && !facts.knows.includes(me)) {
    facts.knows.push(me);
    m.unsaid = 'now';
  }
  const isNobodys = facts.knows.includes(facts.ack!);
  if (!isNobodys || m.asking || m.unsaid === 'now' || (!m.inVain && someAlive(facts, now, me))) return;
  // Nobody else is there to make the answer: what is sent is that there is none.
  facts.answer = me;
  facts.late = me;
}

/** Whether this process sees to it that an answer comes late. */
const owes = ({ facts, me, dutyUntil }: MessageState, now: number): boolean =>
  facts.ack === me && facts.late === undefined && now < dutyUntil;

/** Whether another process may still hand in the answer of this one, which has something to do after that. */
export const awaitsHandIn = ({ me, facts, leavesWork }: MessageState, now: number, t: Times): boolean =>
  leavesWork &&
  facts.answer === me &&
  !facts.taken &&
  facts.late === undefined &&
  (facts.ack !== undefined || now < facts.first + t.claim);

/** Whether nobody else will hand it in any more, and this process has not. */
export const isUnclaimed = (m: MessageState, now: number, t: Times): boolean =>
  m.leavesWork && !m.asking && m.facts.answer === m.me && m.facts.late !== m.me && !awaitsHandIn(m, now, t);

/** What the store is told and asked, and when. */
function ask<W extends Waiting>(
  m: MessageState<W>,
  now: number,
  t: Times,
  mayTakeOver: boolean,
  effects: Effect<W>[],
): void {
  const { facts, me } = m;
  const waits = m.waiting.length > 0;
  if (m.asking) {
    wake(m, m.askedAt + t.unheard, t, effects);
    return;
  }
  const owing = owes(m, now);
  const run = wishToRun();
  const every = untilNext();
  const at = m.askedAt + every;
  if (every === Infinity) {
    if (waits || m.work === 'working') wake(m, Infinity, t, effects);
    else effects.push({ do: 'forget' });
    return;
  }
  if (every > 0 && at > now) {
    wake(m, at, t, effects);
    return;
  }
  const own = leaseOf(facts, me);
  if (own !== undefined) own.until = isLetGo() ? -Infinity : m.work === 'none' ? own.until : now + t.lease;
  m.asking = true;
  m.askedAt = now;
  m.unsaid = 'nothing';
  m.wished = run;
  for (const waiting of m.waiting) if (waiting.lastWord === 'due') waiting.lastWord = 'asked';
  const lastWord = m.waiting.some((waiting) => waiting.lastWord === 'asked');
  m.telling = facts.ack !== me && !lastWord ? 'neither' : m.work === 'none' ? 'ack' : 'ack-and-run';
  const send = facts.answer === me || facts.ack === me || lastWord;
  wake(m, now + t.unheard, t, effects);
  effects.push({ do: 'ask', wish: { run, ack: lastWord, send } });

  function isLetGo(): boolean {
    return m.shutdown === 'left' && facts.answer === undefined;
  }

  function wishToRun(): Wish['run'] {
    if (m.work !== 'none' || facts.answer !== undefined || m.shutdown !== 'no' || !(waits || owing))
      return 'no';
    const isTakeOver = facts.runs.length > 0 && facts.runs.length < MAX_STARTS && !someAlive(facts, now);
    return isTakeOver && mayTakeOver ? 'again' : 'first';
  }

  function untilNext(): number {
    if (m.unsaid === 'now') return 0;
    if (m.shutdown === 'left') return Infinity;
    // Found just now to be nobody's any more.
    if (run === 'again' && m.wished !== 'again' && !m.inVain) return 0;
    const open =
      t.repeats > 0 &&
      facts.answer !== undefined &&
      facts.late === undefined &&
      !facts.taken &&
      (facts.answer === me || facts.ack === me);
    const isHerald =
      facts.late === me &&
      (!facts.knows.includes(facts.ack!) || facts.runs.some(({ owner }) => !facts.knows.includes(owner)));
    const isExpected = awaitsHandIn(m, now, t);
    const duty = now < m.dutyUntil && (owing || open || isHerald || isExpected || m.repeats > 0);
    const spread = (ms: number): number => ms * (1 + m.jitter);
    if (m.unsaid === 'in-vain' && (waits || duty || m.work === 'working'))
      return spread(waits && m.work !== 'working' ? t.poll : t.again);
    if (m.work === 'working') return t.renew;
    if (waits) return spread(t.poll);
    if (!duty) return Infinity;
    return owing || isHerald || isExpected ? t.watch : t.renew;
  }
}

/** When something happens by itself, at the latest at `at`. */
function wake<W extends Waiting>(m: MessageState<W>, at: number, t: Times, effects: Effect<W>[]): void {
  let next = at;
  for (const waiting of m.waiting) {
    const isDue = (waiting.final || waiting.endsRetries) && waiting.lastWord === 'not-due';
    next = Math.min(next, waiting.at + (isDue ? t.lastWord : t.cut));
  }
  if (m.work === 'working') next = Math.min(next, m.startedAt + t.maxRun);
  effects.push({ do: 'wake', at: next });
}
