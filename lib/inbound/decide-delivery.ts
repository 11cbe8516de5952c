import { isParked } from '../store/facts';
import type { Effect, MessageState, Times, Waiting } from './message-state';
import { acknowledge, care, drop } from './note';

/** Decides what a waiting delivery is told; then it waits no more. Undefined: nothing yet. */
export function decideDelivery<W extends Waiting>(
  m: MessageState<W>,
  waiting: W,
  now: number,
  t: Times,
): Effect<W> | undefined {
  const { facts } = m;
  if (now - waiting.at >= t.cut) {
    drop(m, waiting, now, t);
    return { do: 'leave', waiting };
  }
  const isDecided = waiting.lastWord === 'asked' && !m.asking;
  if (facts.ack !== undefined && (waiting.lastWord !== 'asked' || isDecided)) {
    const isOurs = isDecided && facts.ack === m.me && facts.late === undefined;
    return { do: 'acknowledge', waiting, isFirst: isOurs && !isParked(facts, now) };
  }
  if (waiting.lastWord === 'asked') {
    if (!isDecided) return undefined;
    if (!m.inVain) return answerWith(m, waiting, now, t);
    const parked = isParked(facts, now);
    acknowledge(m, now, t);
    return { do: 'acknowledge', waiting, isFirst: !parked };
  }
  // The store has said so, or does not answer.
  const isSilent = m.inVain || (m.heard === 'nothing' && m.awaySince < Infinity);
  if (facts.answer !== undefined && (m.heard === 'answer' || isSilent)) return answerWith(m, waiting, now, t);
  if (waiting.lastWord === 'due') return undefined;
  const isDue = (waiting.final || waiting.endsRetries) && now - waiting.at >= t.lastWord;
  if (isParked(facts, now) || isDue || (m.shutdown === 'left' && waiting.final)) {
    waiting.lastWord = 'due';
    m.unsaid = 'now';
  } else if (m.shutdown === 'left' && !m.asking && m.unsaid !== 'now') {
    // The message comes again, to another process.
    return { do: 'leave', waiting };
  }
  return undefined;
}

function answerWith<W extends Waiting>(m: MessageState<W>, waiting: W, now: number, t: Times): Effect<W> {
  const { facts } = m;
  // If the answer is not confirmed and WeChat may just have closed the connection, the process with the next
  // delivery creates the answer again.
  const isCertain = m.heard === 'answer' || now - waiting.at < t.sure;
  if (facts.answer === m.me) {
    m.dutyUntil = -Infinity;
    m.repeats = 0;
  } else if (!facts.taken) care(m, now, t);
  facts.taken = true;
  return { do: 'answer', waiting, isCertain };
}
