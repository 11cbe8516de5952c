import type expressModule from 'express';
import type * as library from 'offiaccount';
import type { Handler, LogFields, Reply, Store, WeChat, WeChatConfig } from 'offiaccount';
import type * as testing from 'offiaccount/testing';
import type { Delivery, MovableClock, Seen, SeenMessage } from 'offiaccount/testing';
import { createApi } from '../../lib/api/client';
import type { ApiOptions } from '../../lib/api/settings';
import type { Clock } from '../../lib/clock';
import { memoryStore } from '../../lib/store/memory';
import { StoreError } from '../../lib/store/store';
import type { DeliveryStore } from '../../lib/store/deliveries';
import { directBot, directWeChat } from './direct-wechat';

const account = { appId: 'wx4f0c2b9d7e61a853', token: 'sampleTok3n' };

/** A process of the fleet: a middleware of its own on a connection of its own to the store. */
export interface Member {
  readonly wx: Process;
  /** The store cannot be reached by this process. */
  away: boolean;
  /** Its store then fails with errors of its own. */
  strange?: boolean;
  /** The store does what this process asks of it, and its replies are lost. */
  deaf?: boolean;
  /** What this process asks of the store never arrives, as if it were frozen. */
  frozen: boolean;
  /** How long the store takes, in milliseconds. */
  delay: number;
}

export interface Fleet {
  readonly simulator: Stage;
  readonly members: readonly Member[];
  /** Which process gets each delivery, in turn; after the last, the first again. */
  route: number[];
  /** The process and the attempt of each start of the handlers. */
  readonly starts: string[];
  readonly logged: (LogFields & { readonly message: string })[];
  /** Has the store forget everything, as after FLUSHALL. */
  readonly flush: () => void;
  /** Lets all handlers end that are still at work, so that none calls the API when the specs are over. */
  close(): Promise<void>;
}

/** What specs do with the fleet of the moment. */
export const playing = (fleet: () => Fleet) => ({
  /** Handlers that answer after so many milliseconds. */
  after:
    (ms: number, answer: Reply | string = `after ${ms}`): Handler =>
    async () => {
      await fleet().simulator.clock.sleep(ms);
      return answer;
    },
  advance: (ms: number) => fleet().simulator.clock.advance(ms),
  /** What a user has seen, by its text or its kind. */
  contents: (user: string) =>
    fleet()
      .simulator.user(user)
      .sees()
      .map((message) => ('Content' in message ? message.Content : message.MsgType)),
});

/** What the specs need of a simulator. */
interface Stage {
  readonly clock: Clock & Pick<MovableClock, 'sleep' | 'advance' | 'pause'>;
  readonly api: {
    readonly calls: readonly { readonly path: string }[];
    fail(path: string, answer: { readonly errcode: number }, options?: { readonly times?: number }): void;
  };
  disturb(fault: 'lost-answer', options: { readonly times: number }): unknown;
  close(): Promise<void>;
  user(openid: string): {
    says(content: string): Promise<FleetSeen>;
    sends(type: 'text', fields: Readonly<Record<string, unknown>>): Promise<FleetSeen>;
    clicks(key: string): Promise<FleetSeen>;
    sees(): readonly SeenMessage[];
  };
}

/** What came of a push, as far as the specs ask. */
export interface FleetSeen extends Pick<Seen, 'outcome' | 'reply'> {
  readonly deliveries: readonly Pick<Delivery, 'ms' | 'cut' | 'status'>[];
}

/** As `WeChat` has it. */
type Process = Pick<WeChat, 'close' | 'stats'>;

type FleetConfig = Partial<WeChatConfig> & {
  readonly count?: number | undefined;
  readonly calls?: boolean | undefined;
};

/**
 * Several processes in this one, with one store, on the simulator's clock. They are pushed to over HTTP; with `FLEET=direct` in
 * the environment they are handed what comes of a push, which takes a tenth of the time: for many runs.
 */
export async function startFleet(handler: Handler, config: FleetConfig = {}): Promise<Fleet> {
  return process.env.FLEET === 'direct'
    ? startDirectFleet(handler, config)
    : startServedFleet(handler, config);
}

/** The same, always over HTTP. */
export async function startServedFleet(handler: Handler, config: FleetConfig = {}): Promise<Fleet> {
  // Only here: a fleet without HTTP does not load any of it.
  const express = jest.requireActual<typeof expressModule>('express');
  const { simulate } = jest.requireActual<typeof testing>('offiaccount/testing');
  const { wechat } = jest.requireActual<typeof library>('offiaccount');
  const app = express();
  const simulator = simulate(app, account);
  const host = await simulator.api.url();
  const { fleet, processes, route } = build(simulator, { host }, handler, config, (first, settings) =>
    wechat(settings).use(first),
  );
  app.use((req, res, next) => void processes[route()]!(req, res, next));
  return fleet;
}

/** The same without HTTP. */
export async function startDirectFleet(handler: Handler, config: FleetConfig = {}): Promise<Fleet> {
  const simulator = directWeChat((...delivery) => processes[route()]!.deliver(...delivery));
  const { transport } = simulator;
  const { fleet, processes, route } = build(simulator, { transport }, handler, config, directBot);
  return Promise.resolve(fleet);
}

function build<P extends Process>(
  simulator: Stage,
  way: Pick<ApiOptions, 'host' | 'transport'>,
  handler: Handler,
  { count = 3, calls = true, ...config }: FleetConfig,
  start: (first: Handler, config: WeChatConfig) => P,
) {
  const { clock } = simulator;
  const store = memoryStore(clock);
  let { deliveries } = store;
  const logged: Fleet['logged'] = [];
  const log = (fields: LogFields, message: string): void => void logged.push({ ...fields, message });
  const logger = { warn: log, error: log };
  const starts: string[] = [];
  const processes: P[] = [];

  const members = Array.from({ length: count }, (_, n): Member => {
    const member: Omit<Member, 'wx'> = { away: false, frozen: false, delay: 0 };
    const own: Store = {
      ...store,
      deliveries: remote(
        () => deliveries,
        member,
        (ms) => clock.sleep(ms),
      ),
    };
    const api = createApi({ appId: account.appId, appSecret: 'any', ...way, clock, logger });
    const first: Handler = (ctx, next) => {
      starts.push(`${n}:${ctx.attempt}`);
      return handler(ctx, next);
    };
    const wx = start(first, { ...account, logger, clock, store: own, ...(calls && { api }), ...config });
    processes.push(wx);
    return Object.assign(member, { wx });
  });

  let turn = 0;
  const fleet: Fleet = {
    simulator,
    members,
    route: members.map((_, n) => n),
    starts,
    logged,
    flush: () => void ({ deliveries } = memoryStore(clock)),
    close: async () => {
      await clock.advance(62_000);
      await simulator.close();
    },
  };
  return { fleet, processes, route: () => fleet.route[turn++ % fleet.route.length]! };
}

/** The store as it is from another machine: asked for, waited for, and not always there. */
function remote(
  store: () => DeliveryStore,
  member: Omit<Member, 'wx'>,
  sleep: (ms: number) => Promise<void>,
): DeliveryStore {
  const reach = async <T>(ask: () => T | PromiseLike<T>): Promise<T> => {
    if (member.frozen) await new Promise<never>(() => undefined);
    if (member.delay > 0) await sleep(member.delay);
    if (member.away)
      throw member.strange
        ? new Error('A store of somebody else.')
        : new StoreError('Redis is not connected.');
    const answer = await ask();
    if (member.deaf) throw new StoreError('Redis did not answer in time.');
    return answer;
  };
  return { sync: (...all) => reach(() => store().sync(...all)) };
}
