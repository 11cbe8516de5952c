import fc from 'fast-check';
import { startDirectFleet, startServedFleet } from '../support/fleet';

const COUNT = 3;
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

interface Course {
  readonly messages: readonly { readonly at: number; readonly takes: number }[];
  readonly route: number[];
  readonly delays: readonly number[];
  readonly absences?: readonly { readonly member: number; readonly from: number; readonly lasts: number }[];
  /** When the store forgets everything. */
  readonly flushes?: readonly number[];
}

/** Lets all of it happen. */
async function play(
  startFleet: typeof startServedFleet,
  { messages, route, delays, absences = [], flushes = [] }: Course,
) {
  const starts = messages.map(() => 0);
  const late: string[] = [];
  const fleet = await startFleet(
    async ({ openid }) => {
      const n = Number(openid);
      starts[n]!++;
      await fleet.simulator.clock.sleep(messages[n]!.takes);
      return `answer ${n}`;
    },
    { count: COUNT, onLate: (_answer, { openid }) => late.push(openid) },
  );
  const { simulator, members } = fleet;
  const { clock } = simulator;
  const resume = clock.pause();
  try {
    fleet.route = route;
    delays.forEach((delay, n) => (members[n]!.delay = delay));
    for (const { member, from, lasts } of absences) {
      clock.setTimeout(() => (members[member]!.away = true), from);
      clock.setTimeout(() => (members[member]!.away = false), from + lasts);
    }
    for (const at of flushes) clock.setTimeout(fleet.flush, at);
    const seen = messages.map(async ({ at }, n) => {
      await clock.sleep(at);
      return simulator.user(String(n)).says('x');
    });
    await clock.advance(60_000);
    const visible = messages.map((_, n) => simulator.user(String(n)).sees());
    const deliveries = (await Promise.all(seen)).flatMap((each) => each.deliveries);
    return { starts, late, visible, deliveries, running: members.map(({ wx }) => wx.stats().running) };
  } finally {
    resume();
    await simulator.close();
  }
}

describe.each([
  ['over HTTP', startServedFleet, 4],
  ['without HTTP', startDirectFleet, 100],
])('any course of things, %s,', (_, startFleet, numRuns) => {
  it('has each message run once and answered once, with its own answer, while nothing fails', async () => {
    await fc.assert(
      fc.asyncProperty(weather, async (course) => {
        const { starts, late, visible, running } = await play(startFleet, course);
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
          const { starts, visible, running } = await play(startFleet, { ...course, flushes });
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
          const { starts, visible, deliveries, running } = await play(startFleet, { ...course, absences });
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
