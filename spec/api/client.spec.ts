import { createApi, type Api, type CallOptions } from '../../lib/api/client';
import { digits, download, get, post, upload, type ApiRequest, type Download } from '../../lib/api/request';
import type { HttpRequest, Transport } from '../../lib/api/transport';
import { ConfigError, TransportError } from '../../lib/errors';
import { setUp, settle, type Setup } from '../support/api';
import { until } from '../support/redis';

const PATH = '/cgi-bin/x';
let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => {
  jest.restoreAllMocks();
  return setup.close();
});

describe('settings', () => {
  const good = { appId: 'wx1', appSecret: 'canary-secret' };
  it.each<[string, object]>([
    ['appId', { ...good, appId: '' }],
    ['appId', { ...good, appId: 'w x' }],
    ['appId', {}],
    ['appSecret', { appId: 'wx1' }],
    ['appSecret', { ...good, appSecret: 'canary secret' }],
    ['appSecret', { ...good, appSecret: '' }],
    ['accessToken', { ...good, accessToken: 'both' }],
    ['host', { ...good, host: 'api.weixin.qq.com' }],
    ['host', { ...good, host: 'https://api.weixin.qq.com/x' }],
    ['host', { ...good, host: 'https://user:canary@api.weixin.qq.com' }],
    ['host', { ...good, host: 'ftp://api.weixin.qq.com' }],
    ['host', { ...good, host: 'https://api.weixin.qq.com/?a' }],
    ['timeout', { ...good, timeout: NaN }],
    ['timeout', { ...good, timeout: 0 }],
    ['timeout', { ...good, timeout: 2 ** 31 }],
    ['maxDownload', { ...good, maxDownload: -1 }],
  ])('must have a right "%s"', (name, options) => {
    // As JavaScript callers could pass them.
    const create = () => createApi(options as Parameters<typeof createApi>[0]);
    expect(create).toThrow(`"${name}"`);
    expect(create).not.toThrow(/canary/);
  });

  it('need no secret with a function for tokens', async () => {
    createApi({ appId: 'wx1', accessToken: () => Promise.resolve('t') });
  });

  it('may be alternatives of WeChat', () => {
    createApi({ ...good, host: 'https://sh.api.weixin.qq.com/' });
  });
});

describe('an answer', () => {
  const answer = async (json: unknown, request: ApiRequest = post(PATH)) => {
    setup.fake.on(PATH, { json });
    return setup.api.request(request);
  };

  it('without errcode is a success', async () => {
    expect(await answer({ total: 2 })).toEqual({ total: 2 });
  });

  it('that says only ok is nothing', async () => {
    expect(await answer({ errcode: 0, errmsg: 'ok' })).toBeUndefined();
    expect(await answer({ errcode: 0, errmsg: 'ok', a: 1 })).toEqual({ errcode: 0, errmsg: 'ok', a: 1 });
    expect(await answer([])).toEqual([]);
  });

  it.each<[object, object]>([
    [
      { errcode: 48001, errmsg: 'api unauthorized' },
      { errcode: 48001, errmsg: 'api unauthorized' },
    ],
    [{ errcode: '48001', errmsg: 'api unauthorized' }, { errcode: 48001 }],
    [{ errcode: 40003 }, { errcode: 40003, errmsg: '' }],
    [{ base_resp: { ret: 1003, err_msg: 'bad' } }, { errcode: 1003, errmsg: 'bad' }],
    [{ base_resp: { errcode: 9, errmsg: 'bad' } }, { errcode: 9, errmsg: 'bad' }],
  ])('%j is an error', async (json, error) => {
    await expect(answer(json)).rejects.toMatchObject({ code: 'api', endpoint: PATH, status: 502, ...error });
  });

  it.each<object>([{ errcode: '0' }, { base_resp: { ret: 0 } }, { errcode: '' }, { errcode: null }])(
    '%j is a success',
    async (json) => {
      await answer(json);
    },
  );

  it('tells the rid, and a hint with the address that is to be added', async () => {
    const errmsg =
      'invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 65a1b2c3-0aaabbbb-1cccdddd';
    const error = answer({ errcode: 40164, errmsg });
    await expect(error).rejects.toMatchObject({
      rid: '65a1b2c3-0aaabbbb-1cccdddd',
      hint: expect.stringMatching(/203\.0\.113\.9.*IP白名单/) as string,
      message: expect.stringContaining(`${PATH} answered 40164`) as string,
    });
  });

  it('is one line in an error, however it was written', async () => {
    await expect(
      answer({ errcode: 1, errmsg: 'a\n\u001b[31m\u2028b' + 'x'.repeat(1000) }),
    ).rejects.toMatchObject({
      errmsg: expect.stringMatching(/^a \[31m bx{400,500}$/) as string,
    });
  });

  it('keeps ids exact and textual, however long, whether quoted or not', async () => {
    setup.fake.on(PATH, {
      text: '{"msgid":200228332,"list":[{"msg_id":9007199254740993,"count":3}],"order_id_list":[1,"2"],"id":5}',
      headers: { 'content-type': 'text/plain' },
    });
    expect(await setup.api.request(get(PATH))).toEqual({
      msgid: '200228332',
      list: [{ msg_id: '9007199254740993', count: 3 }],
      order_id_list: ['1', '2'],
      id: 5,
    });
    setup.fake.on('/wxa/sec/queryblocktmplmsg', { text: '{"msginfo":[{"id":77}]}' });
    expect(await setup.api.request(get('/wxa/sec/queryblocktmplmsg'))).toEqual({ msginfo: [{ id: '77' }] });
  });

  it('may have control characters in its strings', async () => {
    setup.fake.on(PATH, { text: '{"nickname":"a\u0003b\n"}' });
    expect(await setup.api.request(get(PATH))).toEqual({ nickname: 'a\u0003b\n' });
  });
});

describe('a request', () => {
  it('writes digits bare', async () => {
    await setup.api.request(post(PATH, { msg_id: digits('9007199254740993'), text: '你' }));
    expect(setup.fake.seen.at(-1)!.body).toBe('{"msg_id":9007199254740993,"text":"你"}');
    expect(setup.fake.seen.at(-1)!.headers['content-length']).toBe('40');
  });

  it('has the AppSecret where it is wanted, and no token there', async () => {
    const auth = { appid: 'id', secret: 'key' } as const;
    await setup.api.request(get('/cgi-bin/a', { x: 1 }, { auth: { ...auth, in: 'query' } })).catch(() => 0);
    expect(setup.fake.seen.at(-1)!.query).toEqual({ x: '1', id: 'wx1', key: 'canary-app-secret' });
    await setup.api.request(post('/cgi-bin/a', { x: 1 }, { auth: { ...auth, in: 'json' } })).catch(() => 0);
    expect(JSON.parse(setup.fake.seen.at(-1)!.body)).toEqual({ x: 1, id: 'wx1', key: 'canary-app-secret' });
    expect(setup.fake.fetches()).toBe(0);
  });

  it('uploads with a length, and a name', async () => {
    await setup.api.request(upload(PATH, [{ name: 'media', file: { data: Buffer.from('GIF89a') } }]));
    const { headers, body } = setup.fake.seen.at(-1)!;
    expect(headers['content-length']).toBe(String(body.length));
    expect(headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
    expect(body).toContain('filename="file.gif"');
  });

  it('to another host of WeChat stays on this machine with a host on this machine', async () => {
    setup.fake.on('/cgi-bin/showqrcode', { text: 'jpg', headers: { 'content-type': 'image/jpg' } });
    const request = download('/cgi-bin/showqrcode', {
      auth: 'none',
      host: 'mp.weixin.qq.com',
      query: { ticket: 'a/+' },
    });
    expect((await setup.api.request(request)).data.toString()).toBe('jpg');
    expect(setup.fake.seen.at(-1)!.query).toEqual({ ticket: 'a/+' });
  });

  it('to another host of WeChat goes there otherwise', async () => {
    const urls: string[] = [];
    const transport: Transport = ({ url }) => {
      urls.push(url);
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{}') });
    };
    const api = createApi({
      appId: 'wx1',
      appSecret: 'x',
      transport,
      accessToken: () => Promise.resolve('t'),
    });
    await api.request(get('/x', {}, { host: 'mp.weixin.qq.com', auth: 'none' }));
    await api.request(get('/x', { a: '你&' }));
    expect(urls).toEqual([
      'https://mp.weixin.qq.com/x',
      'https://api.weixin.qq.com/x?access_token=t&a=%E4%BD%A0%26',
    ]);
  });
});

describe('a download', () => {
  const fetch = (headers: Record<string, string>, text: string | Buffer) => {
    setup.fake.on(PATH, { text, headers });
    return setup.api.request(download<Download | { video_url: string }>(PATH));
  };

  it('is bytes with their type and name', async () => {
    const bytes = Buffer.from([0xff, 0xd8, 0xff, 0]);
    const name = Buffer.from('attachment; filename="图.jpg"').toString('latin1');
    const file = await fetch({ 'content-type': 'image/jpeg', 'content-disposition': name }, bytes);
    expect(file).toEqual({ data: bytes, contentType: 'image/jpeg', filename: '图.jpg' });
    expect(await fetch({ 'content-type': '' }, bytes)).toEqual({ data: bytes, contentType: '' });
  });

  it.each<[string, string, string | undefined]>([
    ['a name', 'attachment; filename="a.jpg"', 'a.jpg'],
    ['a name without quotes', 'attachment; filename=a.jpg', 'a.jpg'],
    ['an encoded name', "attachment; filename*=UTF-8''%E5%9B%BE.jpg", '图.jpg'],
    ['an encoded name in quotes', `attachment; filename*="UTF-8''%E5%9B%BE.jpg"`, '图.jpg'],
    ['an encoded name in latin1', "attachment; filename*=iso-8859-1''%e9t%e9.jpg", 'été.jpg'],
    ['both, the encoded one last', `attachment; filename="x.jpg"; filename*=UTF-8''%E5%9B%BE.jpg`, '图.jpg'],
    ['both, the encoded one first', `attachment; filename*=UTF-8''%E5%9B%BE.jpg; filename="x.jpg"`, '图.jpg'],
    ['both, the encoded one broken', `attachment; filename="x.jpg"; filename*=UTF-8''%E5%9`, 'x.jpg'],
    ['escaped quotes', String.raw`attachment; filename="a\"b.jpg"`, 'a"b.jpg'],
    ['a semicolon', 'attachment; filename="a;b.jpg"', 'a;b.jpg'],
    ['another parameter before it', 'attachment; x-filename="y.jpg"; filename="a.jpg"', 'a.jpg'],
    ['a path', 'attachment; filename="../../etc/passwd"', 'passwd'],
    ['an encoded path', "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", 'passwd'],
    ['a path of Windows', "attachment; filename*=UTF-8''C%3A%5Cdir%5Ca.jpg", 'a.jpg'],
    ['a drive', 'attachment; filename="C:a.jpg"', 'C_a.jpg'],
    ['nothing but points', 'attachment; filename=".."', undefined],
    ['a folder', 'attachment; filename="a/"', undefined],
    ['control characters', "attachment; filename*=UTF-8''a%00%0D%0A%1Bb.jpg", 'ab.jpg'],
    ['letters that turn the text around', "attachment; filename*=UTF-8''a%E2%80%AEgpj.exe", 'agpj.exe'],
    ['no name', 'attachment', undefined],
    ['an empty name', 'attachment; filename=""', undefined],
  ])('has %s', async (_what, disposition, filename) => {
    const headers = { 'content-type': 'image/jpeg', 'content-disposition': disposition };
    expect((await fetch(headers, 'x')) as Download).toEqual({
      data: Buffer.from('x'),
      contentType: 'image/jpeg',
      ...(filename !== undefined && { filename }),
    });
  });

  it('may turn out to be JSON', async () => {
    expect(await fetch({ 'content-type': 'text/plain' }, '{"video_url":"https://x"}')).toEqual({
      video_url: 'https://x',
    });
    expect(await fetch({ 'content-type': 'application/json' }, ' {"video_url":"x"}')).toEqual({
      video_url: 'x',
    });
  });

  it('may turn out to be an error', async () => {
    await expect(
      fetch({ 'content-type': 'text/plain' }, '{"errcode":40007,"errmsg":"x"}'),
    ).rejects.toMatchObject({ errcode: 40007 });
  });

  it('is not JSON because it begins like it', async () => {
    expect(await fetch({ 'content-type': 'audio/amr' }, '{"errcode":1}')).toMatchObject({
      contentType: 'audio/amr',
    });
    expect(await fetch({ 'content-type': 'text/plain' }, '{not json')).toMatchObject({
      contentType: 'text/plain',
    });
  });

  it('is limited', async () => {
    const api = setup.another({ maxDownload: 1000 });
    setup.fake.always(PATH, { text: Buffer.alloc(2000), headers: { 'content-type': 'image/png' } });
    await expect(api.request(download(PATH))).rejects.toMatchObject({ reason: 'too-large' });
  });

  it('of nothing is an error with its status', async () => {
    setup.fake.on(PATH, { text: '', status: 404 });
    await expect(setup.api.request(download(PATH))).rejects.toMatchObject({ reason: 'refused' });
  });
});

describe('a call', () => {
  const reason = new Error('enough');

  it('can be given up before it runs', async () => {
    const aborted = setup.api.request(post(PATH), { signal: AbortSignal.abort(reason) });
    await expect(aborted).rejects.toMatchObject({ reason: 'aborted', sent: false, cause: reason });
    expect(setup.fake.count(PATH)).toBe(0);
  });

  it.each<ApiRequest>([get(PATH), post(PATH)])('can be given up while it runs: $method', async (request) => {
    const { api, fake } = setup;
    fake.on(PATH, 'hang');
    const controller = new AbortController();
    const failed = expect(api.request(request, { signal: controller.signal })).rejects.toMatchObject({
      message: `${request.method} ${PATH}: The caller gave up.`,
      reason: 'aborted',
      sent: true,
      cause: reason,
    });
    await until(() => fake.count(PATH) === 1);
    controller.abort(reason);
    await failed;
  });

  it.each([true, false])(
    'can be given up between its tries, and knows what it has sent (%s)',
    async (sent) => {
      const { fake, clock, another } = setup;
      jest.spyOn(Math, 'random').mockReturnValue(0.5);
      const transport: Transport = () =>
        Promise.reject(new TransportError('lost', { sent, reason: 'connect' }));
      const api = another({ transport, accessToken: () => Promise.resolve('t') });
      const controller = new AbortController();
      const failed = expect(api.request(get(PATH), { signal: controller.signal })).rejects.toMatchObject({
        reason: 'aborted',
        sent,
      });
      await until(() => clock.waiting().includes(150));
      controller.abort();
      await failed;
      expect(fake.seen).toEqual([]);
      expect(clock.waiting()).toEqual([]);
    },
  );

  it('refused by WeChat was sent, should it be given up before it is sent again', async () => {
    const { api, fake, clock } = setup;
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    fake.always(PATH, { json: { errcode: -1 } });
    const controller = new AbortController();
    const failed = expect(api.request(get(PATH), { signal: controller.signal })).rejects.toMatchObject({
      reason: 'aborted',
      sent: true,
    });
    await until(() => clock.waiting().includes(150));
    controller.abort();
    await failed;
  });

  it('ends within its time, whatever happens', async () => {
    for (const behaviour of ['hang', 'drip'] as const) {
      setup.fake.always(PATH, behaviour);
      const before = setup.clock.monotonic();
      await expect(settle(setup.api.request(get(PATH)), setup.clock)).rejects.toMatchObject({
        reason: 'timeout',
      });
      expect(setup.clock.monotonic() - before).toBeLessThanOrEqual(20_000);
    }
  });

  it.each<[string, ApiRequest, number]>([
    ['half of the time, that there be another', get(PATH), 10_000],
    [
      'all of it for a file to send',
      upload(PATH, [{ name: 'media', file: { data: Buffer.from('GIF89a') } }]),
      20_000,
    ],
    ['all of it for a file to fetch', download(PATH), 20_000],
  ])('gives one try %s', async (_what, request, least) => {
    const { api, fake, clock } = setup;
    await api.request(get('/cgi-bin/first'));
    fake.always(PATH, 'hang');
    const failed = expect(api.request(request)).rejects.toMatchObject({ sent: true, reason: 'timeout' });
    await until(() => fake.count(PATH) === 1);
    expect(clock.waiting()[0]).toBe(least);
    await clock.advance(20_000);
    await failed;
  });

  it('gives a token six seconds, and asking for it five', async () => {
    const { api, fake, clock } = setup;
    fake.always('/cgi-bin/stable_token', 'hang');
    const failed = expect(api.request(get(PATH))).rejects.toMatchObject({
      message: expect.stringContaining(
        'There is no access token: POST /cgi-bin/stable_token: No answer within 5000 ms.',
      ) as string,
      sent: false,
      reason: 'token',
    });
    await until(() => fake.count('/cgi-bin/stable_token') === 1);
    expect(clock.waiting()).toEqual([5000, 5000, 6000, 20_000]);
    await clock.advance(5000);
    await failed;
    expect(fake.count('/cgi-bin/stable_token')).toBe(1);
  });

  it.each([0, NaN, 2 ** 31])('takes no time of %s', async (timeout) => {
    const error = setup.api.request(get(PATH), { timeout });
    await expect(error).rejects.toMatchObject({
      code: 'config',
      message: expect.stringContaining('"timeout"') as string,
    });
  });

  it('given up while its token is fetched was not sent', async () => {
    const { api, fake } = setup;
    fake.always('/cgi-bin/stable_token', 'hang');
    const reason = new Error('enough');
    const controller = new AbortController();
    const failed = expect(api.request(post(PATH), { signal: controller.signal })).rejects.toMatchObject({
      reason: 'aborted',
      sent: false,
      cause: reason,
    });
    await until(() => fake.count('/cgi-bin/stable_token') === 1);
    controller.abort(reason);
    await failed;
  });

  it('gives a signal back what it put on it', async () => {
    const { signal } = new AbortController();
    const add = jest.spyOn(signal, 'addEventListener');
    const remove = jest.spyOn(signal, 'removeEventListener');
    await setup.api.request(get(PATH), { signal });
    expect(remove.mock.calls.length).toBeGreaterThanOrEqual(add.mock.calls.length);
    expect(setup.clock.waiting()).toEqual([]);
  });

  it('leaves a host alone that failed ten times, and then tries once', async () => {
    const { api, fake, clock } = setup;
    fake.always(PATH, { text: '', status: 502 });
    for (let i = 0; i < 10; i++)
      await expect(api.request(post(PATH))).rejects.toMatchObject({ reason: 'status' });
    await expect(api.request(post(PATH))).rejects.toMatchObject({ reason: 'open', sent: false });
    expect(fake.count(PATH)).toBe(10);
    await clock.advance(10_000);
    const both = await Promise.allSettled([api.request(post(PATH)), api.request(post(PATH))]);
    expect(both.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(fake.count(PATH)).toBe(11);
    await clock.advance(10_000);
    fake.always(PATH, { json: {} });
    await api.request(post(PATH));
    await api.request(post(PATH));
  });

  it('with an error of WeChat says nothing against the host', async () => {
    setup.fake.always(PATH, { json: { errcode: 40003 } });
    for (let i = 0; i < 15; i++)
      await expect(setup.api.request(post(PATH))).rejects.toMatchObject({ errcode: 40003 });
  });
});

describe('a transport of somebody else', () => {
  const MIB = 1024 * 1024;
  /** What a call becomes when the transport does this. */
  const failure = (transport: Transport) =>
    setup
      .another({ transport, accessToken: () => Promise.resolve('canary_token') })
      .request(post(PATH))
      .then(
        () => undefined,
        (error: unknown) => error,
      );

  it.each<[string, unknown, string]>([
    ['its code', Object.assign(new Error('canary'), { code: 'EPIPE' }), 'EPIPE'],
    ['no long code', Object.assign(new Error('canary'), { code: 'X'.repeat(41) }), 'unknown'],
    ['no code that is a sentence', Object.assign(new Error('canary'), { code: 'E PIPE' }), 'unknown'],
    ['no code that is a number', Object.assign(new Error('canary'), { code: 7 }), 'unknown'],
    ['no code that is the token', Object.assign(new Error('canary'), { code: 'canary_token' }), '***'],
    ['nothing of a text', 'canary', 'unknown'],
  ])('shows %s', async (_what, thrown, reason) => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- what others do
    const error = await failure(() => Promise.reject(thrown));
    expect(error).toMatchObject({
      message: `POST ${PATH}: the transport failed (${reason}).`,
      code: 'transport',
      reason,
      sent: true,
    });
  });

  it('can throw errors of ours, of which the cause stays here', async () => {
    const lost = new TransportError(
      'canary_token is gone',
      { sent: false, reason: 'connect' },
      { cause: new Error('canary') },
    );
    const error = await settle(
      failure(() => Promise.reject(lost)),
      setup.clock,
    );
    expect(error).toMatchObject({ message: `POST ${PATH}: *** is gone`, sent: false, reason: 'connect' });
    expect(error).not.toHaveProperty('cause');
    const wrong = new ConfigError('no proxy');
    expect(await failure(() => Promise.reject(wrong))).toBe(wrong);
  });

  it('is told how much it may read, and gets a body only where there is one', async () => {
    const requests: HttpRequest[] = [];
    const transport: Transport = (request) => {
      requests.push(request);
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{}') });
    };
    const options = { transport, accessToken: () => Promise.resolve('t') };
    const api = setup.another(options);
    for (const request of [get(PATH), post(PATH), download(PATH)]) await api.request(request);
    await setup.another({ ...options, maxDownload: 7 }).request(download(PATH));
    expect(requests.map(({ maxBytes }) => maxBytes)).toEqual([10 * MIB, 10 * MIB, 32 * MIB, 7]);
    expect(requests.map((request) => 'body' in request)).toEqual([false, true, false, false]);
  });
});

describe('a ticket', () => {
  const ticket = (options?: CallOptions) =>
    setup.api.request(get<{ expires_in: number }>('/cgi-bin/ticket/getticket', { type: 'jsapi' }), options);

  it('has the time that is left, in whole seconds', async () => {
    expect(await ticket()).toMatchObject({ expires_in: 7200 });
    await setup.clock.advance(500);
    expect(await ticket()).toMatchObject({ expires_in: 7199 });
    expect(setup.clock.waiting()).toEqual([]);
  });

  it.each(['jsapi', 'wx_card'])('is asked for by its kind, once: %s', async (type) => {
    for (let i = 0; i < 2; i++) await setup.api.request(get('/cgi-bin/ticket/getticket', { type }));
    expect(setup.fake.count('/cgi-bin/ticket/getticket')).toBe(1);
    expect(setup.fake.seen.at(-1)).toMatchObject({ method: 'GET', query: { type } });
  });

  it.each([{ ticket: 'x' }, { ticket: '', expires_in: 7200 }, { expires_in: 7200 }])(
    'is not made of %j',
    async (json) => {
      setup.fake.on('/cgi-bin/ticket/getticket', { json });
      await expect(ticket()).rejects.toMatchObject({
        message: '/cgi-bin/ticket/getticket answered without a usable "ticket" and "expires_in".',
        sent: true,
        reason: 'answer',
      });
    },
  );

  it('can be given up, or come too late', async () => {
    const reason = new Error('enough');
    const error = ticket({ signal: AbortSignal.abort(reason) });
    await expect(error).rejects.toMatchObject({ reason: 'aborted', sent: false, cause: reason });
    setup.fake.always('/cgi-bin/ticket/getticket', 'hang');
    const late = expect(ticket({ timeout: 100 })).rejects.toMatchObject({ reason: 'timeout', sent: false });
    await until(() => setup.fake.count('/cgi-bin/ticket/getticket') === 1);
    expect(setup.clock.waiting()).toContain(100);
    await setup.clock.advance(100);
    await late;
  });

  it('of another kind, or from another place, is not kept', async () => {
    for (let i = 0; i < 2; i++) {
      await setup.api.request(get('/cgi-bin/ticket/getticket', { type: 'other' }));
      await setup.api.request(get('/cgi-bin/ticket/getticket'));
      await setup.api.request(get('/cgi-bin/another', { type: 'jsapi' }));
    }
    expect(setup.fake.count('/cgi-bin/ticket/getticket')).toBe(4);
    expect(setup.fake.count('/cgi-bin/another')).toBe(2);
  });
});

describe('the groups', () => {
  it('send what they make, and leave addresses alone', async () => {
    const { api, fake } = setup;
    fake.on('/cgi-bin/tags/create', { json: { tag: { id: 100, name: 'VIP' } } });
    expect(await api.tag.create('VIP')).toEqual({ tag: { id: 100, name: 'VIP' } });
    expect(api.qrcode.imageUrl('a b')).toMatch(
      /^https:\/\/mp\.weixin\.qq\.com\/cgi-bin\/showqrcode\?ticket=a/,
    );
  });

  it('have types that hold', async () => {
    const check = (api: Api) => {
      const created: Promise<{ readonly tag: { readonly id: number; readonly name: string } }> =
        api.tag.create('VIP');
      const url: string = api.qrcode.imageUrl('x');
      const done: Promise<void> = api.tag.delete(1);
      // @ts-expect-error a name is text
      void api.tag.create(1);
      // @ts-expect-error no such group
      expect(api.tags).toBeUndefined();
      return [created, url, done];
    };
    expect(check).toBeDefined();
  });
});
