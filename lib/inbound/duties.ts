import type { MessageState, Times } from './message-state';

/** Whether this process sees to it that an answer comes late. */
export const owes = ({ facts, me, dutyUntil }: MessageState, now: number): boolean =>
  facts.ack === me && facts.late === undefined && now < dutyUntil;

/** Whether this process sends the answer late, and somebody may not know it yet. */
export const isHerald = ({ facts, me }: MessageState): boolean =>
  facts.late === me &&
  (!facts.knows.includes(facts.ack!) || facts.runs.some(({ owner }) => !facts.knows.includes(owner)));

/** Whether an answer that this process has to do with was neither given nor sent, and the store may forget it. */
export const isOpen = ({ facts, me }: MessageState, { repeats }: Times): boolean =>
  repeats > 0 &&
  facts.answer !== undefined &&
  facts.late === undefined &&
  !facts.taken &&
  (facts.answer === me || facts.ack === me);

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
