import { play } from '../support/checker/play';
import type { Setting } from '../support/checker/steps';

/** What went wrong by earlier rules, in steps of 1.25 s; which rule has mended it. */
const COURSES: readonly (readonly [rule: string, over: Partial<Setting>, course: readonly string[]])[] = [
  [
    '1: alone is begun only right after the store was asked in vain',
    { faults: ['lost'] },
    ['t0 WeChat delivers 1 to P0', 't4 WeChat delivers 2 to P1', 't4 P1 is not heard (lost)'],
  ],
  [
    '2: once the last word was asked for, only it counts',
    { faults: ['lost', 'reply-lost'] },
    [
      't0 WeChat delivers 1 to P0',
      't4 WeChat delivers 2 to P1',
      't4 P1 is not heard (lost)',
      't5 P1 is not heard (lost)',
      't8 WeChat delivers 3 to P1',
      't11 P1 looks',
      't11 P1 has ENDED',
      't11 P1 is not heard (reply-lost)',
    ],
  ],
  [
    '3: a final delivery that passes unanswered is an acknowledgement',
    { faults: ['freeze'] },
    [
      't0 WeChat delivers 1 to P0',
      't4 WeChat delivers 2 to P0',
      't8 WeChat delivers 3 to P1',
      't9 P1 FREEZES',
      't13 P1 thaws',
    ],
  ],
  [
    '4: one that is acknowledged at once is not final',
    { faults: ['freeze'], endsRetries: true },
    ['t0 WeChat delivers 1 to P0', 't1 P0 FREEZES', 't4 WeChat delivers 2 to P1', 't5 P0 thaws'],
  ],
  [
    '5: another’s lease is told again whole',
    { faults: ['forgotten'] },
    [
      't0 WeChat delivers 1 to P0',
      't4 WeChat delivers 2 to P1',
      't4 P1 gets 2',
      't4 the store does what P1',
      't4 THE STORE FORGETS',
      't8 THE STORE FORGETS',
      't8 WeChat delivers 3 to P1',
    ],
  ],
  [
    '6: what was granted is begun only where no other is alive',
    { faults: ['executed-later', 'forgotten'] },
    [
      't0 WeChat delivers 1 to P0',
      't4 WeChat delivers 2 to P1',
      't4 P1 is not heard (executed-later)',
      't5 P1 hears',
      't5 THE STORE FORGETS',
      't5 the store does late',
    ],
  ],
  [
    '7: who made the answer sends it, while alive',
    { faults: ['forgotten'] },
    [
      't0 WeChat delivers 1 to P0',
      't8 WeChat delivers 3 to P1',
      't12 P0 has ENDED',
      't12 P0 hears: send',
      't12 THE STORE FORGETS',
    ],
  ],
  [
    '8: who has acknowledged, and runs it, sends alone only while others leave it to it',
    { faults: ['lost', 'away'] },
    [
      't0 WeChat delivers 1 to P0',
      't4 WeChat delivers 2 to P1',
      't4 P1 is not heard (lost)',
      't5 P1 is not heard (lost)',
      't8 WeChat delivers 3 to P1',
      't12 P1 LOSES THE STORE',
      't13 P0 has ENDED',
      't19 P1 has ENDED',
    ],
  ],
  [
    '9: who sends says so until all it knows of know',
    { faults: ['away', 'forgotten'] },
    [
      't0 WeChat delivers 1 to P0',
      't8 WeChat delivers 3 to P1',
      't12 P1 LOSES THE STORE',
      't13 P0 has ENDED',
      't14 THE STORE FORGETS',
    ],
  ],
  [
    '10: an answer is kept until it is taken or sent',
    { faults: ['reset', 'away', 'forgotten'] },
    [
      't0 WeChat delivers 1 to P0',
      't4 WeChat delivers 2 to P0',
      't6 P0 has its CONNECTION RESET',
      't7 P0 has ENDED',
      't8 WeChat delivers 3 to P1',
      't8 P1 LOSES THE STORE',
      't14 THE STORE FORGETS',
    ],
  ],
  [
    '11: who was granted the sending without hearing it asks again',
    { faults: ['reply-lost'] },
    [
      't0 WeChat delivers 1 to P0',
      't8 WeChat delivers 3 to P1',
      't12 P0 has ENDED',
      't12 P0 is not heard (reply-lost)',
    ],
  ],
  [
    '12: a reply that comes late grants nothing',
    { faults: ['freeze'] },
    [
      't0 WeChat delivers 1 to P0',
      't8 WeChat delivers 3 to P1',
      't12 P0 has ENDED',
      't12 the store does what P0',
      't12 P0 FREEZES',
      't20 P0 thaws',
    ],
  ],
  [
    '13: who owes an answer asks for it, though those who run it were away',
    { processes: 3, faults: ['freeze', 'forgotten'] },
    [
      't0 WeChat delivers 1 to P0',
      't1 P0 FREEZES',
      't4 WeChat delivers 2 to P1',
      't6 P1 FREEZES',
      't8 WeChat delivers 3 to P2',
      't10 P0 thaws',
      't13 P2 hears',
      't13 THE STORE FORGETS',
      't14 P0 has ENDED',
      't15 P1 thaws',
    ],
  ],
];

it.each(COURSES)(
  'a message is answered once, in a course that earlier rules did not bear: %s',
  (_, over, course) => {
    const { visible, starts } = play(over, course);
    expect(visible).toBe(1);
    expect(starts).toBeLessThanOrEqual(2);
  },
);
