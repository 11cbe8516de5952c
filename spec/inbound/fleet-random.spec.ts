import fc from 'fast-check';
import { COUNT, playCourse } from '../support/course';
import { startDirectFleet, startServedFleet } from '../support/fleet';

const USERS = 6;

/** A message: when it is sent, how long its handlers take, and which processes get its deliveries. */
const message = fc.record({
  at: fc.nat(4000),
  takes: fc.oneof(fc.nat(4000), fc.nat(20_000), fc.integer({ min: 13_000, max: 16_000 })),
});
const weather = fc.record({
  messages: fc.array(message, { minLength: USERS, maxLength: USERS }),
  route: fc.array(fc.nat(COUNT - 1), { minLength: 1, maxLength: 18 }),
  delays: fc.tuple(...Array.from({ length: COUNT }, () => fc.constantFrom(0, 30, 150))),
});
/** A process that cannot reach the store for a while. */
const absence = fc.record({
  member: fc.nat(COUNT - 1),
  from: fc.nat(20_000),
  lasts: fc.oneof(fc.nat(400), fc.nat(8000)),
});

describe.each([
  ['over HTTP', startServedFleet, 4],
  ['without HTTP', startDirectFleet, 100],
])('any course of things, %s,', (_, startFleet, numRuns) => {
  it('has each message run once and answered once, with its own answer, while nothing fails', async () => {
    await fc.assert(
      fc.asyncProperty(weather, async (course) => {
        const { starts, late, visible, running } = await playCourse(startFleet, course);
        expect(starts).toEqual(course.messages.map(() => 1));
        expect(visible).toMatchObject(course.messages.map((_, n) => [{ Content: `answer ${n}` }]));
        expect(late).toEqual([]);
        expect(running).toEqual([0, 0, 0]);
      }),
      { numRuns, endOnFailure: true },
    );
  });

  it('shows each message one answer while the store forgets everything, and leaves nothing running', async () => {
    await fc.assert(
      fc.asyncProperty(
        weather,
        fc.array(fc.nat(24_000), { minLength: 1, maxLength: 3 }),
        async (course, flushes) => {
          const { starts, visible, running } = await playCourse(startFleet, { ...course, flushes });
          expect(visible).toMatchObject(course.messages.map((_, n) => [{ Content: `answer ${n}` }]));
          for (const count of starts) expect(count).toBeLessThanOrEqual(COUNT);
          expect(running).toEqual([0, 0, 0]);
        },
      ),
      { numRuns, endOnFailure: true },
    );
  });

  it('shows each message one answer while processes lose the store, and leaves nothing running', async () => {
    await fc.assert(
      fc.asyncProperty(
        weather,
        fc.array(absence, { minLength: 1, maxLength: 6 }),
        async (course, absences) => {
          const { starts, visible, deliveries, running } = await playCourse(startFleet, {
            ...course,
            absences,
          });
          expect(visible).toMatchObject(course.messages.map((_, n) => [{ Content: `answer ${n}` }]));
          for (const count of starts) expect(count).toBeLessThanOrEqual(COUNT);
          for (const { ms } of deliveries) expect(ms).toBeLessThanOrEqual(5500);
          expect(running).toEqual([0, 0, 0]);
        },
      ),
      { numRuns, endOnFailure: true },
    );
  });
});
