import fc from 'fast-check';
import type { Redis } from 'ioredis';
import {
  ConfigError,
  createApi,
  createLedger,
  hintFor,
  memoryStore,
  redisStore,
  StoreError,
  TransportError,
} from 'offiaccount';
import type { ApiError, HttpResponse, Store } from 'offiaccount';
import type { Simulator } from 'offiaccount/testing';
import { WINDOWS } from '../../lib/model/service-deeds';
import type { ServiceDeed } from '../../lib/model/service-deeds';
import { leftIn, openWindow, spendWindow } from '../../lib/model/service-windows';
import type { ServiceWindows } from '../../lib/model/service-windows';
import { closeAll, playWith } from '../support/accounts';
import { keptLogger } from '../support/api';
import { movedClock, type MovedClock } from '../support/clock';
import { account } from '../support/push';
import { describeWithRedis, startRedis, type RedisServer } from '../support/redis';

afterEach(closeAll);

const HOURS_48 = 48 * 3_600_000;
const OPENID = 'oA7t5bmX0c9Vt1JpQw2eRsK8hGdE';
const text = (touser: string) => ({ touser, msgtype: 'text', text: { content: 'hello' } }) as const;

type Answer = Error | { readonly errcode: number; readonly errmsg?: string };

/** A client whose WeChat answers what it is told to. */
function scripted(ledger: ReturnType<typeof createLedger>, ...answers: Answer[]) {
  let calls = 0;
  const api = createApi({
    appId: 'wx9f1d2c3b4a5e6f70',
    accessToken: () => Promise.resolve('a-token'),
    logger: keptLogger(),
    ledger,
    transport: (): Promise<HttpResponse> => {
      const answer = answers[Math.min(calls++, answers.length - 1)];
      if (answer instanceof Error) return Promise.reject(answer);
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) });
    },
  });
  return { send: () => api.customerMessage.send(text(OPENID)), calls: () => calls };
}

const FINE = { errcode: 0 };
const arrived = (sent: boolean) => new TransportError('cut', { sent, reason: 'ECONNRESET' });

function contract(newStore: () => Store): void {
  let clock: MovedClock;
  let store: Store;
  const make = (strict = false) => createLedger({ store, strict, clock, logger: keptLogger() });
  beforeEach(() => {
    clock = movedClock();
    store = newStore();
  });

  it.each(Object.entries(WINDOWS))('opens the window of the deed "%s"', async (name, { count, ms }) => {
    const deed = name as ServiceDeed;
    const ledger = make();
    expect(await ledger.of(OPENID)).toEqual({ left: undefined, until: undefined });
    await ledger.note(OPENID, deed);
    expect(await ledger.of(OPENID)).toEqual({ left: count, until: clock.now() + ms });
    expect(await make().of(OPENID)).toEqual({ left: count, until: clock.now() + ms });
    clock.setWall(clock.now() + ms);
    expect((await ledger.of(OPENID)).left).toBe(0);
    await ledger.note(OPENID, deed);
    expect((await ledger.of(OPENID)).left).toBe(count);
  });

  it.each<[string, Answer, number]>([
    ['0', FINE, 4],
    ['45047', { errcode: 45047 }, 0],
    ['45015', { errcode: 45015 }, 0],
    ['40003', { errcode: 40003 }, 0],
    ['43004', { errcode: 43004 }, 0],
    ['48001', { errcode: 48001 }, 5],
    ['45009', { errcode: 45009 }, 5],
    ['43019', { errcode: 43019 }, 5],
    ['a cut that may have come after the message', arrived(true), 4],
    ['a cut before it', arrived(false), 5],
  ])('counts what WeChat answers: %s', async (_, answer, left) => {
    for (const strict of [false, true]) {
      const ledger = make(strict);
      await ledger.note(OPENID, 'message');
      await scripted(ledger, answer)
        .send()
        .catch(() => undefined);
      expect((await ledger.of(OPENID)).left).toBe(left);
      await ledger.note(OPENID, 'message');
      expect((await ledger.of(OPENID)).left).toBe(5);
    }
  });

  it('charges the window that ends first', async () => {
    const ledger = make();
    await ledger.note(OPENID, 'message');
    await ledger.note(OPENID, 'menu');
    await scripted(ledger, FINE).send();
    expect(await ledger.of(OPENID)).toEqual({ left: 7, until: clock.now() + HOURS_48 });
    clock.setWall(clock.now() + 60_000);
    expect((await ledger.of(OPENID)).left).toBe(5);
  });

  it('knows of a used-up window until a deed opens one, also where it had seen none', async () => {
    const ledger = make();
    await expect(scripted(ledger, { errcode: 45047 }).send()).rejects.toMatchObject({ errcode: 45047 });
    expect((await ledger.of(OPENID)).left).toBe(0);
    await ledger.note(OPENID, 'message');
    expect((await ledger.of(OPENID)).left).toBe(5);
  });

  it('says 0 of somebody who did nothing for as long as windows last', async () => {
    const ledger = make();
    await ledger.note('somebody-else', 'message');
    expect((await ledger.of(OPENID)).left).toBeUndefined();
    clock.setWall(clock.now() + HOURS_48);
    expect(await ledger.of(OPENID)).toEqual({ left: 0, until: undefined });
  });

  it('never blocks, unless it is strict', async () => {
    const asks = scripted(make(), { errcode: 45047 }, FINE);
    await expect(asks.send()).rejects.toMatchObject({ errcode: 45047 });
    await asks.send();
    expect(asks.calls()).toBe(2);
    const blocked = scripted(make(true), FINE);
    await expect(blocked.send()).rejects.toMatchObject({
      errcode: 45047,
      hint: expect.any(String) as string,
      message: expect.stringContaining('WeChat was not asked') as string,
    });
    expect(blocked.calls()).toBe(0);
  });

  it('strict, lets no more through than there are, at once and from two processes', async () => {
    const ledgers = [make(true), make(true)];
    await ledgers[0]!.note(OPENID, 'message');
    const clients = ledgers.map((ledger) => scripted(ledger, FINE));
    const sent = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => clients[n % 2]!.send()));
    expect(sent.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    expect(clients[0]!.calls() + clients[1]!.calls()).toBe(5);
    expect((await ledgers[0]!.of(OPENID)).left).toBe(0);
  });

  it('never counts below 0, whoever sends', async () => {
    const ledgers = [make(), make()];
    await ledgers[0]!.note(OPENID, 'message');
    const clients = ledgers.map((ledger) => scripted(ledger, FINE));
    await Promise.all(clients.map((client) => client.send()));
    expect((await ledgers[1]!.of(OPENID)).left).toBe(3);
    await Promise.all(Array.from({ length: 10 }, (_, n) => clients[n % 2]!.send()));
    expect((await ledgers[0]!.of(OPENID)).left).toBe(0);
  });

  it('never ends the count of a payment', async () => {
    const ledger = make();
    await ledger.note(OPENID, 'payment');
    const client = scripted(ledger, FINE);
    for (let n = 0; n < 7; n++) await client.send();
    expect((await ledger.of(OPENID)).left).toBe(Infinity);
  });
}

describe('the ledger in memory', () => {
  contract(() => memoryStore());
});

describeWithRedis()('the ledger in Redis', () => {
  let server: RedisServer;
  let client: Redis;
  let count = 0;
  beforeAll(async () => {
    server = await startRedis();
    client = server.connect();
    await client.ping();
  });
  afterAll(() => server.close());

  contract(() => redisStore(client, { prefix: `l${count++}:` }));

  it('shows no openid in Redis, and keeps what it knows of a user for 48 h', async () => {
    const ledger = createLedger({ store: redisStore(client, { prefix: 'hidden:' }) });
    await ledger.note(OPENID, 'message');
    const lives: number[] = [];
    for (const key of await client.keys('hidden:*')) {
      expect(`${key} ${await client.get(key)}`).not.toContain(OPENID);
      lives.push(await client.pttl(key));
    }
    expect(lives).toHaveLength(2);
    expect(Math.min(...lives)).toBeLessThanOrEqual(HOURS_48);
    expect(Math.min(...lives)).toBeGreaterThan(HOURS_48 - 60_000);
  });

  it('that does not answer costs a call 200 ms, and what is left is unknown', async () => {
    const own = await startRedis();
    try {
      const redis = own.connect();
      await redis.ping();
      const logger = keptLogger();
      const ledger = createLedger({ store: redisStore(redis), strict: true, logger });
      await ledger.note(OPENID, 'message');
      own.freeze();
      const started = performance.now();
      expect(await ledger.of(OPENID)).toEqual({ left: undefined, until: undefined });
      await scripted(ledger, FINE).send();
      expect(performance.now() - started).toBeLessThan(4000);
      expect(logger.lines.join()).toContain('ledger-away');
    } finally {
      await own.close();
    }
  });
});

/** A bot and its client, both with the ledger, on the simulator's clock. */
function bot(): {
  simulator: Simulator;
  ledger: ReturnType<typeof createLedger>;
  send: () => Promise<unknown>;
} {
  let found: ReturnType<typeof createLedger> | undefined;
  const { simulator, wx } = playWith({}, {});
  const store = memoryStore(simulator.clock);
  const ledger = (found = createLedger({ store, clock: simulator.clock }));
  const api = createApi({
    appId: account.appId,
    appSecret: 'secret',
    host: 'http://127.0.0.1:1',
    transport: simulator.api.transport,
    clock: simulator.clock,
    ledger: found,
  });
  wx.use(ledger);
  return { simulator, ledger, send: () => api.customerMessage.send(text('alice')) };
}

describe('a bot with a ledger', () => {
  it.each<[string, (alice: ReturnType<Simulator['user']>) => Promise<unknown>, number | undefined]>([
    ['says something', (alice) => alice.says('hello'), 5],
    ['sends a picture', (alice) => alice.sends('image'), 5],
    ['follows', (alice) => alice.follows(), 3],
    ['follows by a QR code', (alice) => alice.follows('7'), 3],
    ['taps the menu', (alice) => alice.triggers('CLICK', { EventKey: 'k' }), 3],
    ['taps an entry of a menu message', (alice) => alice.sends('text', { bizmsgmenuid: '101' }), 3],
    [
      'opens a page from the menu',
      (alice) => alice.triggers('VIEW', { EventKey: 'https://example.com' }),
      undefined,
    ],
    ['unfollows', (alice) => alice.unfollows(), 0],
  ])('counts when somebody %s', async (_, does, left) => {
    const { simulator, ledger } = bot();
    await does(simulator.user('alice'));
    expect((await ledger.of('alice')).left).toBe(left);
  });

  it('agrees with WeChat over the hours, message by message', async () => {
    const { simulator, ledger, send } = bot();
    await simulator.user('alice').says('hello');
    for (let left = 4; left >= 0; left--) {
      await send();
      expect((await ledger.of('alice')).left).toBe(left);
    }
    await expect(send()).rejects.toMatchObject({ errcode: 45047 });
    await simulator.clock.advance(HOURS_48);
    expect((await ledger.of('alice')).left).toBe(0);
    await expect(send()).rejects.toMatchObject({ errcode: 45015 });
    await simulator.user('alice').says('hello again');
    expect((await ledger.of('alice')).left).toBe(5);
  });
});

describe.each(['adds-up', 'strict'] as const)('a ledger beside windows that %s', (windowOverlap) => {
  it('never says less than WeChat takes, and learns from 45047', async () => {
    const { simulator, ledger, send } = bot();
    simulator.change({ windowOverlap });
    const alice = simulator.user('alice');
    await alice.says('hello');
    await alice.triggers('CLICK', { EventKey: 'k' });
    expect((await ledger.of('alice')).left).toBe(8);
    let taken = 0;
    for (let isTaken = true; isTaken; taken += Number(isTaken)) {
      const { left } = await ledger.of('alice');
      isTaken = await send().then(
        () => true,
        () => false,
      );
      if (isTaken) expect(left).toBeGreaterThan(0);
    }
    expect(taken).toBe(windowOverlap === 'strict' ? 5 : 8);
    expect((await ledger.of('alice')).left).toBe(0);
    await alice.says('hello again');
    expect((await ledger.of('alice')).left).toBe(5);
  });
});

describe('what a ledger refuses, or WeChat', () => {
  it.each([
    [45015, /48 hours.*mailbox/, /48 小时.*mailbox/],
    [45047, /createLedger/, /createLedger/],
  ])('%d has a hint in both languages', async (errcode, en, zh) => {
    const ledger = createLedger({ store: memoryStore(), logger: keptLogger() });
    const error: unknown = await scripted(ledger, { errcode })
      .send()
      .catch((cause: unknown) => cause);
    expect(hintFor(error as ApiError, 'en')).toMatch(en);
    expect(hintFor(error as ApiError, 'zh')).toMatch(zh);
  });

  it('says that it is the count of the ledger, where WeChat was not asked', async () => {
    const clock = movedClock();
    const ledger = createLedger({ store: memoryStore(clock), strict: true, clock, logger: keptLogger() });
    await ledger.note(OPENID, 'menu');
    const client = scripted(ledger, FINE);
    for (let n = 0; n < 3; n++) await client.send();
    await expect(client.send()).rejects.toMatchObject({
      errcode: 45047,
      errmsg: expect.stringContaining('by the ledger') as string,
    });
    clock.setWall(clock.now() + 60_000);
    await expect(client.send()).rejects.toMatchObject({
      errcode: 45015,
      errmsg: expect.stringContaining('by the ledger') as string,
    });
    expect(client.calls()).toBe(3);
  });
});

describe('createLedger()', () => {
  it.each<[string, unknown, string]>([
    ['nothing', undefined, '{ store }'],
    ['no store', {}, '"store"'],
    ['something else as store', { store: 7 }, '"store"'],
    ['a misspelt setting', { store: memoryStore(), stric: true }, 'strict'],
    ['a strict that is no boolean', { store: memoryStore(), strict: 'yes' }, '"strict"'],
  ])('refuses %s', (_, options, words) => {
    expect(() => createLedger(options as never)).toThrow(ConfigError);
    expect(() => createLedger(options as never)).toThrow(words);
  });

  it('refuses deeds and users that are none', async () => {
    const ledger = createLedger({ store: memoryStore() });
    await expect(ledger.note(OPENID, 'toString' as never)).rejects.toThrow(ConfigError);
    await expect(ledger.of('')).rejects.toThrow(ConfigError);
  });

  it('says unknown while the store fails', async () => {
    const fails = () => {
      throw new StoreError('away');
    };
    const sessions = { read: fails, write: fails, replace: fails };
    const ledger = createLedger({ store: { sessions }, logger: keptLogger() });
    await ledger.note(OPENID, 'message');
    expect((await ledger.of(OPENID)).left).toBeUndefined();
    await scripted(ledger, FINE).send();
  });
});

it('windows never go below 0, above what deeds allow, or beyond their time', () => {
  const deeds = Object.keys(WINDOWS).filter((deed) => deed !== 'payment') as ServiceDeed[];
  const step = fc.oneof(
    fc.constantFrom(...deeds).map((deed) => ({ deed })),
    fc.constant({ deed: undefined }),
    fc.integer({ min: 0, max: 90_000 }).map((ms) => ({ ms })),
  );
  fc.assert(
    fc.property(fc.array(step), fc.constantFrom('adds-up' as const, 'strict' as const), (steps, overlap) => {
      let windows: ServiceWindows = {};
      let now = 0;
      for (const each of steps) {
        if ('ms' in each) now += each.ms;
        else if (each.deed !== undefined) windows = openWindow(windows, each.deed, now);
        else {
          const before = leftIn(windows, now, overlap).left;
          const spent = spendWindow(windows, now, overlap);
          windows = spent.windows;
          expect(leftIn(windows, now, overlap).left).toBe(Math.max(0, before - 1));
          expect(spent.deed === undefined).toBe(before === 0);
        }
        const { left, until } = leftIn(windows, now, overlap);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(overlap === 'strict' ? 5 : 14);
        if (until !== undefined) expect(until).toBeGreaterThan(now);
      }
    }),
  );
});
