// Eight processes of fifty callers share one access token, while things go wrong. All on loopback.
// Parent: Redis, the fake WeChat and the trouble. Child (an argument says so): a process that calls.
import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { createApi } from '../../lib/api/client';
import { post } from '../../lib/api/request';
import { axiosTransport, type HttpRequest } from '../../lib/api/transport';
import { redisStore } from '../../lib/store/redis';
import { fakeWeChat, type FakeOptions, type FakeWeChat } from '../../spec/support/fake-wechat';
import { clientOptions, startRedis, until, type RedisServer } from '../../spec/support/redis';
import { createCallers, gather, startChildren, sumOf, wait } from './children';

const PROCESSES = 8;
const CALLERS = 50;
const DURATION = Number(process.env.CHAOS_MS ?? 8000);
const SECRET = 'app-secret';

interface World {
  readonly fake: FakeWeChat;
  readonly redis: RedisServer;
  readonly children: ChildProcess[];
}

interface Scenario {
  readonly name: string;
  readonly kind?: 'stable' | 'classic';
  readonly fake: FakeOptions;
  /** What goes wrong; returns how many fetches that may cost. */
  readonly trouble: (world: World) => Promise<number>;
}

const revocations = async ({ fake }: World): Promise<number> => {
  for (let i = 0; i < 5; i++) {
    await wait(DURATION / 6);
    fake.revoke();
  }
  return 6;
};

const scenarios: readonly Scenario[] = [
  { name: 'nothing goes wrong', fake: {}, trouble: async () => 1 },
  { name: 'a token lives 3 s', fake: { life: 3 }, trouble: async () => Math.ceil(DURATION / 2000) + 1 },
  {
    name: 'classic, a token lives 3 s',
    kind: 'classic',
    fake: { life: 3 },
    trouble: async () => Math.ceil(DURATION / 2000) + 1,
  },
  { name: 'revoked 5 times', fake: {}, trouble: revocations },
  { name: 'classic, revoked 5 times', kind: 'classic', fake: {}, trouble: revocations },
  {
    name: 'Redis killed for 2 s, back empty',
    fake: { life: 3 },
    trouble: async ({ redis }) => {
      await wait(2000);
      await redis.kill();
      await wait(2000);
      await redis.restart();
      return Infinity;
    },
  },
  {
    name: 'Redis frozen every other second',
    fake: { life: 3 },
    trouble: async ({ redis }) => {
      for (let i = 0; i < DURATION / 2500; i++) {
        await wait(1000);
        redis.freeze();
        await wait(1000);
        redis.thaw();
      }
      return Infinity;
    },
  },
  {
    name: 'the holder of the lock killed -9, 3 times',
    fake: { life: 4, tokenDelay: 300 },
    trouble: async ({ fake, children }) => {
      for (let killed = 0; killed < 3; killed++) {
        const before = fake.seen.length;
        const holder = await nextFetcher(fake, before);
        // Every request says which process it is from.
        children.find((child) => child.pid === holder)?.kill('SIGKILL');
      }
      return Infinity;
    },
  },
  {
    name: 'the token evicted 20 times',
    fake: {},
    trouble: async ({ redis }) => {
      const client = redis.connect();
      for (let i = 0; i < 20; i++) {
        await wait(DURATION / 22);
        await client.del('wx:{wx1}:token');
      }
      return 20;
    },
  },
];

/** The pid of the process that asks for a token next. */
async function nextFetcher(fake: FakeWeChat, from: number): Promise<number> {
  for (const end = Date.now() + DURATION; Date.now() < end;) {
    await wait(5);
    const found = fake.seen.slice(from).find((request) => request.path === '/cgi-bin/stable_token');
    if (found) return Number(found.query.pid);
  }
  return 0;
}

async function run(scenario: Scenario): Promise<Record<string, unknown>> {
  const redis = await startRedis();
  const fake = await fakeWeChat({ appSecret: SECRET, ...scenario.fake });
  const args = [fake.origin, String(redis.port), scenario.kind ?? 'stable'];
  const children = startChildren(__filename, PROCESSES, args);
  const { told, result: most } = await gather(children, DURATION, () =>
    scenario.trouble({ fake, redis, children }),
  );
  const result = {
    run: scenario.name,
    fetches: fake.fetches(),
    'at most': most === Infinity ? '-' : most,
    refused: fake.refused(),
    ...sumOf(told),
  };
  await fake.close();
  await redis.close();
  return result;
}

async function child(host: string, port: number, accessToken: 'stable' | 'classic'): Promise<void> {
  const client = new Redis(clientOptions(port));
  client.on('error', () => undefined);
  const { logger, run } = createCallers();
  const api = createApi({
    appId: 'wx1',
    appSecret: SECRET,
    host,
    accessToken,
    store: redisStore(client),
    logger,
    transport: tagged(),
  });
  const call = () => api.request(post('/cgi-bin/message/custom/send', { touser: 'o' }));
  // All of them start at once, and on a busy machine a token may be over before the first call is there.
  await until(() => call().then(() => true), 30_000);
  await run({ callers: CALLERS, ms: DURATION, pause: () => 500 + Math.random() * 500 }, call);
}

/** The usual transport, telling the fake which process asks, so that it can be killed. */
function tagged() {
  const inner = axiosTransport();
  return (request: HttpRequest) =>
    inner({ ...request, url: `${request.url}${request.url.includes('?') ? '&' : '?'}pid=${process.pid}` });
}

async function main(): Promise<void> {
  const only = process.argv[2];
  const rows: Record<string, unknown>[] = [];
  for (const scenario of scenarios) {
    if (only !== undefined && !scenario.name.includes(only)) continue;
    rows.push(await run(scenario));
    process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  console.table(rows, ['run', 'fetches', 'at most', 'refused', 'failed', 'calls', 'slowest ms']);
  const bad = rows.filter(
    (row) => row.failed !== 0 || (row['at most'] !== '-' && Number(row.fetches) > Number(row['at most'])),
  );
  process.exitCode = bad.length === 0 ? 0 : 1;
}

if (process.argv[2] === 'child') {
  void child(
    process.argv[3] ?? '',
    Number(process.argv[4]),
    process.argv[5] === 'classic' ? 'classic' : 'stable',
  );
} else {
  void main();
}
