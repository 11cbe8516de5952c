import type { startServedFleet } from './fleet';

/** Processes of a course. */
export const COUNT = 3;

/** What happens to some messages, and to the processes that get them. */
export interface Course {
  readonly messages: readonly { readonly at: number; readonly takes: number }[];
  readonly route: number[];
  readonly delays: readonly number[];
  readonly absences?: readonly { readonly member: number; readonly from: number; readonly lasts: number }[];
  /** When the store forgets everything. */
  readonly flushes?: readonly number[];
}

/** Lets all of it happen. */
export async function playCourse(
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
