// Processes of twenty callers call for the accounts of one third-party platform, while things go wrong. All on loopback.
// Parent: Redis, the fake WeChat and the trouble. Child (an argument says so): a process that calls.
import { Redis } from 'ioredis';
import { createPlatform } from '../../lib/component/create-platform';
import { redisStore } from '../../lib/store/redis';
import { fakePlatform, PLATFORM, PLATFORM_SECRET, type FakePlatform } from '../../spec/support/fake-platform';
import { clientOptions, startRedis, until, type RedisServer } from '../../spec/support/redis';
import { createCallers, gather, startChildren, sumOf, wait } from './children';

const CALLERS = 20;
const DURATION = Number(process.env.CHAOS_MS ?? 6000);
/** Seconds a token lives where nothing else goes wrong: more on a machine on which a call takes a part of that. */
const LIFE = Number(process.env.CHAOS_LIFE ?? 2);

interface Scenario {
  readonly name: string;
  readonly processes: number;
  readonly accounts: number;
  /** Seconds a token lives. */
  readonly life: number;
  readonly trouble?: (redis: RedisServer) => Promise<void>;
}

const appIdOf = (n: number) => `wx${String(n).padStart(16, '0')}`;

const killed = async (redis: RedisServer): Promise<void> => {
  await wait(DURATION / 4);
  await redis.kill();
  await wait(2000);
  await redis.restart();
};

const frozen = async (redis: RedisServer): Promise<void> => {
  for (let i = 0; i < DURATION / 2500; i++) {
    await wait(1000);
    redis.freeze();
    await wait(1000);
    redis.thaw();
  }
};

const scenarios: readonly Scenario[] = [
  ...[2, 8].flatMap((processes) =>
    [1, 100, 10_000].map((accounts) => ({
      name: `a token lives ${LIFE} s`,
      processes,
      accounts,
      life: LIFE,
    })),
  ),
  // A token outlives the trouble: meanwhile no process may ask for more than one.
  ...[2, 8].flatMap((processes) => [
    { name: 'Redis killed for 2 s, back empty', processes, accounts: 100, life: 10, trouble: killed },
    { name: 'Redis frozen every other second', processes, accounts: 100, life: 10, trouble: frozen },
  ]),
];

async function run({ name, processes, accounts, life, trouble }: Scenario): Promise<Record<string, unknown>> {
  const redis = await startRedis();
  // While Redis is away each process has a token of its own, and only where those do not end each other nothing fails.
  const fake = await fakePlatform({ life, classic: trouble === undefined });
  const pushing = await prepare(redis, fake, accounts);
  const args = [fake.origin, String(redis.port), String(accounts)];
  const children = startChildren(__filename, processes, args);
  const count = () => Array.from({ length: accounts }, (_, n) => fake.account(appIdOf(n)).renewals);
  let before = count();
  const { told } = await gather(children, DURATION, async () => {
    // What the processes called to get ready is another story.
    before = count();
    await trouble?.(redis);
  });
  pushing.end();
  if (told.length < children.length) throw new Error('A process ended without a word.');
  const epochs = Math.ceil(DURATION / (life * 750)) + 1;
  const renewals = count().map((each, n) => each - (before[n] ?? 0));
  const result = {
    run: name,
    processes,
    accounts,
    'most renewals of one': Math.max(...renewals),
    'at most': trouble === undefined ? epochs : '-',
    renewals: renewals.reduce((sum, each) => sum + each, 0),
    'platform tokens': fake.componentTokens(),
    ...sumOf(told),
  };
  await fake.close();
  await redis.close();
  return result;
}

/** Accounts in the store, and a ticket every second, as the processes that receive would see to. */
async function prepare(redis: RedisServer, fake: FakePlatform, accounts: number) {
  const { platforms } = redisStore(redis.connect());
  const all = Array.from({ length: accounts }, (_, n) => appIdOf(n));
  for (let n = 0; n < all.length; n += 100)
    await Promise.all(
      all.slice(n, n + 100).map((appId) => {
        const record = {
          appId,
          userName: `gh_${appId}`,
          kind: 'service',
          refreshToken: fake.authorized(appId),
          permissions: [1],
          status: 'authorized',
          authorizedAt: 1,
          changedAt: 1,
          generation: 1,
        } as const;
        // The trouble has not begun: what a busy machine is too slow for is tried again.
        return until(() => platforms.save(PLATFORM, record, 0).then(() => true));
      }),
    );
  const ticket = { value: fake.ticket(), createdAt: 1 };
  await until(() => platforms.addTicket(PLATFORM, ticket).then(() => true));
  const timer = setInterval(() => void platforms.addTicket(PLATFORM, ticket).catch(() => undefined), 1000);
  return { end: () => clearInterval(timer) };
}

async function child(host: string, port: number, accounts: number): Promise<void> {
  const client = new Redis(clientOptions(port));
  client.on('error', () => undefined);
  const { logger, run } = createCallers();
  const wx = createPlatform({
    componentAppId: PLATFORM,
    componentAppSecret: PLATFORM_SECRET,
    host,
    store: redisStore(client),
    logger,
  });
  // As all of them start at once, some wait for long, and meanwhile the token of another may end theirs.
  await until(
    () =>
      wx
        .account(appIdOf(0))
        .api.tag.getList()
        .then(() => true),
    30_000,
  );
  const pause = () => 200 + Math.random() * 400;
  await run({ callers: CALLERS, ms: DURATION, pause }, () =>
    wx.account(appIdOf(Math.floor(Math.random() * accounts))).api.tag.getList(),
  );
}

async function main(): Promise<void> {
  const only = process.argv[2];
  const rows: Record<string, unknown>[] = [];
  for (const scenario of scenarios) {
    if (only !== undefined && !scenario.name.includes(only)) continue;
    rows.push(await run(scenario));
    process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  console.table(
    rows,
    Object.keys(rows[0] ?? {}).filter((name) => name !== 'why'),
  );
  const bad = rows.filter(
    (row) =>
      row.failed !== 0 ||
      (row['at most'] !== '-' && Number(row['most renewals of one']) > Number(row['at most'])),
  );
  process.exitCode = bad.length === 0 ? 0 : 1;
}

if (process.argv[2] === 'child')
  void child(process.argv[3] ?? '', Number(process.argv[4]), Number(process.argv[5]));
else void main();
