// One process of the bot. Everything in it is what a user of the package would write, but for the journal.
import { subscribe } from 'node:diagnostics_channel';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { Redis } from 'ioredis';
import { createApi, createServer, mailbox, memoryStore, redisStore, reply, wechat } from 'offiaccount';
import type { DeliveryEvent, DeliveryStats, LogFields } from 'offiaccount';
import { clientOptions } from '../../../spec/support/redis';
import { noteStalls, openJournal } from './journal';
import { answerTo, readPlan } from './plan';
import { idsIn, NOTHING, speak } from './speech';

/** What a worker is told when it starts. */
export interface WorkerSettings {
  readonly account: { readonly appId: string; readonly token: string; readonly encodingAESKey: string };
  readonly appSecret: string;
  readonly apiHost: string;
  readonly journal: string;
  /** Without one, the store is this process's memory. */
  readonly redisPort?: number;
  /** `careful`: a client with the settings we recommend. `plain`: one with the defaults of ioredis. */
  readonly client: 'careful' | 'plain';
  /** Whether answers are streamed. */
  readonly streams: boolean;
  /** Whether what it writes to its standard error is shown. */
  readonly isLoud?: boolean;
}

/** What a worker says: where it listens, or (asked) how it is. */
export type Told =
  | { readonly port: number }
  | {
      readonly stats: DeliveryStats;
      readonly logged: Readonly<Record<string, number>>;
      /** Answers that are on their way. */
      readonly speaking: number;
    };

const { account, appSecret, apiHost, journal, redisPort, client, streams } = JSON.parse(
  process.argv[2] ?? '',
) as WorkerSettings; // Written by the fleet, which knows no other form.
const note = openJournal(journal);
noteStalls(journal);

const logged: Record<string, number> = {};
/** Which message a delivery id is of. */
const plans = new Map<unknown, number>();
/** What the log says where something of an answer may be lost. */
const LOSSES: ReadonlySet<unknown> = new Set([
  ...['answer-uncertain', 'answer-cut', 'answer-broken', 'answer-unclaimed', 'answer-not-sent'],
  ...['late', 'late-failed', 'mailbox-away', 'handler-failed', 'handler-aborted'],
]);
const count = ({ event, reason, deliveryId }: LogFields, message: string) => {
  const id = plans.get(deliveryId);
  if (id !== undefined && LOSSES.has(event)) note('logged', id, 0, 0);
  const line = `${String(event ?? reason)}: ${message.slice(0, 80)}`;
  logged[line] = (logged[line] ?? 0) + 1;
};
const logger = { warn: count, error: count };
subscribe('offiaccount:delivery', (event) => {
  // By the name of the channel.
  const { deliveryId, delivery, outcome, ms } = event as DeliveryEvent;
  // Another process may have begun it: only the judge knows which message that is.
  note('delivery', 0, delivery, 0, `${deliveryId}:${outcome}:${Math.round(ms)}`);
});

function connect(port: number): Redis {
  const redis = new Redis(client === 'careful' ? clientOptions(port) : { host: '127.0.0.1', port });
  redis.on('error', () => undefined);
  return redis;
}

const store = redisPort === undefined ? memoryStore() : redisStore(connect(redisPort));
const api = createApi({ appId: account.appId, appSecret, host: apiHost, store, logger });
const wx = wechat({
  ...account,
  ...{ api, store, logger, texts: { nothingLeft: `${NOTHING}: {link}` } },
  // Nothing else has kept it: what the program is told of is not lost without a word.
  ...(streams && {
    onLate: (_answer, { message, attempt }) => {
      if (message.MsgType === 'text') note('late', readPlan(message.Content).id, attempt, 0);
    },
  }),
});
let speaking = 0;

if (streams) {
  const { sessions } = store;
  const replace: typeof sessions.replace = async (...given) => {
    const isKept = await sessions.replace(...given);
    if (isKept) for (const id of idsIn(given[2])) note('kept', id, 0, 0);
    return isKept;
  };
  wx.use(mailbox({ store: { sessions: { ...sessions, replace } }, logger }));
}

wx.text(async ({ message, attempt, deliveryId }) => {
  const plan = readPlan(message.Content);
  const { id, ms, fault, sentences } = plan;
  plans.set(deliveryId, id);
  note('start', id, attempt, wx.stats().degraded, deliveryId);
  const dies = fault !== 'none' && (fault !== 'crash' || attempt === 1);
  if (sentences > 0) {
    const { degraded } = wx.stats();
    async function* spoken() {
      speaking++;
      try {
        yield* speak(plan, sleep, () => {
          if (dies) die(fault);
        });
      } finally {
        speaking--;
      }
    }
    return reply.stream(spoken(), { onDone: () => note('end', id, attempt, degraded) });
  }
  await sleep(dies ? ms / 2 : ms);
  if (dies) die(fault);
  note('end', id, attempt, wx.stats().degraded);
  return answerTo(id);
});

const tell = (told: Told): void => {
  if (process.connected) process.send?.(told);
};

/** How long a process that loops is left alone by its supervisor. */
const LOOPS_FOR = 10_000;

function die(fault: string): void {
  if (fault === 'abort') process.abort();
  const hoard: number[][] = [];
  while (fault === 'memory') hoard.push(new Array<number>(100_000).fill(hoard.length));
  const end = performance.now() + (fault === 'loop' ? LOOPS_FOR : 0);
  while (performance.now() < end);
  process.kill(process.pid, 'SIGKILL');
}

const app = express().use('/wechat', wx);
const server = createServer(app).listen(0, '127.0.0.1', () => {
  // A TCP server that listens has an address object.
  tell({ port: (server.address() as AddressInfo).port });
});
process.on('message', () => tell({ stats: wx.stats(), logged, speaking }));
// A terminal tells the whole group; whoever started this process ends it.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  server.close();
  void wx.close().then(() => process.exit());
});
// Whoever started this process is gone, perhaps already.
process.on('disconnect', () => process.exit());
if (!process.connected) process.exit();
