import { freePort, PATIENT, type RedisServer } from '../../../spec/support/redis';
import type { RedisProxy } from '../../../spec/support/redis-proxy';
import { pickWorker, type Fleet } from './fleet';
import type { Fault, Pace } from './plan';
import { between, type Random } from '../../../spec/support/random';

/** What trouble can be made with. */
export interface World {
  readonly fleet: Fleet;
  readonly redis: RedisServer;
  /** On the way to Redis, where the scenario says so. */
  readonly proxy: RedisProxy;
  readonly random: Random;
  /** Waits. False: the last message has its answer, and the trouble is over. */
  readonly pause: (ms: number) => Promise<boolean>;
}

/** What must hold at the end of a scenario. */
export interface Limits {
  /** Most starts of a message: 1 where nothing crashes, 2 while Redis keeps its state, else one for each process. */
  readonly starts: number;
  /** Of the messages whose last delivery did not die with its process, the least share whose user sees exactly one answer. */
  readonly answered: number;
  /** The least share of the messages whose answer, once made, is not lost. */
  readonly kept: number;
}

/** One kind of trouble, and how many messages meet it. */
export interface Scenario {
  readonly name: string;
  readonly processes: number;
  readonly messages: number;
  readonly perSecond: number;
  readonly pace: Pace;
  /** Whether answers are streamed, longer than a message, and kept in a mailbox. */
  readonly streams?: boolean;
  readonly fault: { readonly kind: Fault; readonly share: number };
  /** So many messages have the fault, and no others. */
  readonly first?: number;
  readonly client: 'careful' | 'plain';
  /** How the workers reach Redis. `dead`: nothing listens where it should be. */
  readonly redis: 'direct' | 'proxied' | 'dead';
  /** Whether Redis comes back without what it had. */
  readonly forgets?: boolean;
  /** Whether processes die or stand still: then some requests cannot be answered in time. */
  readonly harmsProcesses: boolean;
  readonly trouble?: (world: World) => Promise<void>;
  readonly limits: Limits;
}

const usual: Omit<Scenario, 'name' | 'messages' | 'limits'> = {
  processes: 4,
  perSecond: 20,
  pace: 'mixed',
  fault: { kind: 'none', share: 0 },
  client: 'careful',
  redis: 'direct',
  harmsProcesses: false,
};

const undisturbed: Limits = { starts: 1, answered: 1, kept: 1 };
/** Redis keeps its state, and processes come to an end. */
const crashing = (answered: number): Limits => ({ starts: 2, answered, kept: 0.99 });
/** At times each process is on its own. */
const degraded = (answered: number): Limits => ({ starts: usual.processes, answered, kept: answered });

const killRedis = async ({ redis, pause }: World): Promise<void> => {
  await pause(10_000);
  await redis.kill();
  await pause(15_000);
  await redis.restart();
};

const freezeRedis =
  (every: number, ms: number) =>
  async ({ redis, pause }: World): Promise<void> => {
    while (await pause(every - ms)) {
      redis.freeze();
      await pause(ms);
      redis.thaw();
    }
  };

/** Every 10 s, for 5 s, Redis refuses what changes something. */
const refuse =
  (begin: readonly [string, ...string[]], end: readonly [string, ...string[]]) =>
  async ({ redis, pause }: World): Promise<void> => {
    const client = redis.connect(PATIENT);
    while (await pause(5000)) {
      await client.call(...begin);
      await pause(5000);
      await client.call(...end);
    }
  };

const killWorkers = async ({ fleet, random, pause }: World): Promise<void> => {
  while (await pause(4000)) pickWorker(fleet, random)?.kill();
};
const freezeWorkers = async ({ fleet, random, pause }: World): Promise<void> => {
  while (await pause(1000)) {
    const worker = pickWorker(fleet, random);
    worker?.freeze();
    await pause(7000);
    worker?.thaw();
  }
};
const endWorkers = async ({ fleet, random, pause }: World): Promise<void> => {
  while (await pause(6000)) pickWorker(fleet, random)?.stop();
};
const loseReplies = async ({ proxy, random, pause }: World): Promise<void> => {
  while (await pause(between(random, 2000, 4000))) {
    proxy.dropReplies();
    await pause(1000);
    proxy.pass();
  }
};

/** Answers that are streamed, longer than a message, and go on after it. Whatever happens, no part comes twice and all keep their order. */
const STREAM_TROUBLES: readonly (readonly [string, Partial<Scenario>])[] = [
  ['no fault', {}],
  ['a worker killed -9 every 4 s', { harmsProcesses: true, trouble: killWorkers }],
  [
    '10 % crash on their first run',
    { harmsProcesses: true, fault: { kind: 'crash', share: 0.1 }, perSecond: 2 },
  ],
  ['a worker frozen, 7 s at a time', { harmsProcesses: true, trouble: freezeWorkers }],
  ['a worker asked to end (SIGTERM) every 6 s', { harmsProcesses: true, trouble: endWorkers }],
  ['Redis killed for 15 s, back empty', { trouble: killRedis, forgets: true }],
  ['Redis frozen every other 2 s', { trouble: freezeRedis(4000, 2000) }],
  ['replies of Redis lost for 1 s at a time', { redis: 'proxied', trouble: loseReplies }],
];

const streamed: readonly Scenario[] = STREAM_TROUBLES.map(([name, changes]) => ({
  ...usual,
  streams: true,
  name: `streams: ${name}`,
  messages: 200,
  perSecond: 6,
  // Of those whose process lives.
  limits: { starts: changes.harmsProcesses ? 2 : usual.processes, answered: 0.9, kept: 1 },
  ...changes,
}));

/** Most shares are those that a prototype of the same rules reached. */
export const scenarios: readonly Scenario[] = [
  ...[2, 3].map((processes) => ({
    ...usual,
    name: `no fault, ${processes} processes`,
    processes,
    messages: 2000,
    perSecond: 100,
    limits: undisturbed,
  })),
  { ...usual, name: 'no fault, 4 processes', messages: 10_000, perSecond: 150, limits: undisturbed },
  {
    ...usual,
    name: 'a worker killed -9 every 4 s',
    messages: 1000,
    harmsProcesses: true,
    trouble: killWorkers,
    limits: crashing(316 / 400),
  },
  {
    ...usual,
    name: '10 % crash on their first run',
    messages: 240,
    // With four processes, each dies every 20 s.
    perSecond: 2,
    fault: { kind: 'crash', share: 0.1 },
    harmsProcesses: true,
    limits: crashing(0.9),
  },
  {
    ...usual,
    name: '5 % poison',
    messages: 200,
    perSecond: 2,
    fault: { kind: 'poison', share: 0.05 },
    harmsProcesses: true,
    limits: crashing(0.8),
  },
  ...(['abort', 'memory', 'loop'] as const).map((kind) => ({
    ...usual,
    name: `poison (${kind}) with 50 neighbours`,
    messages: 51,
    perSecond: 400,
    pace: 'fast' as const,
    fault: { kind, share: 0 },
    first: 1,
    processes: 3,
    harmsProcesses: true,
    limits: { starts: 2, answered: 0.98, kept: 1 },
  })),
  {
    ...usual,
    name: 'a worker frozen, 7 s at a time',
    messages: 1000,
    harmsProcesses: true,
    trouble: freezeWorkers,
    limits: crashing(856 / 900),
  },
  {
    ...usual,
    name: 'a worker asked to end (SIGTERM) every 6 s',
    messages: 1000,
    harmsProcesses: true,
    trouble: endWorkers,
    limits: crashing(0.9),
  },
  ...(['careful', 'plain'] as const).map((client) => ({
    ...usual,
    name: `Redis killed for 15 s, back empty (${client} client)`,
    messages: 800,
    client,
    trouble: killRedis,
    limits: degraded(295 / 300),
  })),
  ...(['careful', 'plain'] as const).map((client) => ({
    ...usual,
    name: `Redis frozen every other 2 s (${client} client)`,
    messages: 800,
    client,
    trouble: freezeRedis(4000, 2000),
    limits: degraded(266 / 300),
  })),
  {
    ...usual,
    name: 'Redis frozen for 0.3 s, every 3 s',
    messages: 800,
    trouble: freezeRedis(3000, 300),
    limits: undisturbed,
  },
  ...[50, 150, 300].map((ms) => ({
    ...usual,
    name: `Redis ${ms} ms slow`,
    messages: 600,
    redis: 'proxied' as const,
    trouble: async ({ proxy }: World) => proxy.delay(ms / 2),
    // Beyond 200 ms each process is on its own: at 150 ms when the machine adds the rest, a few times in 10,000 commands.
    limits: ms < 100 ? undisturbed : degraded(ms < 200 ? 1 : 0.95),
  })),
  {
    ...usual,
    name: 'connections to Redis cut before its reply, 5 times a second',
    messages: 800,
    redis: 'proxied',
    trouble: async ({ proxy, pause }) => {
      while (await pause(200)) proxy.cutBeforeReply();
    },
    limits: degraded(0.95),
  },
  {
    ...usual,
    name: 'replies of Redis lost for 1 s at a time',
    messages: 800,
    redis: 'proxied',
    trouble: loseReplies,
    limits: degraded(0.9),
  },
  {
    ...usual,
    name: 'FLUSHALL every 3 s',
    messages: 800,
    trouble: async ({ redis, pause }) => {
      const client = redis.connect(PATIENT);
      while (await pause(3000)) await client.flushall();
    },
    limits: degraded(0.95),
  },
  {
    ...usual,
    name: 'SCRIPT FLUSH 20 times a second',
    messages: 600,
    trouble: async ({ redis, pause }) => {
      const client = redis.connect(PATIENT);
      while (await pause(50)) await client.script('FLUSH');
    },
    limits: undisturbed,
  },
  {
    ...usual,
    name: 'Redis read-only for 5 s at a time',
    messages: 800,
    trouble: async (world) => {
      // A replica of nobody.
      const nobody = String(await freePort());
      await refuse(['REPLICAOF', '127.0.0.1', nobody], ['REPLICAOF', 'NO', 'ONE'])(world);
    },
    limits: degraded(0.9),
  },
  {
    ...usual,
    name: 'Redis out of memory for 5 s at a time',
    messages: 800,
    trouble: refuse(['CONFIG', 'SET', 'maxmemory', '1'], ['CONFIG', 'SET', 'maxmemory', '0']),
    limits: degraded(0.9),
  },
  {
    ...usual,
    name: 'Redis holds back writes for 1 s at a time',
    messages: 800,
    trouble: async ({ redis, random, pause }) => {
      const client = redis.connect(PATIENT);
      while (await pause(between(random, 1500, 3000))) await client.call('CLIENT', 'PAUSE', '1000', 'WRITE');
    },
    limits: degraded(0.9),
  },
  {
    ...usual,
    name: 'Redis dead throughout, fast handlers',
    messages: 800,
    perSecond: 40,
    pace: 'fast',
    redis: 'dead',
    limits: undisturbed,
  },
  ...streamed,
];
