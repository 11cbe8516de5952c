import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { simulate } from 'offiaccount/testing';
import type { SimulatedUser } from 'offiaccount/testing';
import { freePort, PATIENT, startRedis } from '../../../spec/support/redis';
import { startRedisProxy } from '../../../spec/support/redis-proxy';
import { startBalancer } from './balancer';
import { pickWorker, startFleet, type Fleet, type Report } from './fleet';
import { moment, noteStalls, readJournal } from './journal';
import { judge, type Conversation, type Result } from './judge';
import { judgeStreams } from './judge-streams';
import { writePlan, makePlan } from './plan';
import { createRandom } from '../../../spec/support/random';
import { makeLength, NOTHING, TAP } from './speech';
import type { Scenario } from './scenarios';

/** How a scenario gets on. */
export interface Progress {
  readonly sent: number;
  readonly over: number;
}

export interface RunOptions {
  readonly seed: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the run ahead of time, with an error. */
  readonly signal?: AbortSignal;
}

/** Messages that share a user: who, and when, is not enough to tell two messages apart. */
const PER_USER = 3;
/** Of the connections that WeChat cuts, those of which the bot is not told. */
const DEAF = 0.01;
/** Workers that stand by, so that it does not matter how long this machine takes to start one. */
const SPARES = 2;
/** A message whose owner vanishes after the last delivery is taken over in 7 s, and the longest handler takes 16 s: twice. */
const SETTLE_WITHIN = 60_000;
/** From the end of the last handler to the arrival of its late message. */
const LATE_WITHIN = 2000;

/** Plays a scenario to its end and judges it. Leaves nothing behind, whatever happens. */
export async function run(scenario: Scenario, { seed, onProgress, signal }: RunOptions): Promise<Result> {
  const cleanup: (() => unknown)[] = [];
  try {
    return await play(scenario, seed, { cleanup, onProgress, signal });
  } finally {
    for (const undo of cleanup.reverse()) await undo();
  }
}

interface Stage {
  readonly cleanup: (() => unknown)[];
  readonly onProgress: RunOptions['onProgress'];
  readonly signal: AbortSignal | undefined;
}

async function play(
  scenario: Scenario,
  seed: number,
  { cleanup, onProgress, signal }: Stage,
): Promise<Result> {
  // Streams of their own, so that what one does does not change the others.
  const [forPlans, forBalancer, forTrouble] = [1, 2, 3].map((stream) => createRandom(seed * 4 + stream)) as [
    () => number,
    () => number,
    () => number,
  ]; // One for each number.
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  const journal = join(folder, 'journal');
  writeFileSync(journal, '');
  // WeChat and the balancer are in this process.
  cleanup.push(noteStalls(journal));

  const redis = await startRedis();
  cleanup.push(() => redis.close());
  const proxy = await startRedisProxy(redis.port);
  cleanup.push(() => proxy.close());
  const ways = { direct: redis.port, proxied: proxy.port, dead: await freePort() };

  const balancer = await startBalancer(
    () => pickWorker(fleet, forBalancer)?.port,
    () => !scenario.harmsProcesses && forBalancer() < DEAF,
  );
  cleanup.push(() => balancer.close());

  const account = {
    appId: 'wx5c8e1f0d2b7a4936',
    token: randomBytes(12).toString('hex'),
    encodingAESKey: randomBytes(22).toString('hex').slice(0, 43),
  };
  const appSecret = randomBytes(16).toString('hex');
  const wechat = simulate(
    { url: `http://127.0.0.1:${balancer.port}/wechat` },
    { ...account, appSecret, mode: 'safe' },
  );
  cleanup.push(() => wechat.close());

  const spares = scenario.harmsProcesses ? SPARES : 0;
  const fleet: Fleet = startFleet(scenario.processes, spares, {
    account,
    appSecret,
    apiHost: await wechat.api.url(),
    journal,
    redisPort: ways[scenario.redis],
    client: scenario.client,
    streams: scenario.streams === true,
    isLoud: scenario.first === undefined,
  });
  cleanup.push(() => fleet.close());
  await fleet.started;
  signal?.throwIfAborted();

  const over = new AbortController();
  const ended = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  const pause = async (ms: number): Promise<boolean> => {
    await sleep(ms, undefined, { signal: ended }).catch(() => undefined);
    return !ended.aborted;
  };
  const trouble = scenario.trouble?.({ fleet, redis, proxy, random: forTrouble, pause });
  // It is waited for below; until then a failure must not go unnoticed, nor end the process.
  trouble?.catch(() => over.abort());

  const conversations: Conversation[] = [];
  const talks: Promise<void>[] = [];
  let done = 0;
  const ticking = setInterval(() => onProgress?.({ sent: talks.length, over: done }), 500);
  cleanup.push(() => clearInterval(ticking));
  const began = moment();
  for (let id = 0; id < scenario.messages && !ended.aborted; id++) {
    await pause(Math.max(0, began + (id * 1000) / scenario.perSecond - moment()));
    const { pace, fault, first } = scenario;
    const share = first === undefined ? fault.share : id < first ? 1 : 0;
    const sentences = scenario.streams === true ? makeLength(forPlans) : 0;
    const plan = makePlan(id, pace, { ...fault, share }, forPlans, sentences);
    // What may be sent to a user is counted.
    const perUser = sentences > 0 ? 1 : PER_USER;
    const user = wechat.user(`oUser${String(Math.floor(id / perUser)).padStart(23, '0')}`);
    const talk = user.sends('text', { Content: writePlan(plan) }).then((seen) => {
      conversations.push({ plan, user, seen, at: moment() });
      done++;
    });
    talks.push(talk);
  }
  if (!ended.aborted) await Promise.race([Promise.all(talks), once(ended, 'abort')]);
  signal?.throwIfAborted();
  over.abort();
  await trouble;
  const reports = await settle(fleet);

  if (scenario.streams === true) await readAll(conversations.map(({ user }) => user));
  return (scenario.streams === true ? judgeStreams : judge)({
    scenario,
    seed,
    conversations,
    ...readJournal(journal),
    held: balancer.held,
    reports,
    lifetimes: scenario.redis === 'dead' ? [] : await lifetimes(redis.connect(PATIENT)),
  });
}

/** Longer than any mailbox. */
const MOST_TAPS = 30;

/** Users who read at the same time. */
const READERS = 8;

/** Users ask for the rest, a few at a time. */
async function readAll(users: readonly SimulatedUser[]): Promise<void> {
  const left = users[Symbol.iterator]();
  const read = async (): Promise<void> => {
    for (const user of left) await readOn(user);
  };
  await Promise.all(Array.from({ length: READERS }, read));
}

/** A user asks for the rest, until nothing is left. */
async function readOn(user: SimulatedUser): Promise<void> {
  for (let taps = 0; taps < MOST_TAPS; taps++) {
    // Said, the word would be a question to the bot where the mailbox is away.
    const { reply } = await user.sends('text', TAP);
    if (reply?.MsgType === 'text' && reply.Content.includes(NOTHING)) return;
  }
}

/** Waits until the workers have nothing to do any more, and late messages have arrived; resolves to what they say. */
async function settle(fleet: Fleet): Promise<Report[]> {
  const end = moment() + SETTLE_WITHIN;
  for (;;) {
    await sleep(500);
    const reports = await fleet.report();
    if (
      moment() > end ||
      reports.every(({ stats, speaking }) => stats.running + stats.after + speaking === 0)
    ) {
      await sleep(LATE_WITHIN);
      return reports;
    }
  }
}

/** What is left of the life of every key, in milliseconds; -1: endless. */
async function lifetimes(client: Redis): Promise<number[]> {
  const found: number[] = [];
  for await (const keys of client.scanStream({ match: '*:m*', count: 500 })) {
    // scanStream yields lists of key names.
    const names = keys as string[];
    found.push(...(await Promise.all(names.map((name) => client.pttl(name)))));
  }
  return found;
}
