import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wechat, type CloudRunConfig, type LogFields, type WeChat, type WeChatConfig } from 'offiaccount';
import {
  movableClock,
  simulate,
  type SimulatedAccount,
  type SimulatedCloudRun,
  type Simulator,
} from 'offiaccount/testing';

/** A server of some kind, with the middleware of an account at each of some paths. */
export interface HostUnderTest {
  readonly name: string;
  /** `drained`: something before the middleware reads bodies, and keeps nothing. */
  start(accounts: Readonly<Record<string, WeChat>>, how: { readonly drained: boolean }): Promise<Started>;
  /** Nothing can read bodies before the middleware. Default: false. */
  readonly readsFirst?: boolean;
}

export interface Started {
  readonly listener: RequestListener;
  readonly close?: () => Promise<unknown>;
}

const APP_ID = 'wx0123456789abcdef';
const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const CUT = { cut: true };

type Push = Partial<Record<'token' | 'encodingAESKey' | 'format' | 'api', unknown>>;

/** How pushes come to an account at a path. */
interface Way {
  readonly name: string;
  /** The settings of the account with that name. */
  readonly config: (name: string, encodingAESKey?: string) => WeChatConfig | CloudRunConfig;
  /** What WeChat knows of it. */
  readonly sender: (name: string) => SimulatedAccount | SimulatedCloudRun;
  /** The forms of pushes: what they are called, at which path, and how they differ. */
  readonly forms: readonly (readonly [string, string, Push])[];
  /** How those push who are not WeChat: at which path, how they differ, and what is changed of their requests. */
  readonly forgeries: readonly (readonly [string, Push, ((req: IncomingMessage) => void)?])[];
}

const setHeader = (req: IncomingMessage, name: string, value: string): void => {
  req.headers[name] = value;
  req.rawHeaders.push(name, value);
};
const removeHeader = (req: IncomingMessage, name: string): void => {
  Reflect.deleteProperty(req.headers, name);
  const at = req.rawHeaders.findIndex((each) => each.toLowerCase() === name);
  if (at !== -1) req.rawHeaders.splice(at, 2);
};

const WAYS = {
  /** Over the internet, signed. */
  signed: {
    name: '',
    config: (name, encodingAESKey) => ({
      appId: APP_ID,
      token: name,
      ...(encodingAESKey && { encodingAESKey }),
    }),
    sender: (name) => ({ appId: APP_ID, token: name }),
    forms: [
      ['in clear', '/one', {}],
      ['in safe mode', '/two', { encodingAESKey: KEY }],
      ['as JSON', '/one', { format: 'json' }],
      ['as JSON in safe mode', '/two', { encodingAESKey: KEY, format: 'json' }],
    ],
    forgeries: [
      ['/one', { token: 'other' }],
      // Signed, but in clear.
      ['/two', { token: 'two' }],
    ],
  },
  /** By the inner network of 微信云托管, without signatures. */
  cloudrun: {
    name: ', in 微信云托管',
    config: (name) => ({ appId: `wxofaccount${name}`, trust: 'cloudrun' }),
    sender: (name) => ({ appId: `wxofaccount${name}`, mode: 'cloudrun' }),
    forms: [
      ['as JSON', '/one', { format: 'json' }],
      ['as XML', '/two', { format: 'xml' }],
    ],
    forgeries: [
      ['/one', {}, (req) => setHeader(req, 'x-forwarded-for', '203.0.113.7')],
      ['/two', { format: 'xml' }, (req) => removeHeader(req, 'x-wx-source')],
    ],
  },
} satisfies Record<string, Way>;

/** The same stories for every host, and for each way on which pushes come. */
export function tellStories(host: HostUnderTest, how: keyof typeof WAYS = 'signed'): void {
  const way: Way = WAYS[how];
  describe(`wechat() on ${host.name}${way.name}`, () => {
    const clock = movableClock();
    const lines: string[] = [];
    const keep = (_fields: LogFields, message: string) => void lines.push(message);
    const logger = { warn: keep, error: keep };
    const played: Simulator[] = [];
    const ended: (() => Promise<unknown>)[] = [];
    let runs: string[] = [];
    let one: WeChat;
    let started: Started;

    const bot = (name: string, encodingAESKey?: string): WeChat => {
      const rest = { appSecret: 'secret', apiHost: origin, clock, logger };
      const wx = wechat({ ...way.config(name, encodingAESKey), ...rest });
      wx.text(async ({ message, signal }) => {
        const text = message.Content;
        runs.push(text);
        const seconds = Number(/^after (\d+)/.exec(text)?.[1] ?? 0);
        if (seconds > 0) await clock.sleep(seconds * 1000);
        return signal.aborted ? undefined : `${name}: ${text}`;
      });
      ended.push(() => wx.close());
      return wx;
    };
    let origin = '';

    const play = (path: string, over: Push = {}, listener = started.listener): Simulator => {
      const account = { ...way.sender(path.slice(1)), path, clock, ...over };
      // Of one kind or the other.
      const simulator = simulate(listener, account as SimulatedAccount);
      played.push(simulator);
      return simulator;
    };
    const forge = ([path, over, change]: Way['forgeries'][number]): Simulator =>
      play(path, over, (req, res) => {
        change?.(req);
        started.listener(req, res);
      });

    beforeAll(async () => {
      const calls = simulate(() => undefined, { appId: 'wxofsomebodyelse00', token: 'calls', clock });
      played.push(calls);
      origin = await calls.api.url();
      one = bot('one');
      started = await host.start({ '/one': one, '/two': bot('two', KEY) }, { drained: false });
      ended.push(async () => started.close?.());
    });

    beforeEach(() => {
      runs = [];
    });

    afterAll(async () => {
      await Promise.all(played.map((simulator) => simulator.close()));
      for (const end of ended) await end();
    });

    it('passes the check of the address', async () => {
      expect(await play('/one').verifyUrl()).toMatchObject({ outcome: 'replied' });
      expect(await forge(way.forgeries[0]!).verifyUrl()).toMatchObject({ outcome: 'refused' });
    });

    it.each(way.forms)('answers %s', async (_, path, over) => {
      const seen = await play(path, over).user().says('你好');
      expect(seen).toMatchObject({ outcome: 'replied', reply: { Content: `${path.slice(1)}: 你好` } });
    });

    it.each([
      ['second', 7, [CUT, { status: 200 }]],
      ['third', 12, [CUT, CUT, { status: 200 }]],
    ])('brings a slow answer at the %s delivery, of one run', async (_, seconds, deliveries) => {
      const story = play('/one').user().says(`after ${seconds}`);
      await clock.advance(15_000);
      expect(await story).toMatchObject({ outcome: 'replied', deliveries });
      expect(runs).toEqual([`after ${seconds}`]);
    });

    it('sends an answer that is late for all deliveries, once', async () => {
      const simulator = played[0]!;
      const alice = play('/one', { api: simulator.api }).user('alice');
      const story = alice.says('after 20');
      await clock.advance(25_000);
      expect(await story).toMatchObject({ outcome: 'silent' });
      for (let turn = 0; turn < 200 && alice.sees().length === 0; turn++)
        await new Promise((resolve) => setTimeout(resolve, 5));
      expect(alice.sees()).toMatchObject([{ Content: 'one: after 20' }]);
      expect(runs).toEqual(['after 20']);
    });

    it('refuses what WeChat has not sent, with one answer', async () => {
      for (const forgery of way.forgeries)
        expect(await forge(forgery).user().says('hello')).toMatchObject({
          outcome: 'refused',
          deliveries: [{ status: 403, body: 'forbidden' }],
        });
      expect(runs).toEqual([]);
    });

    if (how === 'signed')
      it('refuses a push with a parameter twice, whatever the server makes of it', async () => {
        const twice = play('/one', {}, (req, res) => {
          req.url = `${req.url}&nonce=1`;
          started.listener(req, res);
        });
        expect(await twice.user().says('hello')).toMatchObject({ deliveries: [{ status: 400 }] });
        expect(runs).toEqual([]);
      });

    it('refuses a body that is too large, and takes one that is not', async () => {
      const simulator = play('/one');
      const large = await simulator.user().says('x'.repeat(300_000));
      expect(large.deliveries[0]).toMatchObject({ status: 413 });
      expect(await simulator.user().says('x'.repeat(100_000))).toMatchObject({ outcome: 'replied' });
      expect(runs).toHaveLength(1);
    });

    it('has one run of a message whose connection is lost', async () => {
      const simulator = play('/one');
      const story = simulator.user().says('after 3');
      simulator.disturb('lost-answer');
      await clock.advance(15_000);
      await story;
      expect(runs.length).toBeLessThanOrEqual(1);
      expect(await simulator.user().says('next')).toMatchObject({ outcome: 'replied' });
    });

    it('lets a delivery go that is not answered, so that nothing is left open', async () => {
      const server = createServer(started.listener).listen(0, '127.0.0.1');
      await once(server, 'listening');
      // A server on a port has an address of this form.
      const { port } = server.address() as AddressInfo;
      const recorded = await recordPush({ ...way.sender('one'), clock });
      const sent = request({ port, host: '127.0.0.1', method: 'POST', ...recorded.options });
      const over = new Promise<string>((resolve) => {
        sent.once('response', (res) => {
          res.resume();
          resolve(String(res.statusCode));
        });
        sent.once('error', () => resolve('cut'));
      });
      sent.end(recorded.body);
      await new Promise((resolve) => setTimeout(resolve, 50));
      await clock.advance(6000);
      // Where there is a connection it is cut; where there is none, it ends as at a gateway.
      expect(['cut', '504']).toContain(await over);
      await clock.advance(20_000);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });

    it('keeps two accounts apart', async () => {
      const [one, two] = [play('/one'), play('/two', way.forms[1]![2])];
      const seen = await Promise.all([one.user('bob').says('same'), two.user('bob').says('same')]);
      expect(seen.map(({ reply }) => reply)).toMatchObject([
        { Content: 'one: same' },
        { Content: 'two: same' },
      ]);
    });

    if (host.readsFirst !== true)
      it('says so when something has read the body before', async () => {
        const before = await host.start({ '/one': one }, { drained: true });
        const seen = await play('/one').user().says('not this one');
        expect(seen).toMatchObject({ outcome: 'replied' });
        const simulator = play('/one', {}, before.listener);
        const story = simulator.user().says('hello');
        await clock.advance(15_000);
        expect((await story).deliveries[0]).toMatchObject({ status: 500 });
        expect(runs).toEqual(['not this one']);
        await before.close?.();
      });

    it('takes no new message once it is closed, and nothing hangs', async () => {
      const closing = bot('three');
      const there = await host.start({ '/three': closing }, { drained: false });
      const simulator = play('/three', {}, there.listener);
      const story = simulator.user().says('after 3');
      for (let turn = 0; turn < 200 && runs.length === 0; turn++)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const closed = closing.close();
      await clock.advance(4000);
      expect(await story).toMatchObject({ outcome: 'replied' });
      await closed;
      await there.close?.();
    });
  });
}

/** A push as it goes over the wire, of a message whose handler takes longer than WeChat waits. */
async function recordPush(account: object) {
  const found = await new Promise<{ url: string; headers: Record<string, string>; body: string }>(
    (resolve) => {
      const recorder = createServer((req, res) => {
        let body = '';
        req.on('data', (chunk: Buffer) => (body += chunk.toString()));
        req.on('end', () => {
          res.end('success');
          // Each of them is there once.
          const headers = { ...(req.headers as Record<string, string>) };
          delete headers.host;
          delete headers.connection;
          resolve({ url: req.url ?? '', headers, body });
          recorder.close();
          recorder.closeAllConnections();
        });
      }).listen(0, '127.0.0.1', () => {
        const { port } = recorder.address() as AddressInfo;
        const simulator = simulate(
          { url: `http://127.0.0.1:${port}/one` },
          // Of one kind or the other.
          account as SimulatedAccount,
        );
        void simulator
          .user()
          .says('after 30')
          .then(() => simulator.close());
      });
    },
  );
  return { body: found.body, options: { path: found.url, headers: found.headers } };
}

/** Reads a body, and keeps nothing of it. */
export async function drain(body: AsyncIterable<unknown>): Promise<void> {
  const chunks = body[Symbol.asyncIterator]();
  while ((await chunks.next()).done !== true);
}
