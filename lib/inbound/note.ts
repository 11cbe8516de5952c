import { addSeen, isAlive, leaseOf, merge } from '../store/facts';
import type { Facts } from '../store/facts';
import { LAST_DELIVERY } from './message-state';
import type { MessageEvent, MessageState, Times, Waiting } from './message-state';

/** Notes an event of a message. `decide` then says what to do about it. */
export function note<W extends Waiting>(
  m: MessageState<W>,
  event: MessageEvent<W>,
  now: number,
  t: Times,
): void {
  m.inVain = event.on === 'failed';
  switch (event.on) {
    case 'delivery':
      arrive(m, event.waiting);
      break;
    case 'missed':
      arrive(m, event.waiting);
      drop(m, event.waiting, now, t);
      break;
    case 'closed':
      drop(m, event.waiting, now, t);
      break;
    case 'handled':
      if (m.work !== 'working') break;
      m.work = 'done';
      m.leavesWork = event.leavesWork === true;
      answer(m, event.value, now, t);
      break;
    case 'reply':
      if (now - m.askedAt > t.stale) thaw(m, event.view, t);
      else hear(m, event.view, now, t);
      break;
    case 'failed':
      if (now - m.askedAt > t.stale && now - m.askedAt < t.unheard) thaw(m, undefined, t);
      else hearNothing(m, event, t);
      break;
    case 'shutdown':
      m.shutdown = event.how;
      if (event.how === 'left') leave(m);
      break;
    case 'time':
      if (m.asking && now - m.askedAt >= t.unheard) {
        m.inVain = true;
        hearNothing(m, { maybe: true }, t);
      }
  }
}

function arrive<W extends Waiting>(m: MessageState<W>, waiting: W): void {
  const { facts } = m;
  m.waiting = m.waiting.length === 0 ? [waiting] : [...m.waiting, waiting];
  addSeen(facts, waiting.id);
  facts.first = Math.min(facts.first, waiting.at);
  m.unsaid = 'now';
}

/** This process's answer becomes the answer of the message, if it is the first one. */
export function answer(m: MessageState, value: Facts['value'], now: number, t: Times): void {
  if (m.facts.answer === undefined) {
    m.facts.answer = m.me;
    m.facts.value = value;
  }
  care(m, now, t);
}

/** The message needs care, even if no delivery waits. */
export function care(m: MessageState, now: number, t: Times): void {
  m.unsaid = 'now';
  m.dutyUntil = now + t.duty;
  m.repeats = t.repeats;
}

/** WeChat is told not to deliver again. */
export function acknowledge(m: MessageState, now: number, t: Times): void {
  m.facts.ack ??= m.me;
  care(m, now, t);
}

/** A delivery cannot be answered any more. If it was the last one, the answer is sent late. */
export function drop<W extends Waiting>(m: MessageState<W>, waiting: W, now: number, t: Times): void {
  const at = m.waiting.indexOf(waiting);
  if (at === -1) return;
  m.waiting.splice(at, 1);
  if (waiting.final) acknowledge(m, now, t);
}

function hear(m: MessageState, view: Facts, now: number, t: Times): void {
  m.heard = view.answer !== undefined ? 'answer' : view.ack !== undefined ? 'ack' : 'facts';
  learn(m, view);
  for (const waiting of m.waiting)
    if (!waiting.final && now - waiting.at < t.cut) waiting.final = isFinal(m.facts, waiting, t);
  m.asking = false;
  m.awaySince = Infinity;
  if (m.repeats > 0 && m.shutdown !== 'left') m.repeats--;
  // The acknowledgement was requested, and is granted.
  if (m.facts.ack === m.me && m.exposed === undefined) care(m, now, t);
  expose(m, true, t);
  // It was granted after this process had left the message.
  if (m.shutdown === 'left' && m.facts.answer === undefined && isAlive(m.facts, m.me, now)) m.unsaid = 'now';
}

/** The response of the store counts. Facts that the store does not know yet are added. */
function learn(m: MessageState, view: Facts): void {
  const { facts, me } = m;
  // This process may change the response object.
  m.facts = view;
  merge(view, facts, undefined);
  const told = leaseOf(facts, me);
  const own = leaseOf(view, me);
  if (told !== undefined && own !== undefined) own.until = Math.max(own.until, told.until);
}

const isFinal = ({ seen, first }: Facts, { id, at }: Waiting, { lastAge }: Times): boolean =>
  seen.indexOf(id) >= LAST_DELIVERY - 1 || at - first >= lastAge;

function hearNothing(
  m: MessageState,
  { maybe, since = m.askedAt }: { readonly maybe: boolean; readonly since?: number },
  t: Times,
): void {
  m.asking = false;
  if (m.unsaid === 'nothing') m.unsaid = 'in-vain';
  m.awaySince = Math.min(m.awaySince, since, m.askedAt);
  if (!maybe) return;
  expose(m, false, t);
  // The sending may have been granted. Other processes would not do it, and this process stops asking by
  // itself.
  if (m.shutdown === 'left' && m.repeats > 0 && m.facts.answer === m.me) {
    m.repeats = 0;
    m.unsaid = 'now';
  }
}

/**
 * This process was frozen. Former facts are still true, but a permission may belong to another process by
 * now.
 */
function thaw(m: MessageState, view: Facts | undefined, t: Times): void {
  if (view !== undefined) {
    const late = view.late === m.me ? undefined : view.late;
    merge(m.facts, { ...view, runs: view.runs.filter(({ owner }) => owner !== m.me), late });
  }
  m.asking = false;
  m.unsaid = 'now';
  for (const waiting of m.waiting) if (waiting.lastWord === 'asked') waiting.lastWord = 'due';
  expose(m, false, t);
}

function expose(m: MessageState, surely: boolean, t: Times): void {
  if (m.telling !== 'neither' && (surely || m.exposed === undefined))
    m.exposed = m.telling === 'ack-and-run' ? m.askedAt + t.lease : -Infinity;
}

/**
 * The message belongs to another process now. The store is told so, and what it does not know yet; once more,
 * if the response is lost.
 */
function leave(m: MessageState): void {
  m.repeats = 1;
  const lease = leaseOf(m.facts, m.me);
  const owes = m.facts.ack === m.me && m.facts.late === undefined;
  if (m.unsaid !== 'nothing' || owes || (lease !== undefined && m.facts.answer === undefined))
    m.unsaid = 'now';
}
