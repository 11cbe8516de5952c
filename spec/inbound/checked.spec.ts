import { SHARED_TIMES } from '../../lib/inbound/times';
import { KEEP_ANSWER_MS, REMEMBER_DELIVERY_MS } from '../../lib/store/deliveries';
import { check } from '../support/checker/check';
import { USUAL } from '../support/checker/steps';
import type { Setting } from '../support/checker/steps';
import { MEMORY } from '../support/checker/world';
import type { Fault } from '../support/checker/world';

const setting = (over: Partial<Setting> = {}): Setting => ({ ...USUAL, ...over });

/** What is found, in words; a course is told where it should not be. */
const problems = (over: Partial<Setting>, cap?: number) => {
  const { found, ...checked } = check(setting(over), cap);
  return { ...checked, found: found.map(({ problem, after }) => `${problem} after ${after}`) };
};

describe('every course of one message without a fault', () => {
  it.each([
    ['two processes', {}],
    ['three processes', { processes: 3 }],
    ['an acknowledgement at once', { endsRetries: true }],
    ['a count of deliveries in place of their age', { isAgeKnown: false }],
  ])('has one start and one visible answer, with %s', (_, over) => {
    const { isComplete, ends, mostStarts, found } = problems(over);
    expect({ isComplete, mostStarts, found }).toEqual({ isComplete: true, mostStarts: 1, found: [] });
    expect(ends).toBeGreaterThan(2);
  });

  it('has two starts, no answer and an acknowledgement, if each start ends its process', () => {
    expect(problems({ processes: 3, isPoison: true })).toMatchObject({
      isComplete: true,
      mostStarts: 2,
      found: ['lost after nothing'],
    });
  });
});

describe('what is left for after the answer', () => {
  it.each<[string, Partial<Setting>, number]>([
    ['no fault', {}, 2000],
    ['a connection lost', { faults: ['reset'], most: 1 }, 6000],
    ['a process that ends', { faults: ['close'], most: 1 }, 6000],
    ['a process frozen', { faults: ['freeze'], most: 1 }, 9000],
    ['the store away', { faults: ['away'], most: 1 }, 9000],
    ['the store empty', { faults: ['forgotten'], most: 1 }, 9000],
  ])('is begun by whose answer the user has read, and by nobody else, with %s', (_, over, cap) => {
    const { found } = problems({ leavesWork: true, takes: [0, 9], ...over }, cap);
    const isAllowed = (each: string): boolean => over.faults !== undefined && each.startsWith('not followed');
    expect(found.filter((each) => !isAllowed(each))).toEqual([]);
  });
});

describe('every course of one message with one fault', () => {
  const whole: readonly Fault[] = ['lost', 'reply-lost', 'reset', 'close', 'clock-ahead'];
  it.each(whole)('has two starts at most and one visible answer (%s)', (fault) => {
    const { isComplete, mostStarts, found } = problems({ faults: [fault], most: 1, takes: [0, 9] });
    expect({ isComplete, found }).toEqual({ isComplete: true, found: [] });
    expect(mostStarts).toBeLessThanOrEqual(2);
  });

  it('is lost at most with the process that had it', () => {
    const { isComplete, found } = problems({ faults: ['crash'], most: 1, takes: [0, 9] });
    expect({ isComplete, found }).toEqual({ isComplete: true, found: ['lost after crash'] });
  });

  // The shortest of them; `npm run check:deliveries` looks at all.
  const part: readonly Fault[] = ['freeze', 'executed-later', 'away', 'away-for-all', 'forgotten'];
  it.each(part)('has none of the shorter courses go wrong (%s)', (fault) => {
    expect(problems({ faults: [fault], most: 1 }, 12_000).found).toEqual([]);
  });
});

describe('a store that remembers no longer than it must', () => {
  it.each([
    ['no fault', [], 1],
    ['a question that is lost', ['lost'], 2],
    ['a reply that is lost', ['reply-lost'], 2],
    ['a connection that is reset', ['reset'], 2],
    ['a clock of the store that jumps', ['clock-ahead'], 2],
  ] as const)('has every course answered once, with what the handlers made (%s)', (_, faults, starts) => {
    const { isComplete, mostStarts, found } = problems({ memory: MEMORY, faults, most: 1, takes: [0, 9] });
    expect({ isComplete, found }).toEqual({ isComplete: true, found: [] });
    expect(mostStarts).toBeLessThanOrEqual(starts);
  });

  it('is noticed when it forgets an answer that somebody may still ask for', () => {
    expect(problems({ memory: { message: 48, answer: 1 } }, 5_000).found).toContain('empty after nothing');
  });

  it('is noticed when it forgets a message that WeChat delivers again', () => {
    const { found } = problems({ memory: { message: 1, answer: 1 } }, 3_000);
    expect(found).toContain('second start after nothing');
  });

  it('is what both stores are: they keep messages and answers while anybody has to do with them', () => {
    const { duty, cut, lastAge } = SHARED_TIMES;
    expect(KEEP_ANSWER_MS).toBeGreaterThanOrEqual(duty);
    expect(REMEMBER_DELIVERY_MS / KEEP_ANSWER_MS).toBeGreaterThanOrEqual(MEMORY.message / MEMORY.answer);
    expect(REMEMBER_DELIVERY_MS).toBeGreaterThan(lastAge + cut + duty);
  });
});
