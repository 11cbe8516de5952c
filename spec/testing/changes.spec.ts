import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, ConfigError, createApi } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { AccountKind } from 'offiaccount/testing';
import { closeAll, play, playWith, settings } from '../support/accounts';

afterEach(closeAll);

describe('change()', () => {
  it('lets an account move from clear to encrypted pushes while its users write on', async () => {
    const { simulator, wx } = playWith(
      { ...settings.safe, mode: 'clear' },
      { ...settings.safe, allowPlaintext: true },
    );
    wx.text(() => 'Hi!');
    const alice = simulator.user();
    const bodies: string[] = [];
    for (const mode of ['clear', 'compatible', 'safe'] as const) {
      simulator.change({ mode });
      const { outcome, deliveries } = await alice.says('hi');
      expect(outcome).toBe('replied');
      bodies.push(deliveries[0]!.request.body);
    }
    expect(bodies.map((body) => [body.includes('Content'), body.includes('Encrypt')])).toEqual([
      [true, false],
      [true, true],
      [false, true],
    ]);
    simulator.change({ mode: 'clear', format: 'json' });
    expect((await alice.says('hi')).deliveries[0]!.request.body).toMatch(/^\{/);
  });

  it('lets an app refuse that knows the former token only', async () => {
    const { simulator, wx } = playWith(settings.clear);
    wx.text(() => 'Hi!');
    simulator.change({ token: 'another' });
    expect(await simulator.user().says('hi')).toMatchObject({ outcome: 'refused' });
  });

  it('takes nothing that is not possible, and stays as it was', async () => {
    const { simulator, wx } = playWith(settings.clear);
    wx.text(() => 'Hi!');
    expect(() => simulator.change({ mode: 'safe' })).toThrow(ConfigError);
    expect(() => simulator.change({ kind: 'shop' as AccountKind })).toThrow(/"kind" must be/);
    expect(await simulator.user().says('hi')).toMatchObject({ outcome: 'replied' });
  });
});

describe('disturb()', () => {
  it('slows a delivery down on its way, within the 5 s', async () => {
    const { simulator, wx } = playWith(settings.clear);
    let runs = 0;
    wx.text(() => `${++runs}`);
    simulator.disturb({ delay: 4000 });
    const seen = simulator.user().says('hi');
    await simulator.clock.advance(3999);
    expect(runs).toBe(0);
    await simulator.clock.advance(1);
    expect(await seen).toMatchObject({ reply: { Content: '1' }, deliveries: [{ cut: false }] });
    // By the clock's grain, a little more.
    expect((await seen).deliveries[0]!.ms).toBeCloseTo(4000, -1);
    expect((await simulator.user().says('hi')).deliveries[0]!.ms).toBeLessThan(1000);
  });

  it('cuts a delivery that takes longer, which the app then never gets', async () => {
    const { simulator, wx } = playWith(settings.clear);
    let runs = 0;
    wx.text(() => `${++runs}`);
    const back = simulator.disturb({ delay: 9000 }, { times: Infinity });
    const seen = simulator.user().says('hi');
    await simulator.clock.advance(30_000);
    expect(await seen).toMatchObject({
      outcome: 'service-unavailable',
      deliveries: [{ ms: 5000, cut: true }, {}, {}],
    });
    expect(runs).toBe(0);
    back();
    expect(await simulator.user().says('hi')).toMatchObject({ outcome: 'replied' });
  });

  it('loses an answer: WeChat asks again, and one run answers both', async () => {
    const { simulator, wx } = playWith(settings.clear);
    let runs = 0;
    wx.text(() => `${++runs}`);
    simulator.disturb('lost-answer');
    const seen = simulator.user().says('hi');
    await simulator.clock.advance(5000);
    expect(await seen).toMatchObject({
      reply: { Content: '1' },
      deliveries: [
        { lost: true, cut: true, status: undefined, body: '' },
        { cut: false, status: 200 },
      ],
    });
    expect(runs).toBe(1);
  });

  it.each([{ delay: -1 }, { delay: NaN }, { delay: Infinity }])('takes no %j', (fault) => {
    expect(() => play(() => undefined).disturb(fault)).toThrow(ConfigError);
  });

  it('is over when the simulator is closed', async () => {
    const { simulator } = playWith(settings.clear);
    simulator.disturb({ delay: 4000 });
    const seen = simulator.user().says('hi');
    await simulator.close();
    expect(await seen).toMatchObject({
      outcome: 'service-unavailable',
      problem: expect.stringContaining('closed') as unknown,
    });
  });
});

describe('an address that is a function', () => {
  const servers: ReturnType<typeof createServer>[] = [];
  afterEach(() => servers.splice(0).forEach((server) => server.close()));

  it('is asked for each delivery', async () => {
    const asked: string[] = [];
    const urls = await Promise.all(
      ['a', 'b'].map(async (name) => {
        const server = createServer(
          (_req, res) => (asked.push(name), name === 'a' ? undefined : res.end('success')),
        );
        servers.push(server);
        await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
        return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
      }),
    );
    let turn = 0;
    const simulator = play({ url: () => urls[turn++ % 2]! });
    const seen = simulator.user().says('hi');
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await simulator.clock.advance(5000);
    expect(await seen).toMatchObject({ outcome: 'silent', deliveries: [{ cut: true }, { cut: false }] });
    expect(asked).toEqual(['a', 'b']);
  });

  it('must give addresses', async () => {
    const simulator = play({ url: () => 'nowhere' });
    await expect(simulator.user().says('hi')).rejects.toThrow(/whole address/);
  });
});

describe('the kind of account', () => {
  it.each([
    ['personal', 48001, 48001],
    ['unverified-service', 48001, 48001],
    ['subscription', 0, 48001],
    ['service', 0, 0],
    ['test', 0, 0],
  ] as const)('%s decides what its calls are answered', async (kind, tags, codes) => {
    const simulator = simulate(() => undefined, { token: 't', kind });
    const api = createApi({ appId: 'wx', appSecret: 's', transport: simulator.api.transport });
    const codeOf = (call: Promise<unknown>) =>
      call.then(
        () => 0,
        (error: unknown) => error instanceof ApiError && error.errcode,
      );
    expect(await codeOf(api.tag.getList())).toBe(tags);
    expect(await codeOf(api.qrcode.createTemporary('x', 60))).toBe(codes);
    expect(await codeOf(api.openapi.getApiQuota('/cgi-bin/tags/get'))).toBe(0);
    await simulator.close();
  });
});

describe('addMedia()', () => {
  it('makes a file of a user’s that the app downloads by id and by URL', async () => {
    const { simulator } = playWith(settings.clear);
    const data = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.from('picture')]);
    const { media_id, url } = await simulator.api.addMedia({ filename: 'a.jpg', data });
    const api = createApi({ appId: settings.clear.appId, appSecret: 's', host: await simulator.api.url() });
    await simulator.user().sends('image', { MediaId: media_id, PicUrl: url });
    expect(((await api.media.get(media_id)) as { data: Buffer }).data.equals(data)).toBe(true);
    const answer = await fetch(url);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await answer.arrayBuffer()).equals(data)).toBe(true);
    expect((await fetch(`${url}x`)).status).toBe(404);
  });

  it('takes what WeChat takes', async () => {
    const { simulator } = playWith(settings.clear);
    const data = Buffer.from('text');
    await expect(simulator.api.addMedia({ filename: 'a.txt', data })).rejects.toThrow(
      /addMedia\(\).*"a\.txt" is no image/,
    );
    await expect(simulator.api.addMedia({ filename: 'a.mp3', data })).rejects.toThrow(/of another kind/);
  });
});

describe('the port of the API', () => {
  it('is the one that was asked for', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port: apiPort } = server.address() as AddressInfo;
    const taken = play(() => undefined, { apiPort });
    await expect(taken.api.url()).rejects.toThrow(
      `cannot be served at port ${apiPort} of this machine: another program has it`,
    );
    await taken.close();
    await new Promise((resolve) => server.close(resolve));
    expect(await play(() => undefined, { apiPort }).api.url()).toBe(`http://127.0.0.1:${apiPort}`);
  });
});
