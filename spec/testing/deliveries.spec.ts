import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { reply } from 'offiaccount';
import { closeAll, modesAndFormats, play, playWith } from '../support/accounts';

afterEach(closeAll);

const notice = { MsgType: 'system', Content: '该公众号提供的服务出现故障，请稍后再试' };

/** An account whose handler answers after some seconds. */
function slow(seconds: number, over = {}) {
  const late: unknown[] = [];
  const runs: string[] = [];
  const { simulator, wx } = playWith(over, { onLate: (answer) => late.push(answer) });
  wx.text(async ({ message }) => {
    runs.push(message.Content);
    await simulator.clock.sleep(seconds * 1000);
    return `after ${seconds} s`;
  });
  return { simulator, alice: simulator.user('alice'), late, runs };
}

const cut = { status: undefined, body: '', ms: 5000, cut: true };

describe('three deliveries of one message', () => {
  it.each([
    { seconds: 3, deliveries: [{ status: 200, ms: 3000, cut: false }] },
    { seconds: 7, deliveries: [cut, { status: 200, ms: 2000, cut: false }] },
    { seconds: 12, deliveries: [cut, cut, { status: 200, ms: 2000, cut: false }] },
  ])('bring an answer of $seconds s to the user, from one run', async ({ seconds, deliveries }) => {
    const { simulator, alice, late, runs } = slow(seconds);
    const story = alice.says('hello');
    await simulator.clock.advance(15_000);
    const seen = await story;
    expect(seen).toMatchObject({ outcome: 'replied', deliveries });
    expect(seen.reply).toEqual({ MsgType: 'text', Content: `after ${seconds} s` });
    expect(alice.sees()).toEqual([seen.reply]);
    expect(runs).toEqual(['hello']);
    expect(late).toEqual([]);
  });

  it('are all there is: an answer of 40 s goes to onLate, once', async () => {
    const { simulator, alice, late, runs } = slow(40);
    const story = alice.says('hello');
    await simulator.clock.advance(15_000);
    const seen = await story;
    expect(seen).toMatchObject({
      outcome: 'silent',
      deliveries: [cut, cut, { status: 200, body: 'success', cut: false }],
    });
    // Before WeChat gives up, and not long before.
    expect(4500 - seen.deliveries[2]!.ms).toBeGreaterThanOrEqual(0);
    expect(4500 - seen.deliveries[2]!.ms).toBeLessThan(100);
    expect(late).toEqual([]);
    await simulator.clock.advance(40_000);
    expect(late).toEqual([reply.text('after 40 s')]);
    expect(runs).toEqual(['hello']);
    expect(alice.sees()).toEqual([]);
  });

  it.each(modesAndFormats)('work in $mode mode with $format', async ({ mode, format }) => {
    const { simulator, alice, runs } = slow(7, { mode, format });
    const story = alice.says('hello');
    await simulator.clock.advance(7000);
    expect((await story).reply).toEqual({ MsgType: 'text', Content: 'after 7 s' });
    expect(runs).toEqual(['hello']);
  });

  it('have the message in common, and a timestamp, nonce and signature of their own', async () => {
    const { simulator, alice } = slow(12, { mode: 'safe' });
    const story = alice.says('hello');
    await simulator.clock.advance(15_000);
    const requests = (await story).deliveries.map(({ request }) => request);
    const all = (name: string) => requests.map(({ query }) => new URLSearchParams(query).get(name));
    expect(new Set(requests.map(({ text }) => text)).size).toBe(1);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(3);
    for (const name of ['nonce', 'signature', 'msg_signature']) expect(new Set(all(name)).size).toBe(3);
    const [first = 0, second, third] = all('timestamp').map(Number);
    expect([second, third]).toEqual([first + 5, first + 10]);
  });

  it('take well under a second for a story of 14 s', async () => {
    const { simulator, alice } = slow(14);
    const started = performance.now();
    const story = alice.says('hello');
    await simulator.clock.advance(14_000);
    await story;
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('run side by side for two users', async () => {
    const { simulator, alice, runs } = slow(7);
    const bob = simulator.user('bob');
    const stories = Promise.all([alice.says('from alice'), bob.says('from bob'), alice.says('again')]);
    await simulator.clock.advance(8000);
    for (const seen of await stories)
      expect(seen).toMatchObject({ outcome: 'replied', deliveries: [cut, { status: 200, ms: 2000 }] });
    expect(runs.sort()).toEqual(['again', 'from alice', 'from bob']);
    expect([alice.sees().length, bob.sees().length]).toEqual([2, 1]);
  });

  it('end with a notice when nothing answers', async () => {
    let requests = 0;
    const simulator = play(() => requests++);
    const alice = simulator.user('alice');
    const story = alice.says('hello');
    await simulator.clock.advance(15_000);
    expect(await story).toMatchObject({
      outcome: 'service-unavailable',
      problem: 'There was no answer within 5 s, 3 times.',
      deliveries: [cut, cut, cut],
    });
    expect(requests).toBe(3);
    expect(alice.sees()).toEqual([notice]);
  });

  it('cut an answer that is not whole after 5 s', async () => {
    const simulator = play((_req, res) => void res.writeHead(200).write('<xml>'));
    const story = simulator.user('alice').says('hello');
    await simulator.clock.advance(15_000);
    expect(await story).toMatchObject({ outcome: 'service-unavailable', deliveries: [cut, cut, cut] });
  });

  it('are tried again at once when the connection is lost', async () => {
    let requests = 0;
    const simulator = play((req, res) => {
      if (++requests < 3) req.socket.destroy();
      else res.end('success');
    });
    expect(await simulator.user('alice').says('hello')).toMatchObject({
      outcome: 'silent',
      deliveries: [
        { status: undefined, cut: false },
        { status: undefined, cut: false },
        { status: 200, body: 'success' },
      ],
    });
  });

  it('end with a notice when every connection is lost', async () => {
    const simulator = play((req) => req.socket.destroy());
    const seen = await simulator.user('alice').says('hello');
    expect(seen.problem).toMatch(
      /^There was no answer, 3 times\. \S+:\d+ cut the connection \(ECONNRESET\): the log of the app may say why\.$/,
    );
    expect(seen.problemText?.zh).toMatch(/^没有收到应答（共 3 次）。\S+ 断开了连接（ECONNRESET）：/);
    expect(seen.deliveries).toHaveLength(3);
  });

  it('are not tried again where nobody listens', async () => {
    const server = createServer().listen(0);
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const seen = await play({ url: `http://127.0.0.1:${port}/` })
      .user()
      .says('hello');
    expect(seen).toMatchObject({
      outcome: 'service-unavailable',
      problemCode: 'unreachable',
      problemText: {
        en: `The app cannot be reached. Nobody listens at 127.0.0.1:${port} (ECONNREFUSED): does it run, and is its address right?`,
        zh: `无法连接服务。127.0.0.1:${port} 没有程序在监听（ECONNREFUSED）：请检查服务是否已启动、地址是否正确。`,
      },
    });
    expect(seen.deliveries).toHaveLength(1);
  });
});

describe('an app that cannot be reached, or answers in another way than HTTP,', () => {
  it.each([
    [
      'has a name that is not known',
      () => 'http://nowhere.invalid/',
      'unreachable',
      /ENOTFOUND|EAI_AGAIN/,
      1,
    ],
    ['speaks no HTTP', (port: number) => `http://127.0.0.1:${port}/`, 'connection-lost', /HPE_/, 3],
    ['speaks no TLS', (port: number) => `https://127.0.0.1:${port}/`, 'connection-lost', /TLS|EPROTO|SSL/, 3],
  ])('is told so: it %s', async (_what, url, problemCode, why, times) => {
    const server = createServer().listen(0);
    server.on('connection', (socket) => socket.end('SSH-2.0-OpenSSH_9\r\n').on('error', () => undefined));
    const seen = await play({ url: url((server.address() as AddressInfo).port) })
      .user()
      .says('hello');
    server.close();
    expect(seen).toMatchObject({ outcome: 'service-unavailable', problemCode });
    expect(seen.deliveries).toHaveLength(times);
    for (const text of Object.values(seen.problemText ?? {})) expect(text).toMatch(why);
  });
});

describe('an app that answers with more than anybody reads', () => {
  const filler = Buffer.alloc(64 * 1024, '好');

  it.each([
    ['without end', (res: ServerResponse) => endless(res)],
    ['without end, as an error', (res: ServerResponse) => endless(res.writeHead(500))],
    ['of 2 MiB', (res: ServerResponse) => res.end(Buffer.alloc(2 * 1024 * 1024, 'a'))],
    [
      'of a length that it says',
      (res: ServerResponse) => endless(res.writeHead(200, { 'content-length': 2 ** 32 })),
    ],
  ])('is left after 1 MiB (%s)', async (_what, answer) => {
    let sent = 0;
    const simulator = play((_req, res) => {
      const write = res.write.bind(res);
      res.write = (chunk: Buffer) => ((sent += chunk.length), write(chunk));
      answer(res);
    });
    for (const seen of [await simulator.user().says('hello'), await simulator.verifyUrl()]) {
      expect(seen).toMatchObject({ outcome: expect.not.stringMatching('replied') as string });
      expect(seen.problem).toMatch(/more than 1 MiB/);
      expect(seen.problemText?.zh).toMatch(/超过 1 MiB/);
    }
    // What was read, and what waits in buffers of the system.
    expect(sent).toBeLessThan(4 * 32 * 1024 * 1024);
  });

  it('and one of almost 1 MiB is read', async () => {
    const seen = await play((_req, res) => void res.end(Buffer.alloc(1024 * 1024, ' ')))
      .user()
      .says('hello');
    expect(seen.deliveries[0]?.body).toHaveLength(1024 * 1024);
  });

  function endless(res: ServerResponse): void {
    const go = (): void => {
      while (!res.destroyed && res.write(filler));
      if (!res.destroyed) res.once('drain', go);
    };
    go();
  }
});

describe('without a moved clock', () => {
  it('time is real', async () => {
    const { alice } = slow(0.2);
    const seen = await alice.says('hello');
    expect(seen.reply).toEqual({ MsgType: 'text', Content: 'after 0.2 s' });
    expect(seen.deliveries[0]?.ms).toBeGreaterThanOrEqual(200);
  });

  it('a connection is cut after 5 s and the next delivery gets the answer', async () => {
    const { alice, runs } = slow(5.5);
    const seen = await alice.says('hello');
    expect(seen.deliveries.map(({ cut }) => cut)).toEqual([true, false]);
    expect(seen.reply).toEqual({ MsgType: 'text', Content: 'after 5.5 s' });
    expect(runs).toHaveLength(1);
  }, 10_000);
});

describe('close()', () => {
  it('ends what is on its way', async () => {
    const simulator = play(() => undefined);
    const story = simulator.user('alice').says('hello');
    await simulator.clock.advance(1000);
    await simulator.close();
    expect(await story).toMatchObject({
      outcome: 'service-unavailable',
      problem: 'The simulator was closed before an answer came.',
      deliveries: [{ cut: false }],
    });
  });

  it('is final', async () => {
    const simulator = play((_req, res) => void res.end('success'));
    const alice = simulator.user('alice');
    await alice.says('hello');
    await simulator.close();
    await simulator.close();
    await expect(alice.says('hello')).rejects.toThrow('This simulator is closed.');
    await expect(simulator.verifyUrl()).rejects.toThrow('This simulator is closed.');
  });

  it('is no trouble before the first request', async () => {
    await play(() => undefined).close();
  });
});
