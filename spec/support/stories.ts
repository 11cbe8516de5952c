import { once } from 'node:events';
import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wechat, type LogFields, type WeChat } from 'offiaccount';
import { movableClock, simulate, type MovableClock, type Simulator } from 'offiaccount/testing';

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

/** The same stories for every host. */
export function tellStories(host: HostUnderTest): void {
  describe(`wechat() on ${host.name}`, () => {
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
      const wx = wechat({
        appId: APP_ID,
        token: name,
        ...(encodingAESKey !== undefined && { encodingAESKey }),
        appSecret: 'secret',
        apiHost: origin,
        clock,
        logger,
      });
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

    const play = (path: string, over: object = {}): Simulator => {
      const simulator = simulate(started.listener, {
        appId: APP_ID,
        token: path.slice(1),
        path,
        clock,
        ...over,
      });
      played.push(simulator);
      return simulator;
    };

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
      expect(await play('/one', { token: 'other' }).verifyUrl()).toMatchObject({ outcome: 'refused' });
    });

    it.each([
      ['in clear', '/one', {}],
      ['in safe mode', '/two', { encodingAESKey: KEY }],
      ['as JSON', '/one', { format: 'json' }],
      ['as JSON in safe mode', '/two', { encodingAESKey: KEY, format: 'json' }],
    ])('answers %s', async (_, path, over) => {
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

    it('refuses what WeChat has not signed, with one answer', async () => {
      const seen = await play('/one', { token: 'other' }).user().says('hello');
      expect(seen).toMatchObject({ outcome: 'refused', deliveries: [{ status: 403, body: 'forbidden' }] });
      const other = await play('/two', { token: 'two' }).user().says('hello');
      expect(other).toMatchObject({ outcome: 'refused', deliveries: [{ status: 403, body: 'forbidden' }] });
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
      const recorded = await recordPush(clock);
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
      const [one, two] = [play('/one'), play('/two', { encodingAESKey: KEY })];
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
        const simulator = simulate(before.listener, { appId: APP_ID, token: 'one', path: '/one', clock });
        played.push(simulator);
        const story = simulator.user().says('hello');
        await clock.advance(15_000);
        expect((await story).deliveries[0]).toMatchObject({ status: 500 });
        expect(runs).toEqual(['not this one']);
        await before.close?.();
      });

    it('takes no new message once it is closed, and nothing hangs', async () => {
      const closing = bot('three');
      const there = await host.start({ '/three': closing }, { drained: false });
      const simulator = simulate(there.listener, { appId: APP_ID, token: 'three', path: '/three', clock });
      played.push(simulator);
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
async function recordPush(clock: MovableClock) {
  const found = await new Promise<{ url: string; headers: Record<string, string>; body: string }>(
    (resolve) => {
      const recorder = createServer((req, res) => {
        let body = '';
        req.on('data', (chunk: Buffer) => (body += chunk.toString()));
        req.on('end', () => {
          res.end('success');
          const type = req.headers['content-type'] ?? 'text/xml';
          resolve({
            url: req.url ?? '',
            headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) },
            body,
          });
          recorder.close();
          recorder.closeAllConnections();
        });
      }).listen(0, '127.0.0.1', () => {
        const { port } = recorder.address() as AddressInfo;
        const simulator = simulate(
          { url: `http://127.0.0.1:${port}/one` },
          { appId: APP_ID, token: 'one', clock },
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
