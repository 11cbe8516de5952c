import express from 'express';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memoryStore, platform } from 'offiaccount';
import { push } from '../spec/support/push';
import type { Push } from '../spec/support/push';

/*
 * What a message costs a platform with one account, and with 10,000: CPU of this process, client included, in turns.
 * npm run bench:platform-messages
 */

const componentAppId = 'wx9b27d3e05c8fa146';
const MESSAGES = 2000;
const ROUNDS = 6;
const AT_ONCE = 32;

const userNameOf = (at: number): string => `gh_${at}`;

async function serve(count: number) {
  const store = memoryStore();
  for (let at = 0; at < count; at++) {
    const appId = `wx${String(at).padStart(16, '0')}`;
    const userName = userNameOf(at);
    const record = { appId, userName, kind: 'service', refreshToken: 'r', permissions: [1] } as const;
    const more = { status: 'authorized', authorizedAt: 1, changedAt: 1, generation: 1 } as const;
    await store.platforms.save(componentAppId, { ...record, ...more }, 0);
  }
  const wx = platform({
    ...{ componentAppId, componentAppSecret: 'secret', store },
    ...{ token: 'sampleTok3n', encodingAESKey: 's4mpleKeyForDocsOnly0123456789ABCDEFGHIJKLM' },
  }).text((ctx) => `hello from ${ctx.appId}`);
  const server = express().use('/wechat', wx).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an address of this form.
  return { count, wx, server, port: (server.address() as AddressInfo).port };
}

type Served = Awaited<ReturnType<typeof serve>>;

const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

function send(port: number, { query, headers, body }: Push): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, agent, method: 'POST', path: `/wechat?${query}`, headers }, (response) => {
      response.resume().once('end', () => {
        if (response.statusCode === 200) resolve();
        else reject(new Error(`Status ${response.statusCode}.`));
      });
    });
    sent.once('error', reject).end(body);
  });
}

/** Microseconds of CPU per message, with pushes made before. */
async function measure({ port, count }: Served): Promise<number> {
  const made = Array.from({ length: MESSAGES }, () =>
    push({
      mode: 'safe',
      message: { ToUserName: userNameOf(Math.floor(Math.random() * count)) },
      envelope: { receiveId: componentAppId },
    }),
  );
  const before = process.cpuUsage();
  const work = async (): Promise<void> => {
    for (let next = made.pop(); next !== undefined; next = made.pop()) await send(port, next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / MESSAGES;
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

async function main(): Promise<void> {
  const [one, many] = [await serve(1), await serve(10_000)];
  await measure(one);
  await measure(many);
  const results: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round++) results.push([await measure(one), await measure(many)]);
  const few = median(results.map(([first]) => first));
  const lots = median(results.map(([, second]) => second));
  const ratio = median(results.map(([first, second]) => second / first));
  console.log(
    `CPU per message: ${few.toFixed(0)} µs with 1 account, ${lots.toFixed(0)} µs with 10,000; ratio ${ratio.toFixed(2)}`,
  );
  for (const { wx, server } of [one, many]) {
    await wx.close();
    server.close();
  }
  agent.destroy();
}

void main();
