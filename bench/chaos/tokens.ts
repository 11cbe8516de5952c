// Eight processes of fifty callers share one access token, while things go wrong. All on loopback.
// Parent: Redis, the fake WeChat and the trouble. Child (an argument says so): a process that calls.
import { fork, type ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { createApi } from '../../lib/api/client';
import { post } from '../../lib/api/request';
import { axiosTransport, type HttpRequest } from '../../lib/api/transport';
import type { LogFields } from '../../lib/logger';
import { redisStore } from '../../lib/store/redis';
import { fakeWeChat, type FakeOptions, type FakeWeChat } from '../../spec/support/fake-wechat';
import { clientOptions, startRedis, type RedisServer } from '../../spec/support/redis';

const PROCESSES = 8;
const CALLERS = 50;
const DURATION = Number(process.env.CHAOS_MS ?? 8000);
const SECRET = 'app-secret';

interface Told {
  readonly slowest: number;
  readonly calls: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
}

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

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

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
  const children = Array.from({ length: PROCESSES }, () =>
    fork(__filename, ['child', fake.origin, String(redis.port), scenario.kind ?? 'stable'], {
      execArgv: process.execArgv,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );
  const told: Told[] = [];
  const ended = children.map(
    (child) =>
      new Promise<void>((resolve) => {
        child.on('message', (message) => {
          if (message !== 'ready') told.push(message as Told); // only our own children speak
        });
        child.once('exit', () => resolve());
      }),
  );
  // Never longer than this, whatever hangs.
  const guard = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, DURATION + 60_000);
  // Starting eight processes is a storm of its own, and another story.
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('message', resolve))));
  for (const child of children) child.send('go');
  const most = await scenario.trouble({ fake, redis, children });
  await Promise.all(ended);
  clearTimeout(guard);
  const result = {
    run: scenario.name,
    fetches: fake.fetches(),
    'at most': most === Infinity ? '-' : most,
    refused: fake.refused(),
    failed: told.reduce((sum, { failed }) => sum + failed, 0),
    calls: told.reduce((sum, { calls }) => sum + calls, 0),
    'slowest ms': Math.round(Math.max(...told.map(({ slowest }) => slowest))),
    why: JSON.stringify(Object.assign({}, ...told.map(({ failures }) => failures))).slice(0, 600),
  };
  await fake.close();
  await redis.close();
  return result;
}

async function child(host: string, port: number, accessToken: 'stable' | 'classic'): Promise<void> {
  const client = new Redis(clientOptions(port));
  client.on('error', () => undefined);
  const failures: Record<string, number> = {};
  const note = ({ reason }: LogFields, message: string) => {
    const why = `${message.slice(0, 40)} ${String(reason)}`;
    failures[why] = (failures[why] ?? 0) + 1;
  };
  const api = createApi({
    appId: 'wx1',
    appSecret: SECRET,
    host,
    accessToken,
    store: redisStore(client),
    logger: { warn: note, error: note },
    transport: tagged(),
  });
  let calls = 0;
  let failed = 0;
  let slowest = 0;
  await api.request(post('/cgi-bin/message/custom/send', { touser: 'o' }));
  process.send?.('ready');
  await new Promise((resolve) => process.once('message', resolve));
  const end = Date.now() + DURATION;
  const caller = async () => {
    while (Date.now() < end) {
      calls++;
      const start = performance.now();
      await api.request(post('/cgi-bin/message/custom/send', { touser: 'o' })).catch((error: unknown) => {
        failed++;
        const why = error instanceof Error ? error.message.slice(0, 110) : 'unknown';
        failures[why] = (failures[why] ?? 0) + 1;
      });
      slowest = Math.max(slowest, performance.now() - start);
      await wait(500 + Math.random() * 500);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  process.send?.({ calls, failed, failures, slowest }, () => process.exit(0));
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
