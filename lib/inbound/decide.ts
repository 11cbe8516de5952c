import { addRun, isParked, leaseOf, someAlive } from '../store/facts';
import { decideDelivery } from './decide-delivery';
import { decideQuestion } from './decide-question';
import { owes } from './duties';
import { answer, care } from './note';
import type { Effect, MessageState, Times, Waiting } from './message-state';

/**
 * Decides what is to be done about a message, and changes `m` to the state after that. Anything without the
 * store is done only directly after a question to the store failed. `mayTakeOver`: this process may start a
 * message that may have ended another process.
 */
export function decide<W extends Waiting>(
  m: MessageState<W>,
  now: number,
  t: Times,
  mayTakeOver = true,
): Effect<W>[] {
  const effects: Effect<W>[] = [];
  endHandlers(m, now, t, effects);
  decideDeliveries(m, now, t, effects);
  startHandlers(m, now, t, effects);
  sendLate(m, now, t, effects);
  decideQuestion(m, now, t, mayTakeOver, effects);
  return effects;
}

/** Stops handlers that have taken too long, or whose answer nobody needs. */
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

function decideDeliveries<W extends Waiting>(
  m: MessageState<W>,
  now: number,
  t: Times,
  effects: Effect<W>[],
): void {
  for (let i = 0; i < m.waiting.length;) {
    const waiting = m.waiting[i]!;
    const effect = decideDelivery(m, waiting, now, t);
    if (effect === undefined) i++;
    else {
      effects.push(effect);
      // An ended delivery makes room for the next.
      const at = m.waiting.indexOf(waiting);
      if (at !== -1) m.waiting.splice(at, 1);
    }
  }
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
  if (own === undefined ? !mayStartAlone(m, isOthers, now, t) : isOthers) return;
  // Other processes that have begun the message and are not alive have vanished.
  let attempt = 1;
  for (const { owner, until } of facts.runs) if (owner !== me && until <= now) attempt++;
  if (own === undefined) {
    addRun(facts, me, now + t.lease);
    m.unsaid = 'now';
  }
  m.work = 'working';
  m.startedAt = now;
  effects.push({ do: 'start', attempt });
}

/** Tells whether the handlers start without the store: a question to it failed a moment ago. */
function mayStartAlone(m: MessageState, isOthers: boolean, now: number, t: Times): boolean {
  if (!m.inVain || m.shutdown !== 'no' || isParked(m.facts, now)) return false;
  const awayFor = now - m.awaySince;
  if (m.waiting.length > 0) {
    const isKnown = isOthers || m.waiting.every(({ isRepeated }) => isRepeated);
    return !isKnown || awayFor >= t.patience;
  }
  // If the store knows that the answer is owed, other processes take care of it.
  return owes(m, now) && m.heard !== 'ack' && m.heard !== 'answer' && awayFor >= t.longPatience;
}

function sendLate<W extends Waiting>(m: MessageState<W>, now: number, t: Times, effects: Effect<W>[]): void {
  const { facts, me } = m;
  if (facts.ack !== undefined && facts.late === undefined) {
    leaveAnswer(m, now);
    sendAlone(m, now, t);
  }
  if (facts.late === undefined) return;
  if (facts.late === me && facts.answer !== undefined && !m.hasSent) {
    m.hasSent = true;
    care(m, now, t);
    effects.push({ do: 'send' });
  }
  if (!facts.knows.includes(me)) {
    facts.knows.push(me);
    care(m, now, t);
  }
}

/**
 * A process that has acknowledged sends its own answer without the store, as long as other processes leave it
 * to this one.
 */
function sendAlone(m: MessageState, now: number, t: Times): void {
  const { facts, me, inVain, exposed, awaySince } = m;
  if (facts.ack !== me || facts.answer !== me || facts.late !== undefined || !inVain) return;
  const isLeftToMe = exposed === undefined || now < exposed + t.grace / 2 || now - awaySince >= t.forlorn;
  if (isLeftToMe) facts.late = me;
}

/** Decides what an ending process does about an answer that is owed. */
function leaveAnswer(m: MessageState, now: number): void {
  const { facts, me } = m;
  if (m.shutdown !== 'left' || facts.answer !== undefined) return;
  // The last process that ends must know that nobody owes the answer any more.
  if (facts.ack === me && !facts.knows.includes(me)) {
    facts.knows.push(me);
    m.unsaid = 'now';
  }
  const isNobodys = facts.knows.includes(facts.ack!);
  if (!isNobodys || m.asking || m.unsaid === 'now' || (!m.inVain && someAlive(facts, now, me))) return;
  // No other process can create the answer, so the error is sent instead.
  facts.answer = me;
  facts.late = me;
}
