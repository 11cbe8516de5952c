import { randomInt } from 'node:crypto';
import { run } from '../../bench/chaos/deliveries/run';
import { scenarios, type Scenario } from '../../bench/chaos/deliveries/scenarios';
import type { Result } from '../../bench/chaos/deliveries/judge';
import { describeWithRedis } from '../support/redis';
import { isThorough } from '../support/thorough';

// The whole of it is `npm run chaos:deliveries`.
const seed = Number(process.env.CHAOS_SEED ?? randomInt(2 ** 28));

/** A short run of a scenario; with few messages, chance may take more of them. */
function short(name: string, answered: number, changes: Partial<Scenario>): Scenario {
  const scenario = scenarios.find((each) => each.name.startsWith(name));
  if (scenario === undefined) throw new Error(`There is no scenario "${name}".`);
  const limits = { ...scenario.limits, answered, kept: answered };
  return { ...scenario, limits, messages: 60, perSecond: 30, ...changes };
}

(isThorough ? describeWithRedis() : describe.skip)('the deliveries of 60 messages', () => {
  const runs = new Map<string, Promise<Result>>();

  beforeAll(() => {
    // Most of the time is spent waiting for WeChat: so all at once.
    for (const scenario of [
      short('no fault', 1, { processes: 3 }),
      // What is taken over begins anew after 5 or 10 s.
      short('a worker killed -9', 0.6, { processes: 3, pace: 'brief' }),
      short('Redis frozen', 0.7, { processes: 2, pace: 'brief' }),
    ]) {
      const result = run(scenario, { seed });
      result.catch(() => undefined); // It is told where it is waited for.
      runs.set(scenario.name, result);
    }
  });

  it.each(['no fault', 'a worker killed -9', 'Redis frozen'])(
    'keep all promises: %s',
    async (name) => {
      const [, result] = [...runs].find(([each]) => each.startsWith(name)) ?? [];
      const { problems, messages } = (await result)!;
      expect({ seed, problems, messages }).toEqual({ seed, problems: [], messages: 60 });
    },
    120_000,
  );
});
