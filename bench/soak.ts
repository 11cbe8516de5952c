// 200,000 messages through one process: what does it still hold at the end, and what does Redis?
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { rememberFor } from '../lib/store/deliveries';
import { startRedis } from '../spec/support/redis';
import { startContender, type Contender, type Sample } from './contender';
import { makePushes, sendAll, type BenchAccount } from './load';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '200000' },
    /** Keeps the deliveries in a Redis of its own. */
    redis: { type: 'boolean', default: false },
    /** Waits, ten minutes, until Redis has forgotten all of them. */
    wait: { type: 'boolean', default: false },
  },
});
const messages = Number(values.messages);
const BATCH = 1000;
/** So many of each batch are delivered once more, while their answers are still kept. */
const AGAIN = 50;
/** The first quarter fills what has a cap. */
const FULL_AT = messages / 4;
const MOST_GROWTH = 1.1;
const REMEMBERED_FOR = rememberFor(300_000);
const ANSWER_KEPT_FOR = 70_000;

const account: BenchAccount = {
  appId: 'wx4f0c2b9d7e61a853',
  token: 'sampleTok3n',
  encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM',
};

const problems: string[] = [];
const expect = (holds: boolean, what: string): void => {
  if (!holds) problems.push(what);
  console.log(`${holds ? 'ok    ' : 'BROKEN'} ${what}`);
};
const mb = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MB`;

/** Sends all messages, and samples the server at a quarter of them and at the end. */
async function load(server: Contender): Promise<readonly [Sample, Sample]> {
  let full: Sample | undefined;
  for (let sent = 0; sent < messages; sent += BATCH) {
    const pushes = makePushes(Math.min(BATCH, messages - sent), account);
    await sendAll(server.port, pushes);
    await sendAll(server.port, pushes.slice(0, AGAIN));
    const now = await server.sample();
    process.stderr.write(`\r${sent + pushes.length} messages, ${mb(now.rss)}  `);
    if (sent + pushes.length >= FULL_AT) full ??= now;
  }
  process.stderr.write('\r');
  const end = await server.sample();
  return [full ?? end, end];
}

function checkServer([full, end]: readonly [Sample, Sample]): void {
  const { stats, handled, rss } = end;
  expect(handled === messages, `${handled} of ${messages} messages ran once, though some came twice`);
  expect(
    rss <= full.rss * MOST_GROWTH,
    `${mb(rss)} at the end, ${mb(full.rss)} after a quarter (${(rss / full.rss).toFixed(3)}, at most ${MOST_GROWTH})`,
  );
  expect(stats.running === 0, `${stats.running} messages running, ${stats.shed} turned away`);
  console.log(`${stats.remembered} messages remembered by the process`);
}

async function checkRedis(client: Redis, before: number): Promise<void> {
  let endless = 0;
  let keys = 0;
  for await (const names of client.scanStream({ count: 1000 }) as AsyncIterable<string[]>) {
    keys += names.length;
    const lives = await Promise.all(names.map((name) => client.pttl(name)));
    // -2: gone while it was looked at.
    endless += lives.filter((ms) => ms > REMEMBERED_FOR || ms === -1).length;
  }
  const memory = Number(/used_memory:(\d+)/.exec(await client.info('memory'))?.[1]);
  console.log(`Redis holds ${keys} keys in ${mb(memory)}`);
  expect(endless === 0, `${endless} keys that live longer than ${REMEMBERED_FOR / 1000} s`);

  await sleep(ANSWER_KEPT_FOR + 5000);
  let answers = 0;
  for await (const names of client.scanStream({ match: '*:answer', count: 1000 }) as AsyncIterable<string[]>)
    answers += names.length;
  expect(answers === 0, `${answers} answers left after ${ANSWER_KEPT_FOR / 1000} s`);

  if (!values.wait) return;
  await sleep(REMEMBERED_FOR - ANSWER_KEPT_FOR + 10_000);
  const after = await client.dbsize();
  expect(after === before, `${after} keys left after ${REMEMBERED_FOR / 1000} s, ${before} at the start`);
}

async function main(): Promise<void> {
  const redis = values.redis ? await startRedis() : undefined;
  const client = redis?.connect();
  const before = (await client?.dbsize()) ?? 0;
  const server = await startContender({
    account,
    ...(redis
      ? { name: 'offiaccount, Redis', redisPort: redis.port }
      : { name: 'offiaccount, createServer' }),
  });
  const stop = async (): Promise<void> => {
    server.close();
    await redis?.close();
  };
  process.once('SIGINT', () => void stop().then(() => process.exit(130)));
  try {
    checkServer(await load(server));
    if (client !== undefined) await checkRedis(client, before);
  } finally {
    await stop();
  }
  process.exitCode = problems.length === 0 ? 0 : 1;
}

void main();
