import type { MessageState, Times } from './message-state';

/** Tells whether this process is responsible for a late answer. */
export const owes = ({ facts, me, dutyUntil }: MessageState, now: number): boolean =>
  facts.ack === me && facts.late === undefined && now < dutyUntil;

/** Tells whether this process sends the answer late, and another process may not know it yet. */
export const isHerald = ({ facts, me }: MessageState): boolean =>
  facts.late === me &&
  (!facts.knows.includes(facts.ack!) || facts.runs.some(({ owner }) => !facts.knows.includes(owner)));

/**
 * Tells whether an answer that concerns this process was neither given nor sent, and the store may forget it.
 */
export const isOpen = ({ facts, me }: MessageState, { repeats }: Times): boolean =>
  repeats > 0 &&
  facts.answer !== undefined &&
  facts.late === undefined &&
  !facts.taken &&
  (facts.answer === me || facts.ack === me);

/** Tells whether another process may still hand in the answer of this one, which has work after it. */
export const awaitsHandIn = ({ me, facts, leavesWork }: MessageState, now: number, t: Times): boolean =>
  leavesWork &&
  facts.answer === me &&
  !facts.taken &&
  facts.late === undefined &&
  (facts.ack !== undefined || now < facts.first + t.claim);

/** Tells whether no other process will hand in the answer any more, and this one has not. */
export const isUnclaimed = (m: MessageState, now: number, t: Times): boolean =>
  m.leavesWork && !m.asking && m.facts.answer === m.me && m.facts.late !== m.me && !awaitsHandIn(m, now, t);
