// Eight followers of fifty callers send messages through a relay whose process is killed and started again. All on loopback.
// Parent: Redis, the fake WeChat and the trouble. Children (the first argument says which): the relay, and the followers.
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import express from 'express';
import { Redis } from 'ioredis';
import { createApi } from '../../lib/api/client';
import { TransportError } from '../../lib/errors';
import { relay } from '../../lib/relay/relay';
import { memoryStore } from '../../lib/store/memory';
import { redisStore } from '../../lib/store/redis';
import { fakeWeChat } from '../../spec/support/fake-wechat';
import { clientOptions, freePort, startRedis } from '../../spec/support/redis';
import { createCallers, gather, startChildren, sumOf, wait } from './children';

const FOLLOWERS = 8;
const CALLERS = 50;
const DURATION = Number(process.env.CHAOS_MS ?? 60_000);
/** A run of which less has got through says nothing. */
const LEAST = { sent: 1000, kills: 3 } as const;
/** Longer than followers leave a host alone that was not there: else hardly a call is made between two kills. */
const APART_MS = { least: 6_000, more: 5_000 } as const;
const SECRET = 'secret-of-the-relay';
const SEND = '/cgi-bin/message/custom/send';
const quiet = { warn: () => undefined, error: () => undefined, info: () => undefined };

type Memory = 'memory' | 'redis';

interface Spare {
  /** Takes the port, which nobody else has any more. */
  listen(): Promise<ChildProcess>;
  readonly child: ChildProcess;
}

/** A process of the relay that has loaded what it needs: how long that takes on a busy machine is another story. */
async function loadRelay(args: readonly string[]): Promise<Spare> {
  const [child] = startChildren(__filename, 1, args, 'relay') as [ChildProcess]; // as many as asked for
  const told = () => new Promise((resolve) => child.once('message', resolve));
  await told();
  const listen = async () => {
    const ready = told();
    child.send('listen');
    await ready;
    return child;
  };
  return { listen, child };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

/** What the followers have been told of each message: by its text. */
interface Claimed {
  readonly unsent: readonly string[];
  readonly done: readonly string[];
}

async function run(memory: Memory): Promise<Record<string, unknown>> {
  const redis = await startRedis();
  const fake = await fakeWeChat({ appSecret: 'app-secret' });
  fake.always(SEND, { json: { errcode: 0, errmsg: 'ok' } });
  const port = await freePort();
  const args = [String(port), fake.origin, memory, String(redis.port)];
  let current = await (await loadRelay(args)).listen();
  let spare = await loadRelay(args);
  let kills = 0;
  const followers = startChildren(__filename, FOLLOWERS, [String(port)]);
  const claims: Claimed[] = [];
  for (const follower of followers)
    follower.on('message', (message) => {
      if (typeof message === 'object' && 'unsent' in message) claims.push(message as Claimed);
    });
  const { told } = await gather(followers, DURATION, async () => {
    const end = Date.now() + DURATION - APART_MS.least;
    while (Date.now() < end) {
      const next = loadRelay(args);
      await wait(APART_MS.least + Math.random() * APART_MS.more);
      await kill(current);
      kills++;
      current = await spare.listen();
      spare = await next;
    }
  });
  await Promise.all([current, spare.child].map(kill));
  if (told.length < FOLLOWERS) throw new Error('A follower ended without a word.');

  const sent = new Map<string, number>();
  for (const { path, body } of fake.seen) {
    if (path !== SEND) continue;
    const text = /"content":"([^"]+)"/.exec(body)?.[1] ?? body;
    sent.set(text, (sent.get(text) ?? 0) + 1);
  }
  await fake.close();
  await redis.close();
  const claimed = (name: keyof Claimed) => claims.flatMap((each) => each[name]);
  return {
    nonces: memory,
    kills,
    'sent twice': [...sent.values()].filter((count) => count > 1).length,
    'sent, told as unsent': claimed('unsent').filter((text) => sent.has(text)).length,
    'not sent, told as done': claimed('done').filter((text) => !sent.has(text)).length,
    sent: sent.size,
    ...sumOf(told),
  };
}

function relayProcess(port: number, host: string, memory: Memory, redisPort: number): void {
  const client = memory === 'redis' ? new Redis(clientOptions(redisPort)) : undefined;
  client?.on('error', () => undefined);
  const store = client === undefined ? memoryStore() : redisStore(client);
  const api = createApi({ appId: 'wx1', appSecret: 'app-secret', host, store, logger: quiet });
  const app = express();
  app.use(
    '/relay',
    relay(api, { secret: SECRET, allow: ['customerMessage.*'], rate: 1_000_000, store, logger: quiet }),
  );
  const server = createServer(app);
  process.once('message', () => void server.listen(port, '127.0.0.1', () => process.send?.('ready')));
  process.send?.('loaded');
}

async function followerProcess(port: number): Promise<void> {
  const api = createApi({
    appId: 'wx1',
    relay: { url: `http://127.0.0.1:${port}/relay`, secret: SECRET, name: `follower-${process.pid}` },
    logger: quiet,
  });
  const { run: call } = createCallers();
  const unsent: string[] = [];
  const done: string[] = [];
  const send = async () => {
    const content = randomUUID();
    try {
      await api.customerMessage.send(
        { touser: 'o1', msgtype: 'text', text: { content } },
        { timeout: 10_000 },
      );
      done.push(content);
    } catch (error) {
      if (error instanceof TransportError && !error.sent) unsent.push(content);
      throw error;
    }
  };
  const pause = () => 200 + Math.random() * 400;
  await call({ callers: CALLERS, ms: DURATION, pause, more: () => ({ unsent, done }) }, send);
}

async function main(): Promise<void> {
  const rows: Record<string, unknown>[] = [];
  for (const memory of ['memory', 'redis'] as const) {
    // `npm run chaos:relay -- redis` has one of them alone.
    if (role !== undefined && role !== memory) continue;
    rows.push(await run(memory));
    process.stdout.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
  console.table(rows, [
    'nonces',
    'kills',
    'sent twice',
    'sent, told as unsent',
    'not sent, told as done',
    'sent',
    'calls',
    'failed',
  ]);
  const wrong = ['sent twice', 'sent, told as unsent', 'not sent, told as done'];
  const isBad = (row: Record<string, unknown>) =>
    Number(row.sent) < LEAST.sent || Number(row.kills) < LEAST.kills || wrong.some((name) => row[name] !== 0);
  process.exitCode = rows.some(isBad) ? 1 : 0;
}

const [role, ...rest] = process.argv.slice(2);
if (role === 'relay')
  relayProcess(Number(rest[0]), rest[1] ?? '', rest[2] === 'redis' ? 'redis' : 'memory', Number(rest[3]));
else if (role === 'child') void followerProcess(Number(rest[0]));
else void main();
