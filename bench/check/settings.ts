import { USUAL } from '../../spec/support/checker/steps';
import type { Setting } from '../../spec/support/checker/steps';
import { FAULTS, MEMORY } from '../../spec/support/checker/world';
import type { Fault } from '../../spec/support/checker/world';

/** Faults that come together, and how many steps the handlers take at least where that keeps the states few. */
const PAIRS: readonly (readonly [faults: readonly Fault[], least: number])[] = [
  [['lost', 'reply-lost', 'forgotten', 'reset', 'crash'], 0],
  [['executed-later', 'lost', 'reply-lost'], 1],
  [['executed-later', 'forgotten'], 0],
  [['close', 'lost', 'reply-lost'], 1],
  [['clock-ahead', 'forgotten', 'reply-lost'], 1],
  [['freeze', 'forgotten'], 1],
  [['freeze', 'reply-lost'], 1],
  [['away', 'forgotten'], 1],
  [['away', 'reply-lost'], 1],
];

/** Faults by which an answer may be asked for late. */
const REMEMBERED: readonly Fault[] = [
  'freeze',
  'lost',
  'reply-lost',
  'away',
  'reset',
  'close',
  'clock-ahead',
  'crash',
];

/** What `npm run check:deliveries` looks at, by name. */
export const settings: Readonly<Record<string, Setting>> = Object.fromEntries([
  ['2 processes, no fault', USUAL],
  ['3 processes, no fault', { ...USUAL, processes: 3 }],
  ['3 processes, poison', { ...USUAL, processes: 3, isPoison: true }],
  ['2 processes, counted deliveries', { ...USUAL, isAgeKnown: false }],
  ['2 processes, a store that remembers as long as it must', { ...USUAL, memory: MEMORY }],
  ...REMEMBERED.map(
    (fault) =>
      [
        `2 processes, one ${fault}, a store that remembers as long as it must`,
        { ...USUAL, faults: [fault], most: 1, memory: MEMORY },
      ] as const,
  ),
  ['2 processes, acknowledged at once', { ...USUAL, endsRetries: true }],
  ...FAULTS.map((fault) => [`2 processes, one ${fault}`, { ...USUAL, faults: [fault], most: 1 }] as const),
  [
    '2 processes, any one fault, acknowledged at once',
    { ...USUAL, faults: FAULTS, most: 1, endsRetries: true },
  ],
  [
    '3 processes, one of crash, lost, reply-lost, executed-later, forgotten, reset',
    {
      ...USUAL,
      processes: 3,
      faults: ['crash', 'lost', 'reply-lost', 'executed-later', 'forgotten', 'reset'],
      most: 1,
    },
  ],
  ['2 processes, work after the answer, no fault', { ...USUAL, leavesWork: true }],
  ...FAULTS.map(
    (fault) =>
      [
        `2 processes, work after the answer, one ${fault}`,
        { ...USUAL, leavesWork: true, faults: [fault], most: 1, takes: [0, 9] },
      ] as const,
  ),
  ...PAIRS.map(
    ([faults, least]) =>
      [
        `2 processes, two of ${faults.join(', ')}`,
        { ...USUAL, faults, most: 2, takes: [least, 14] },
      ] as const,
  ),
]);
