import express from 'express';
import express4 from 'express4';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { ConfigError, reply, wechat } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { SimulatedAccount } from 'offiaccount/testing';
import { closeAll, modes, modesAndFormats, play, playWith, settings } from '../support/accounts';
import { account } from '../support/push';

afterEach(closeAll);

describe.each(modesAndFormats)('in $mode mode with $format', (how) => {
  it('a user sees what the handler returns', async () => {
    const { simulator, wx } = playWith(how);
    wx.text('hi', () => 'Hi!').event('CLICK', () =>
      reply.news([
        { title: 'a & b', url: 'https://example.com/?a=1&b=2' },
        { title: ']]>', url: 'https://example.com/' },
      ]),
    );
    const alice = simulator.user('alice');
    expect(await alice.says('hi')).toMatchObject({
      outcome: 'replied',
      reply: { MsgType: 'text', Content: 'Hi!' },
      deliveries: [{ status: 200, cut: false }],
    });
    expect((await alice.clicks('KEY')).reply).toMatchObject({
      MsgType: 'news',
      ArticleCount: 2,
      Articles: { item: [{ Title: 'a & b', Url: 'https://example.com/?a=1&b=2' }, { Title: ']]>' }] },
    });
    expect(alice.sees()).toHaveLength(2);
  });

  it('the address is verified', async () => {
    const { simulator } = playWith(how);
    expect(await simulator.verifyUrl()).toMatchObject({ outcome: 'replied', deliveries: [{ status: 200 }] });
  });

  it('nothing to say is silence', async () => {
    const { simulator, wx } = playWith(how);
    wx.text(() => undefined);
    const alice = simulator.user('alice');
    expect(await alice.says('hi')).toMatchObject({ outcome: 'silent', deliveries: [{ body: 'success' }] });
    expect(alice.sees()).toEqual([]);
  });

  it('an app with another token refuses', async () => {
    const { simulator } = playWith(how, { token: 'another' });
    expect(await simulator.user().says('hi')).toMatchObject({
      outcome: 'refused',
      deliveries: [{ status: 403 }],
    });
    expect(await simulator.verifyUrl()).toMatchObject({ outcome: 'refused' });
  });
});

describe('an account in another mode than the app thinks', () => {
  it.each([
    ['clear', 'safe'],
    ['clear', 'compatible'],
  ] as const)('is refused: %s pushes to an app for %s ones', async (mode, other) => {
    const { simulator } = playWith({ mode }, settings[other]);
    expect(await simulator.user().says('hi')).toMatchObject({ outcome: 'refused' });
  });

  it('is refused with another AppID', async () => {
    const { simulator } = playWith({ mode: 'safe' }, { appId: 'wx0000000000000000' });
    expect(await simulator.user().says('hi')).toMatchObject({ outcome: 'refused' });
  });
});

describe('simulate()', () => {
  it.each([
    ['Express 4', express4],
    ['Express 5', express],
  ])('takes an app of %s, mounted at a path', async (_name, create) => {
    const app = create();
    const simulator = play(app, { path: '/wechat' });
    app.use(
      '/wechat',
      wechat({ ...settings.clear, clock: simulator.clock }).text(() => 'Hi!'),
    );
    app.get('/', (_req, res) => void res.send('a page'));
    expect(await simulator.verifyUrl()).toMatchObject({ outcome: 'replied' });
    expect((await simulator.user().says('hi')).reply).toEqual({ MsgType: 'text', Content: 'Hi!' });
  });

  it('takes the url of a server that runs', async () => {
    const app = express().use(
      '/wechat',
      wechat(settings.safe).text(() => 'Hi!'),
    );
    const server = createServer(app).listen(0);
    const { port } = server.address() as AddressInfo;
    const simulator = play({ url: `http://localhost:${port}/wechat` }, { mode: 'safe' });
    expect(await simulator.verifyUrl()).toMatchObject({ outcome: 'replied' });
    expect((await simulator.user().says('hi')).reply).toEqual({ MsgType: 'text', Content: 'Hi!' });
    await new Promise((resolve) => server.close(resolve));
  });

  it('moves time for a server that runs in the same process, too', async () => {
    const app = express();
    const server = createServer(app).listen(0);
    const { port } = server.address() as AddressInfo;
    const simulator = play({ url: `http://127.0.0.1:${port}` });
    const { clock } = simulator;
    app.use(
      wechat({ ...settings.clear, clock }).text(async () => {
        await clock.sleep(12_000);
        return 'after 12 s';
      }),
    );
    const story = simulator.user().says('hi');
    await clock.advance(13_000);
    expect(await story).toMatchObject({ outcome: 'replied', deliveries: [{ cut: true }, { cut: true }, {}] });
    await new Promise((resolve) => server.close(resolve));
  });

  const right = { token: 'a' };
  it.each<[string, unknown, RegExp]>([
    ['no token', {}, /needs the "token"/],
    ['an empty token', { token: '' }, /needs the "token"/],
    ['safe mode without a key', { ...right, appId: 'wx1', mode: 'safe' }, /Mode "safe" .* "encodingAESKey"/],
    [
      'compatible mode without a key',
      { ...right, mode: 'compatible' },
      /Mode "compatible" .* "encodingAESKey"/,
    ],
    ['a key without an AppID', { ...right, encodingAESKey: account.encodingAESKey }, /needs the "appId"/],
    ['a short key', { ...right, appId: 'wx1', encodingAESKey: 'secret' }, /43 letters and digits/],
    ['an unknown mode', { ...right, mode: 'plain' }, /"mode" must be/],
    ['an unknown format', { ...right, format: 'yaml' }, /"format" must be/],
    ['a relative path', { ...right, path: 'wechat' }, /"path" must start with/],
  ])('refuses an account with %s', (_name, wrong, message) => {
    const create = () => simulate(() => undefined, wrong as SimulatedAccount);
    expect(create).toThrow(ConfigError);
    expect(create).toThrow(message);
    expect(create).not.toThrow(/secret/);
  });

  it.each(['/wechat', 'localhost:3000', 'ftp://localhost/', ''])('refuses the url %j', (url) => {
    expect(() => simulate({ url }, right)).toThrow(/whole address/);
  });

  it('encrypts when it has a key, unless told otherwise', async () => {
    const { simulator } = playWith({ ...settings.safe }, settings.safe);
    expect((await simulator.user().says('hi')).deliveries[0]?.request.query).toContain('encrypt_type=aes');
    const clear = play((_req, res) => void res.end(), { ...settings.safe, mode: 'clear' });
    expect((await clear.user().says('hi')).deliveries[0]?.request.query).not.toContain('encrypt_type');
  });

  it.each(modes)('shows no secret to those who look, in %s mode', async (mode) => {
    const { simulator } = playWith({ mode });
    const alice = simulator.user('alice');
    const shown = inspect([simulator, alice, await alice.says('hi'), await simulator.verifyUrl()], {
      depth: 9,
      showHidden: true,
    });
    for (const secret of [account.token, account.encodingAESKey]) expect(shown).not.toContain(secret);
  });
});

describe('verifyUrl()', () => {
  const verify = (body: string, status = 200) =>
    play((_req, res) => void res.writeHead(status).end(body)).verifyUrl();

  it('takes nothing but the echostr', async () => {
    expect(await verify('success')).toMatchObject({
      outcome: 'service-unavailable',
      problem: 'The answer must be the echostr and nothing else, not "success".',
    });
    const quoting = play((req, res) => {
      const { searchParams } = new URL(req.url ?? '', 'http://localhost');
      res.end(JSON.stringify(searchParams.get('echostr')));
    });
    expect(await quoting.verifyUrl()).toMatchObject({ outcome: 'service-unavailable' });
  });

  it('says who refuses', async () => {
    expect(await verify('forbidden', 403)).toMatchObject({ outcome: 'refused' });
    expect(await verify('', 500)).toMatchObject({ outcome: 'service-unavailable' });
  });

  it('asks once and waits 5 s', async () => {
    const simulator = play(() => undefined);
    const check = simulator.verifyUrl();
    await simulator.clock.advance(5000);
    expect(await check).toMatchObject({
      outcome: 'service-unavailable',
      problem: 'There was no answer within 5 s, once.',
      deliveries: [{ cut: true, ms: 5000 }],
    });
  });
});
