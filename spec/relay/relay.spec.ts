import { inspect } from 'node:util';
import { createApi, digits, follow, post, relay, type ApiError, type ApiOptions } from 'offiaccount';
import { axiosTransport, type HttpRequest, type Transport } from '../../lib/api/transport';
import { movedClock } from '../support/clock';
import { startRelayed, RELAY_SECRET, type Relayed } from '../support/relayed';

let world: Relayed;

afterEach(() => world.close());

describe('a call through the relay of production', () => {
  beforeEach(async () => {
    world = await startRelayed({ allow: ['*'] });
  });

  it('gets what WeChat answers production, with exact ids', async () => {
    world.fake.always('/cgi-bin/user/info', {
      text: '{"openid":"o1","qr_scene":1,"msgid":12345678901234567890}',
    });
    expect(await world.follower().user.getInfo('o1')).toEqual(await world.production.user.getInfo('o1'));
    expect(world.fake.seen.find(({ path }) => path === '/cgi-bin/user/info')?.query).toMatchObject({
      openid: 'o1',
    });
  });

  it('sends the same bytes as production itself', async () => {
    const body = {
      touser: 'o1',
      text: { content: 'a "quote" 😀 \u0000' },
      id: digits('12345678901234567890'),
    };
    await world.follower().request(post('/cgi-bin/anything', body));
    await world.production.request(post('/cgi-bin/anything', body));
    const [one, other] = world.fake.seen.filter(({ path }) => path === '/cgi-bin/anything');
    expect(one?.body).toBe(other?.body);
  });

  it('uploads a file with its name, type and length, and downloads one', async () => {
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(300_000, 7)]);
    world.fake.always('/cgi-bin/media/upload', { json: { type: 'image', media_id: 'm1', created_at: 1 } });
    world.fake.always('/cgi-bin/media/get', {
      text: png,
      headers: { 'content-type': 'image/png', 'content-disposition': 'attachment; filename="a.png"' },
    });
    const follower = world.follower();
    await follower.media.upload('image', { data: png, filename: '照片.jpg' });
    const sent = world.fake.seen.find(({ path }) => path === '/cgi-bin/media/upload');
    expect(sent?.headers['content-length']).toBe(String(sent?.raw.length));
    expect(sent?.body).toContain('filename="照片.png"');
    expect(sent?.raw.includes(png)).toBe(true);
    expect(await follower.media.get('m1')).toEqual(await world.production.media.get('m1'));
  });

  it('fails as it does on production', async () => {
    world.fake.always('/cgi-bin/user/info', {
      json: { errcode: 40003, errmsg: 'invalid openid rid: 65a1b2c3-0aaabbbb-1cccdddd' },
    });
    const errors = [world.follower(), world.production].map((api) =>
      api.user.getInfo('o1').catch((error: unknown) => error as ApiError),
    );
    const [there, here] = await Promise.all(errors);
    expect(there).toMatchObject({ code: 'api', errcode: 40003, rid: '65a1b2c3-0aaabbbb-1cccdddd' });
    expect(there).toEqual(here);
  });

  it('lists over several pages', async () => {
    world.fake.on(
      '/cgi-bin/user/get',
      { json: { total: 2, count: 1, data: { openid: ['o1'] }, next_openid: 'o1' } },
      { json: { total: 2, count: 1, data: { openid: ['o2'] }, next_openid: '' } },
    );
    const found: string[] = [];
    for await (const openid of world.follower().user.list()) found.push(openid);
    expect(found).toEqual(['o1', 'o2']);
  });

  it('signs pages with a ticket that it gets through production', async () => {
    expect(await world.follower().ticket.getTicket('jsapi')).toMatchObject({
      ticket: expect.stringMatching(/^canary-ticket/) as string,
    });
  });

  it('replaces a refused token on production, unseen by the follower', async () => {
    await world.follower().tag.getList();
    world.fake.revoke();
    await world.follower().tag.getList();
    expect(world.fake.fetches()).toBe(2);
    expect(world.fake.seen.filter(({ body }) => body.includes('force_refresh'))).toEqual([]);
  });

  it('never hands out a credential', async () => {
    for (const call of [
      () => world.follower().base.getAccessToken(),
      () => world.follower().base.getStableAccessToken(true),
      () => world.follower().component.getAuthorizerAccessToken('wx2', 'x'),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'transport', sent: false, reason: 'relay-refused' });
    // Nor does it let a follower say where the AppSecret goes.
    const stolen = post(
      '/cgi-bin/user/info/updateremark',
      { openid: 'o1' },
      { auth: { in: 'json', appid: 'x', secret: 'remark' } },
    );
    await world.follower().request(stolen);
    expect(world.fake.seen.at(-1)?.body).toBe('{"openid":"o1"}');
  });

  it('says when it does not fit into a relay', async () => {
    const large = Buffer.alloc(17 * 1024 * 1024);
    await expect(world.follower().media.upload('video', large)).rejects.toMatchObject({
      sent: false,
      reason: 'too-large',
    });
  });

  it('ends when the follower gives up, also on production', async () => {
    world.fake.always('/cgi-bin/user/info', 'hang');
    const given = new AbortController();
    const call = world.follower().user.getInfo('o1', undefined, { signal: given.signal });
    setTimeout(() => given.abort(), 50);
    await expect(call).rejects.toMatchObject({ reason: 'aborted' });
  });
});

describe('what a relay allows', () => {
  it('is reading, by default', async () => {
    world = await startRelayed();
    world.fake.always('/cgi-bin/user/get', { json: { total: 0, count: 0, next_openid: '' } });
    const { user, tag, datacube } = world.follower();
    await user.getInfo('o1');
    await tag.getList();
    await datacube.getUserSummary('2026-01-01', '2026-01-02');
    for await (const openid of user.list()) expect(openid).toBeUndefined();
    const before = world.fake.seen.length;
    const follower = world.follower();
    const { menu, mass, openapi, freepublish, customerMessage, qrcode, media, ticket, oauth, draft } =
      follower;
    for (const call of [
      () => menu.delete(),
      () => menu.create({ button: [] }),
      () => mass.delete({ msg_id: '1' }),
      () => openapi.clearQuota('wx1'),
      () => openapi.clearQuotaByAppSecret(),
      () => freepublish.submit('m1'),
      () => customerMessage.send({ touser: 'o1', msgtype: 'text', text: { content: 'x' } }),
      () => qrcode.createTemporary('x', 60),
      () => media.uploadImg(Buffer.from('x')),
      () => ticket.getTicket('jsapi'),
      () => oauth.getAccessToken('code'),
      () => draft.delete('m1'),
      () => follower.request(post('/cgi-bin/unknown')),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'transport', sent: false, reason: 'relay-refused' });
    expect(world.fake.seen.length).toBe(before);
  });

  it('is what its list names, and nothing beside that', async () => {
    world = await startRelayed({ allow: ['qrcode.createTemporary', 'user.list', '/cgi-bin/mine'] });
    world.fake.always('/cgi-bin/user/get', { json: { total: 0, count: 0, next_openid: '' } });
    const follower = world.follower();
    const { qrcode, user, tag } = follower;
    await qrcode.createTemporary('x', 60);
    await follower.request(post('/cgi-bin/mine'));
    for await (const openid of user.list()) expect(openid).toBeUndefined();
    await expect(qrcode.createPermanent('x')).rejects.toThrow('"qrcode.create" is not allowed');
    await expect(tag.getList()).rejects.toThrow("allow: ['tag.getList']");
    await expect(follower.request(post('/cgi-bin/other'))).rejects.toThrow('"/cgi-bin/other" is not allowed');
  });

  it('says which of several functions with one path is missing', async () => {
    world = await startRelayed({ allow: ['invoice.getContact'] });
    await world.follower().invoice.getContact();
    await expect(world.follower().invoice.setContact('1', 1)).rejects.toThrow(
      '"invoice.setContact" is not allowed',
    );
  });

  it('has a rate for each follower', async () => {
    const clock = movedClock();
    world = await startRelayed({ rate: 2 }, { clock });
    const laptop = world.follower();
    await laptop.tag.getList();
    await laptop.tag.getList();
    await expect(laptop.tag.getList()).rejects.toMatchObject({ sent: false, reason: 'relay-rate' });
    await world.follower({}, 'staging').tag.getList();
    await clock.advance(60_000);
    await laptop.tag.getList();
  });

  it('is 60 calls a minute unless told otherwise', async () => {
    world = await startRelayed({ rate: undefined }, { clock: movedClock() });
    const laptop = world.follower();
    const calls = await Promise.allSettled(Array.from({ length: 65 }, () => laptop.tag.getList()));
    expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(60);
    const sent = world.fake.seen.filter(({ path }) => path === '/cgi-bin/tags/get');
    expect(sent).toHaveLength(60);
  });

  it('is logged for every call, with the name of the follower', async () => {
    world = await startRelayed({ rate: 2 });
    await world.follower({}, 'lap-top.1').tag.getList();
    await world
      .follower({}, 'staging')
      .menu.delete()
      .catch(() => undefined);
    expect(world.logger.lines).toEqual([
      expect.stringMatching(/"follower":"lap-top.1","endpoint":"tag.getList","outcome":"ok"/),
      expect.stringMatching(/"follower":"staging","endpoint":"menu.delete","outcome":"not-allowed"/),
    ]);
  });

  it('is for one account', async () => {
    world = await startRelayed();
    await expect(world.follower({ appId: 'wx2' }).tag.getList()).rejects.toThrow('another account');
  });
});

describe('what a relay does not believe', () => {
  /** Keeps what a follower sends. */
  function recorder() {
    const sent: HttpRequest[] = [];
    const inner = axiosTransport();
    const transport: Transport = (request) => {
      sent.push(request);
      return inner(request);
    };
    return { sent, transport };
  }

  const answerTo = (url: string, init: RequestInit) =>
    fetch(url, init).then(async (response) => ({
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    }));

  const FORBIDDEN = { status: 403, type: 'text/plain; charset=utf-8', text: 'Forbidden' };

  it('gets one answer, whatever is wrong', async () => {
    const clock = movedClock();
    world = await startRelayed({}, { clock });
    const { sent, transport } = recorder();
    await world.follower({ transport }).tag.getList();
    const [real] = sent;
    const header = 'x-offiaccount-relay';
    const claim = real?.headers[header] ?? '';
    const seen = world.fake.seen.length;
    const attempts: Record<string, RequestInit & { path?: string }> = {
      replayed: {},
      empty: { headers: {} },
      'another method': { method: 'PUT' },
      'no body': { body: Buffer.alloc(0) },
      truncated: { body: Buffer.from(real?.body ?? '').subarray(0, -1) },
      longer: { body: Buffer.concat([real?.body ?? Buffer.alloc(0), Buffer.from('x')]) },
      changed: { body: Buffer.from(real?.body ?? '').fill(1, 20, 21) },
      'another name': { headers: { [header]: claim.replace('laptop', 'laptoq') } },
      'another time': { headers: { [header]: claim.replace(/\d{13}/, (time) => String(Number(time) + 1)) } },
      'another version': { headers: { [header]: claim.replace('v1', 'v2') } },
      'another path': { path: '?x=1' },
      'a signature of nothing': { headers: { [header]: claim.replace(/[0-9a-f]{64}$/, '0'.repeat(64)) } },
      'a short signature': { headers: { [header]: claim.slice(0, -2) } },
    };
    for (const { path = '', ...attempt } of Object.values(attempts))
      expect(
        await answerTo(world.url + path, {
          method: 'POST',
          headers: { ...real?.headers },
          body: real?.body,
          ...attempt,
        } as RequestInit),
      ).toEqual(FORBIDDEN);
    expect(await answerTo(world.url, {})).toEqual(FORBIDDEN);
    expect(world.fake.seen.length).toBe(seen);
  });

  it('is a time that differs by more than a minute; the follower learns that its clock is wrong', async () => {
    const clock = movedClock();
    world = await startRelayed({}, { clock });
    const behind = movedClock(clock.now() - 61_000);
    await expect(world.follower({ clock: behind }).tag.getList()).rejects.toMatchObject({
      sent: false,
      reason: 'relay-refused',
      message: expect.stringContaining('clock of this machine is 61 s behind') as string,
    });
    const ahead = movedClock(clock.now() + 61_000);
    await expect(world.follower({ clock: ahead }).tag.getList()).rejects.toThrow('61 s ahead of');
    await world.follower({ clock: movedClock(clock.now() + 59_000) }).tag.getList();
  });

  it('is another secret; an older one of the list is believed', async () => {
    world = await startRelayed({ secret: ['a newer secret of production', RELAY_SECRET] });
    await world.follower().tag.getList();
    const wrong = { url: world.url, secret: 'another secret altogether' };
    const refused = world.follower({ relay: wrong }).tag.getList();
    await expect(refused).rejects.toMatchObject({
      sent: false,
      reason: 'relay-refused',
      message: expect.stringContaining('"secret" the same') as string,
    });
  });

  it('is what was sent before the relay began, whose memory ended with the process before', async () => {
    const clock = movedClock();
    world = await startRelayed({}, { clock });
    const { sent, transport } = recorder();
    await world.follower({ transport }).tag.getList();
    await clock.advance(1000);
    const again = await startRelayed({}, { clock });
    const { headers, body } = sent[0]!;
    expect(
      await answerTo(again.url, { method: 'POST', headers: { ...headers }, body } as RequestInit),
    ).toEqual(FORBIDDEN);
    await again.close();
  });

  it('answers so that nobody without the secret can read it', async () => {
    world = await startRelayed();
    world.fake.always('/cgi-bin/user/info', { json: { openid: 'o1', remark: 'canary-remark' } });
    const bodies: Buffer[] = [];
    const inner = axiosTransport();
    const transport: Transport = async (request) => {
      const response = await inner(request);
      bodies.push(response.body, request.body ?? Buffer.alloc(0));
      return response;
    };
    await world.follower({ transport }).user.getInfo('canary-openid');
    for (const body of bodies) expect(body.toString('latin1')).not.toMatch(/canary/);
    expect(bodies).toHaveLength(2);
  });

  it('does not take an answer of somebody else, nor that to another question', async () => {
    world = await startRelayed();
    const inner = axiosTransport();
    const before: Buffer[] = [];
    const swapped: Transport = async (request) => {
      const response = await inner(request);
      before.push(response.body);
      return { ...response, body: before[0] ?? response.body };
    };
    const follower = world.follower({ transport: swapped });
    await follower.tag.getList();
    await expect(follower.tag.getList({ timeout: 300 })).rejects.toMatchObject({
      sent: true,
      reason: 'answer',
    });
  });
});

describe('a call that may have been made', () => {
  it('is sent: a lost answer is no reason to repeat what must not be done twice', async () => {
    world = await startRelayed({ allow: ['*'] });
    const inner = axiosTransport();
    const lossy: Transport = async (request) => {
      await inner(request);
      request.signal.throwIfAborted();
      throw Object.assign(new Error('lost'), { code: 'ECONNRESET' });
    };
    const sending = world
      .follower({ transport: lossy })
      .customerMessage.send({ touser: 'o1', msgtype: 'text', text: { content: 'x' } });
    await expect(sending).rejects.toMatchObject({ code: 'transport', sent: true });
    expect(world.fake.count('/cgi-bin/message/custom/send')).toBe(1);
    // Reading may be repeated.
    await expect(world.follower({ transport: lossy }).tag.getList()).rejects.toMatchObject({ sent: true });
    expect(world.fake.count('/cgi-bin/tags/get')).toBe(3);
  });

  it('is not sent where production could not reach WeChat', async () => {
    world = await startRelayed({ allow: ['*'] });
    await world.follower().tag.getList();
    await world.fake.close();
    const sending = world.follower().customerMessage.typing('o1', 'Typing', { timeout: 2000 });
    await expect(sending).rejects.toMatchObject({ code: 'transport', sent: false });
  });

  it('is not sent where there is no relay', async () => {
    world = await startRelayed();
    const nowhere = world.follower({ relay: { url: world.url.replace(/:\d+/, ':1'), secret: RELAY_SECRET } });
    await expect(nowhere.tag.getList({ timeout: 1000 })).rejects.toMatchObject({ sent: false });
    const elsewhere = world.follower({ relay: { url: `${world.url}/else`, secret: RELAY_SECRET } });
    await expect(elsewhere.tag.getList()).rejects.toThrow(/no relay at .* status 404/);
  });
});

describe('a token that production shares', () => {
  /** A client that calls by itself, with the token of production. */
  async function startSharing() {
    const clock = movedClock();
    world = await startRelayed({ allow: ['token'] }, { clock });
    const { url, fake } = world;
    const accessToken = follow({ url, secret: RELAY_SECRET, clock });
    return { clock, fake, api: createApi({ appId: 'wx1', host: fake.origin, clock, accessToken }) };
  }

  it('is that of production, asked for once a minute, and not without permission', async () => {
    const { fake, api } = await startSharing();
    await world.production.tag.getList();
    await api.tag.getList();
    await api.tag.getList();
    expect(
      new Set(
        fake.seen.filter(({ path }) => path === '/cgi-bin/tags/get').map(({ query }) => query.access_token),
      ).size,
    ).toBe(1);
    expect(world.logger.lines.filter((line) => line.includes('"endpoint":"token"'))).toHaveLength(1);
    expect(fake.fetches()).toBe(1);
  });

  it('is not replaced because a follower says so', async () => {
    const { fake, api } = await startSharing();
    await api.tag.getList();
    fake.on('/cgi-bin/tags/get', { json: { errcode: 40001, errmsg: 'invalid credential' } });
    await expect(api.tag.getList()).rejects.toMatchObject({ errcode: 40001 });
    expect(fake.count('/cgi-bin/get_api_domain_ip')).toBe(1);
    expect(fake.fetches()).toBe(1);
  });

  it('is replaced where production finds it refused as well', async () => {
    const { fake, api } = await startSharing();
    await api.tag.getList();
    fake.revoke();
    await api.tag.getList();
    expect(fake.fetches()).toBe(2);
    expect(fake.seen.filter(({ body }) => body.includes('force_refresh'))).toEqual([]);
  });

  it('is used to its end while production is away, and then there is an error that says so', async () => {
    const { clock, fake, api } = await startSharing();
    await api.tag.getList();
    world.server.closeAllConnections();
    await new Promise((resolve) => world.server.close(resolve));
    await clock.advance(7_100_000);
    await api.tag.getList();
    await clock.advance(200_000);
    const gone = api.tag.getList().catch((error: unknown) => error as Error);
    for (let turn = 0; turn < 20; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await clock.advance(1000);
    }
    expect(await gone).toMatchObject({
      code: 'transport',
      sent: false,
      reason: 'token',
      message: expect.stringContaining('ECONNREFUSED') as string,
    });
    expect(fake.fetches()).toBe(1);
  });

  it('is asked for in vain where it is not shared', async () => {
    world = await startRelayed();
    const { url, fake } = world;
    const api = createApi({
      appId: 'wx1',
      host: fake.origin,
      accessToken: follow({ url, secret: RELAY_SECRET }),
    });
    await expect(api.tag.getList({ timeout: 500 })).rejects.toThrow("allow: ['token']");
  });
});

describe('settings', () => {
  beforeEach(async () => {
    world = await startRelayed();
  });

  const address = { url: 'https://shop.example.com/wechat/relay', secret: RELAY_SECRET };
  const api = createApi({ appId: 'wx1', appSecret: 'x' });

  it.each<[string, () => unknown, string]>([
    ['no secret', () => relay(api, { secret: undefined as never }), 'needs a "secret"'],
    ['an empty one', () => relay(api, { secret: '' }), 'needs a "secret"'],
    ['an empty list', () => relay(api, { secret: [] }), 'needs a "secret"'],
    ['a short one', () => relay(api, { secret: 'canary' }), '16 characters'],
    ['no API', () => relay(undefined as never, address), 'needs the API'],
    [
      'a setting that is none',
      () => relay(api, { secret: RELAY_SECRET, allows: [] } as never),
      'Did you mean "allow"?',
    ],
    [
      'an empty list of what is allowed',
      () => relay(api, { secret: RELAY_SECRET, allow: [] }),
      '"allow" is a list',
    ],
    [
      'a function that is none',
      () => relay(api, { secret: RELAY_SECRET, allow: ['user.getInfos'] }),
      'Did you mean "user.getInfo"?',
    ],
    [
      'a group that is none',
      () => relay(api, { secret: RELAY_SECRET, allow: ['users.*'] }),
      'no function of the API',
    ],
    [
      'a credential',
      () => relay(api, { secret: RELAY_SECRET, allow: ['base.getAccessToken'] }),
      'hands out no credentials',
    ],
    ['a rate of nothing', () => relay(api, { secret: RELAY_SECRET, rate: 0 }), '"rate"'],
    [
      'an AppSecret beside the relay',
      () => createApi({ appId: 'wx1', appSecret: 'x', relay: address }),
      'leave "appSecret" out',
    ],
    [
      'a token beside the relay',
      () => createApi({ appId: 'wx1', accessToken: 'stable', relay: address }),
      'leave "accessToken" out',
    ],
    [
      'no address',
      () => createApi({ appId: 'wx1', relay: { secret: RELAY_SECRET } as never }),
      'needs the "url"',
    ],
    [
      'an address of another kind',
      () => createApi({ appId: 'wx1', relay: { ...address, url: 'ftp://x' } }),
      'needs the "url"',
    ],
    [
      'an address with a password',
      () => createApi({ appId: 'wx1', relay: { ...address, url: 'https://a:b@x/' } }),
      'no password',
    ],
    [
      'a name with a space',
      () => createApi({ appId: 'wx1', relay: { ...address, name: 'my laptop' } }),
      '"name"',
    ],
    ['no secret of a follower', () => follow({ url: address.url, secret: '' }), 'needs a "secret"'],
    [
      'no object',
      () => createApi({ appId: 'wx1', relay: 'https://x' as never } satisfies ApiOptions),
      'must be an object',
    ],
  ])('are refused: %s', (_, make, words) => {
    expect(make).toThrow(words);
    expect(make).toThrow(
      expect.objectContaining({
        code: 'config',
        message: expect.not.stringContaining('canary') as string,
      }) as Error,
    );
  });

  it('of a client say nothing of the secret', () => {
    expect(inspect(world.follower(), { depth: 9, showHidden: true })).not.toMatch(/canary/);
  });
});
