import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { parseArgs } from 'node:util';
import express from 'express';
import { createApi, inOrder, mailbox, memoryStore, reply, wechat } from '../lib';
import { simulate } from '../lib/testing';
import type { SimulatedUser } from '../lib/testing';

/*
 * What answers hold that are streamed to many users at once, while WeChat is slow to take their messages:
 * bytes of heap for each, beside those of the same users whose answer was short. `npm run bench:streams`
 */
const { values } = parseArgs({ options: { streams: { type: 'string', default: '1000' } } });
const streams = Number(values.streams);
const MAX_BYTES = 65_536;

setFlagsFromString('--expose-gc');
// With the flag above, a new context has it.
const collect = runInNewContext('gc') as () => void;

function heap(): number {
  for (let i = 0; i < 3; i++) collect();
  return process.memoryUsage().heapUsed;
}

const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };
const quiet = { warn: () => undefined, error: () => undefined };

/**
 * Text, as fast as it is asked for, up to so many pieces; then nothing more comes. Each piece is text of its
 * own.
 */
async function* text(of: number, pieces: number): AsyncGenerator<string> {
  for (let n = 0; n < pieces; n++) yield await Promise.resolve(`${of}.${n}${'字'.repeat(30)}。`);
  await new Promise(() => undefined);
}

const BATCH = 50;

/** All users say something, so many at a time that each is answered in time. */
async function sayAll(users: readonly SimulatedUser[], text: string): Promise<void> {
  for (let at = 0; at < users.length; at += BATCH)
    await Promise.all(users.slice(at, at + BATCH).map((user) => user.says(text)));
}

async function main(): Promise<void> {
  const app = express();
  const simulator = simulate(app, account);
  const { api: fake } = simulator;
  const store = memoryStore();
  const api = createApi({ ...account, appSecret: 's', logger: quiet, transport: fake.transport });
  const wx = wechat({ ...account, api, store, logger: quiet, maxRun: 600_000 });
  app.use(wx.use(inOrder({ store }), mailbox({ store })));
  let count = 0;
  wx.text('short', () => 'short').text(({ message }) => reply.stream(text(count++, Number(message.Content))));
  fake.fail('/cgi-bin/message/custom/send', { delay: 120_000 }, { times: streams * 12 });

  /** Bytes of heap for each of so many streams of so many pieces. */
  async function heldBy(name: string, pieces: number): Promise<number> {
    const users = Array.from({ length: streams }, (_, n) => simulator.user(`${name}${n}`));
    // What is made once, and what is kept of every user.
    await sayAll(users, 'short');
    const before = heap();
    const from = process.cpuUsage();
    await sayAll(users, String(pieces));
    await sleep(1000);
    const { user, system } = process.cpuUsage(from);
    const cpu = ((user + system) / 1000 / streams).toFixed(2);
    const each = Math.round((heap() - before) / streams);
    console.log(
      `${streams} streams ${name}: ${each} bytes of heap, ${cpu} ms of CPU time each, WeChat's included`,
    );
    return each;
  }
  const least = await heldBy('with a reply and one message', 30);
  const most = await heldBy('without an end', Infinity);
  const { after } = wx.stats();
  const held = most - least;
  console.log(`${after} under way; what has not been sent takes ${held} bytes more, of at most ${MAX_BYTES}`);
  if (after !== 2 * streams || held > MAX_BYTES) process.exitCode = 1;
}

void main().finally(() => process.exit());
