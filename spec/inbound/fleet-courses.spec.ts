import { playCourse } from '../support/course';
import type { Course } from '../support/course';
import { startDirectFleet } from '../support/fleet';

/** One message each: told twice, or to nobody, by earlier rules. */
const COURSES: readonly (readonly [what: string, course: Course])[] = [
  [
    'begun anew after its answer was sent',
    {
      messages: [{ at: 0, takes: 16000 }],
      route: [0, 0, 1],
      delays: [0, 0, 0],
      absences: [{ member: 1, from: 15000, lasts: 7000 }],
      flushes: [20000],
    },
  ],
  [
    'parked, and then forgotten',
    {
      messages: [{ at: 0, takes: 13000 }],
      route: [2, 1, 2],
      delays: [0, 0, 0],
      absences: [
        { member: 1, from: 8000, lasts: 8000 },
        { member: 2, from: 2000, lasts: 8000 },
      ],
      flushes: [17000],
    },
  ],
  [
    'two runs, one of which the store has forgotten',
    {
      messages: [{ at: 0, takes: 15000 }],
      route: [0, 1, 1],
      delays: [0, 150, 0],
      absences: [{ member: 1, from: 15000, lasts: 3000 }],
      flushes: [19000],
    },
  ],
  [
    'away twice, before and after the answer',
    {
      messages: [{ at: 0, takes: 15500 }],
      route: [0, 1, 0],
      delays: [0, 0, 0],
      absences: [
        { member: 1, from: 5500, lasts: 1800 },
        { member: 0, from: 15000, lasts: 8000 },
        { member: 0, from: 23000, lasts: 4000 },
      ],
    },
  ],
  [
    'two runs that both had an answer to send',
    {
      messages: [{ at: 0, takes: 14660 }],
      route: [0, 1, 1],
      delays: [0, 0, 0],
      absences: [{ member: 1, from: 11100, lasts: 2800 }],
      flushes: [14700],
    },
  ],
  [
    'forgotten three times',
    {
      messages: [{ at: 1697, takes: 16000 }],
      route: [0, 2, 2],
      delays: [30, 0, 150],
      flushes: [21000, 18500, 19820],
    },
  ],
];

it.each(COURSES)(
  'a message is answered once in a course of things that is hard to get right: %s',
  async (_, course) => {
    for (let i = 0; i < 5; i++) {
      const { visible, running } = await playCourse(startDirectFleet, {
        ...course,
        route: [...course.route],
      });
      expect(visible).toMatchObject([[{ Content: 'answer 0' }]]);
      expect(running).toEqual([0, 0, 0]);
    }
  },
);
