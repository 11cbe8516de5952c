// What one run per message costs: time at 500 messages a second, CPU, and time while Redis is away.
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startRedis, type RedisServer } from '../spec/support/redis';
import { startContender, type Contender } from './contender';
import { makePushes, sendAll, sendSteadily, type BenchAccount } from './load';
import { median, quantile, spread } from './statistics';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** In each round, for each server; a multiple of 5. */
    messages: { type: 'string', default: '5000' },
  },
});
const rounds = Number(values.rounds);
const messages = Number(values.messages);
const WARM_UP = 6000;
/** Turns that each server has in a round. */
const BLOCKS = 5;
const PER_SECOND = 500;
/** Pushes one after the other while the breaker is open, which is for a second. */
const WHILE_OPEN = 20;

const account: BenchAccount = {
  appId: 'wx4f0c2b9d7e61a853',
  token: 'sampleTok3n',
  encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM',
};

const BARE = 'bare, createServer';
const MEMORY = 'offiaccount, createServer';
const REDIS = 'offiaccount, Redis';
const servers = [BARE, MEMORY, REDIS] as const;

/** One round of one server. */
interface Round {
  /** Milliseconds until the answer, at a steady rate. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of CPU time for a message, at a steady rate and at full speed. */
  readonly steady: number;
  readonly full: number;
}

interface Measured {
  readonly name: string;
  readonly server: Contender;
  readonly times: number[];
  /** Microseconds of CPU time so far. */
  steady: number;
  full: number;
}

const start = (name: string, redis: RedisServer) => startContender({ name, account, redisPort: redis.port });

/** Measures all servers in turns, block by block, so that each has its share of what else the machine does. */
async function measure(redis: RedisServer): Promise<Map<string, Round>> {
  const running: Measured[] = [];
  try {
    for (const name of servers)
      running.push({ name, server: await start(name, redis), times: [], steady: 0, full: 0 });
    for (const { server } of running) await sendAll(server.port, makePushes(WARM_UP, account));
    for (let block = 0; block < BLOCKS; block++) {
      // Another order every time, so that no server always comes after the same one.
      for (const k of running.keys()) {
        const each = running[(block + k) % running.length]!;
        const { server } = each;
        const pushes = makePushes(messages / BLOCKS, account);
        each.steady += await server.cpuOf(async () => {
          each.times.push(...(await sendSteadily(server.port, pushes, PER_SECOND)));
        });
        const more = makePushes(messages / BLOCKS, account);
        each.full += await server.cpuOf(() => sendAll(server.port, more));
      }
    }
    return new Map(
      running.map(({ name, times, steady, full }) => [
        name,
        {
          p50: quantile(times, 0.5),
          p99: quantile(times, 0.99),
          steady: steady / messages,
          full: full / messages,
        },
      ]),
    );
  } finally {
    for (const { server } of running) server.close();
  }
}

/** What a push takes longer when Redis has just stopped, and when that has been noticed. */
interface Away {
  readonly first: number;
  readonly open: number;
}

async function measureAway(redis: RedisServer, stop: 'freeze' | 'kill'): Promise<Away> {
  const server = await start(REDIS, redis);
  try {
    await sendAll(server.port, makePushes(WARM_UP / 3, account));
    const one = async (): Promise<number> => (await sendAll(server.port, makePushes(1, account), 1)) * 1000;
    const usual: number[] = [];
    for (let i = 0; i < 50; i++) usual.push(await one());
    await redis[stop]();
    const first = await one();
    // Two more failures, at most, open the breaker.
    await sendAll(server.port, makePushes(4, account), 1);
    const open: number[] = [];
    for (let i = 0; i < WHILE_OPEN; i++) open.push(await one());
    return { first: first - median(usual), open: median(open) - median(usual) };
  } finally {
    server.close();
    if (stop === 'freeze') redis.thaw();
    else await redis.restart();
    await sleep(100);
  }
}

const round = (numbers: readonly number[]): string => `${median(numbers).toFixed(2)} | ${spread(numbers)}`;

async function main(): Promise<void> {
  const redis = await startRedis();
  process.once('SIGINT', () => void redis.close().then(() => process.exit(130)));
  const results = new Map<string, Round[]>(servers.map((name) => [name, []]));
  const away = { freeze: [] as Away[], kill: [] as Away[] };
  try {
    for (let i = 1; i <= rounds; i++) {
      process.stderr.write(`\rround ${i} of ${rounds}`);
      for (const [name, each] of await measure(redis)) results.get(name)!.push(each);
      away.freeze.push(await measureAway(redis, 'freeze'));
      away.kill.push(await measureAway(redis, 'kill'));
    }
  } finally {
    await redis.close();
  }
  process.stderr.write('\r'.padEnd(60) + '\r');

  const of = (name: string, figure: keyof Round) => results.get(name)!.map((each) => each[figure]);
  console.log(
    `${rounds} rounds of ${messages} encrypted messages, ${PER_SECOND} a second; median of the rounds, and spread\n`,
  );
  console.log('| server | p50 ms | spread | p99 ms | spread | CPU µs | spread | at full speed | spread |');
  console.log('|---|--:|--:|--:|--:|--:|--:|--:|--:|');
  for (const name of servers)
    console.log(
      `| ${name} | ${(['p50', 'p99', 'steady', 'full'] as const).map((figure) => round(of(name, figure))).join(' | ')} |`,
    );

  const ratio = (figure: 'steady' | 'full') =>
    of(REDIS, figure).map((cpu, i) => cpu / of(MEMORY, figure)[i]!);
  const limits: readonly (readonly [string, readonly number[], number])[] = [
    ['p99 without Redis, ms', of(MEMORY, 'p99'), 10],
    ['p99 with Redis, ms', of(REDIS, 'p99'), 15],
    ['CPU with Redis to CPU without, 500 messages a second', ratio('steady'), 1.6],
    ['CPU with Redis to CPU without, full speed', ratio('full'), 1.6],
    ['Redis frozen: the first push, ms more', away.freeze.map(({ first }) => first), 200],
    ['Redis frozen: with the breaker open, ms more', away.freeze.map(({ open }) => open), 5],
    ['Redis killed: the first push, ms more', away.kill.map(({ first }) => first), 200],
    ['Redis killed: with the breaker open, ms more', away.kill.map(({ open }) => open), 5],
  ];
  console.log('\n| figure | median | spread | at most | |\n|---|--:|--:|--:|---|');
  for (const [name, numbers, most] of limits)
    console.log(`| ${name} | ${round(numbers)} | ${most} | ${median(numbers) <= most ? 'ok' : 'MISSED'} |`);
  if (limits.some(([, numbers, most]) => median(numbers) > most)) process.exitCode = 1;
}

void main();
