import { createServer } from 'node:http';
import type { Api } from '../../lib/api/client';
import { get, post, upload, type ApiRequest } from '../../lib/api/request';
import { setUp, settle, type Setup } from '../support/api';
import { freePort, until } from '../support/redis';
import type { Behaviour } from '../support/fake-wechat';

const PATH = '/cgi-bin/x';
const calls: Record<string, ApiRequest> = {
  'a GET': get(PATH),
  'a POST that only reads': post(PATH, {}, { safe: true }),
  'a GET with a side effect': get(PATH, {}, { safe: false }),
  'a POST': post(PATH, { a: 1 }),
  'an upload': upload(PATH, [{ name: 'media', file: { data: Buffer.from('GIF89a') } }]),
  'a mass message with clientmsgid': post(PATH, { clientmsgid: 'once' }),
  'a template message with client_msg_id': post(PATH, { client_msg_id: 'once' }),
};
const safe = ['a GET', 'a POST that only reads'];
const guarded = [...safe, 'a mass message with clientmsgid', 'a template message with client_msg_id'];
const all = Object.keys(calls);
const says = (errcode: number, more = {}): Behaviour => ({ json: { errcode, errmsg: 'no', ...more } });

/** Rows of the table: what happens, the calls that are sent again, and the error of the others. */
const rows: [string, Behaviour, readonly string[], object][] = [
  ['the token is refused (40001)', says(40001), all, {}],
  ['the token is refused (40014)', says(40014), all, {}],
  ['the token is refused (42001)', says(42001), all, {}],
  [
    'the connection is reset after the request',
    'reset-after-request',
    safe,
    { code: 'transport', sent: true },
  ],
  ['the connection is reset in the answer', 'reset-during-answer', safe, { code: 'transport', sent: true }],
  ['there is no answer in time', 'hang', safe, { code: 'transport', sent: true, reason: 'timeout' }],
  ['the answer drips', 'drip', safe, { code: 'transport', sent: true, reason: 'timeout' }],
  [
    'the gateway says 502',
    { text: '<html>', status: 502 },
    safe,
    { code: 'transport', sent: true, reason: 'status' },
  ],
  [
    'the gateway says 429',
    { text: '', status: 429 },
    safe,
    { code: 'transport', sent: true, reason: 'status' },
  ],
  [
    'the answer is no JSON',
    { text: '{"errcode":' },
    safe,
    { code: 'transport', sent: true, reason: 'answer' },
  ],
  ['the answer is a page', { text: '<html>' }, safe, { code: 'transport', sent: true, reason: 'answer' }],
  ['WeChat is busy (-1)', says(-1), guarded, { code: 'api', errcode: -1 }],
  ['WeChat is busy (-1000)', says(-1000), guarded, { code: 'api', errcode: -1000 }],
  ['the minute is full (45011)', says(45011), all, {}],
  ['the guard says wait (45066)', says(45066), all, {}],
  [
    'the day is full (45009)',
    says(45009),
    [],
    { code: 'api', errcode: 45009, retryAfter: expect.any(Date) as Date },
  ],
  [
    'the account has no right (48001)',
    says(48001),
    [],
    { code: 'api', errcode: 48001, retryAfter: undefined },
  ],
  ['the address is unknown (40164)', says(40164), [], { code: 'api', errcode: 40164 }],
  ['the address is unknown (61004)', says(61004), [], { code: 'api', errcode: 61004 }],
  ['any other code', says(40003), [], { code: 'api', errcode: 40003 }],
  ['an unknown code', says(99999), [], { code: 'api', errcode: 99999, hint: undefined }],
  ['a missing token (41001)', says(41001), [], { code: 'api', errcode: 41001 }],
  [
    'a redirect',
    { text: '', status: 307, headers: { location: '/y' } },
    [],
    { code: 'transport', reason: 'redirect' },
  ],
  ['status 412', { text: '<html>', status: 412 }, [], { code: 'transport', reason: 'refused' }],
];

describe('what is sent again', () => {
  let setup: Setup;
  beforeEach(async () => {
    // Time for every wait there is.
    setup = await setUp({ timeout: 150_000 });
    await setup.api.request(get('/cgi-bin/first'));
  });
  afterEach(() => {
    jest.restoreAllMocks();
    return setup.close();
  });

  const table = rows.flatMap((row) => all.map((call) => [row[0], call, row] as const));

  it.each(table)('%s: %s', async (what, call, [, behaviour, again, error]) => {
    const { api, fake, clock } = setup;
    fake.on(PATH, () => {
      if (what.startsWith('the token')) fake.revoke();
      return behaviour;
    });
    const result = settle(api.request(calls[call]!), clock);
    if (again.includes(call)) {
      await expect(result).resolves.toBeUndefined();
      expect(fake.count(PATH)).toBe(2);
    } else {
      await expect(result).rejects.toMatchObject(error);
      expect(fake.count(PATH)).toBe(1);
    }
  });

  it('gives up after two retries, the second after a longer wait', async () => {
    const { api, fake, clock } = setup;
    fake.always(PATH, says(-1));
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const result = api.request(get(PATH));
    const failed = expect(result).rejects.toMatchObject({ errcode: -1 });
    for (const [index, wait] of [150, 300].entries()) {
      await until(() => clock.waiting().includes(wait));
      expect(fake.count(PATH)).toBe(index + 1);
      await clock.advance(wait);
    }
    await failed;
    expect(fake.count(PATH)).toBe(3);
  });

  it('replaces a refused token once a call', async () => {
    const { api, fake, clock } = setup;
    fake.always(PATH, says(40001));
    await expect(settle(api.request(get(PATH)), clock)).rejects.toMatchObject({
      errcode: 40001,
      hint: expect.stringContaining('AppSecret') as string,
    });
    expect(fake.count(PATH)).toBeLessThanOrEqual(2);
  });

  it('does not take an error about other credentials for one about the access token', async () => {
    const { api, fake } = setup;
    fake.always(PATH, says(40001));
    await expect(api.request(get(PATH, {}, { auth: 'none' }))).rejects.toMatchObject({ errcode: 40001 });
    expect(fake.count(PATH)).toBe(1);
    expect(fake.fetches()).toBe(1); // by the first call of each spec
  });

  it('takes 45065 for what it is: the mass message exists', async () => {
    const { api, fake, clock } = setup;
    fake.on(PATH, says(-1), says(45065, { msg_id: 34182 }));
    const result = settle(api.request(post(PATH, { clientmsgid: 'once' })), clock);
    await expect(result).resolves.toMatchObject({ msg_id: '34182' });
    fake.on(PATH, says(45065));
    await expect(api.request(post(PATH, {}))).rejects.toMatchObject({ errcode: 45065 });
  });

  it('waits for the next minute after 45011, and up to five seconds more', async () => {
    const { api, fake, clock } = setup;
    clock.setWall(Date.UTC(2026, 0, 1, 0, 0, 40));
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    fake.on(PATH, says(45011));
    const before = clock.monotonic();
    await settle(api.request(get(PATH)), clock);
    expect(clock.monotonic() - before).toBe(22_500);
  });

  it.each([
    [45011, 20_000],
    [45066, 60_000],
  ])('says when to try again where the deadline forbids to wait, after %s', async (errcode, wait) => {
    const { api, fake, clock } = setup;
    clock.setWall(Date.UTC(2026, 0, 1, 0, 0, 40));
    fake.on(PATH, says(errcode));
    const error = api.request(get(PATH), { timeout: 20_000 });
    await expect(error).rejects.toMatchObject({ errcode, retryAfter: new Date(clock.now() + wait) });
    expect(fake.count(PATH)).toBe(1);
  });

  it.each<[string, string | ((now: number) => string), number]>([
    ['seconds', '12', 12_000],
    ['a date', (now) => new Date(now + 9000).toUTCString(), 9000],
    ['a date that is over', (now) => new Date(now - 9000).toUTCString(), 150],
    ['something else', '1e1', 150],
  ])('honours Retry-After: %s', async (_what, header, wait) => {
    const { api, fake, clock } = setup;
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const value = typeof header === 'string' ? header : header(clock.now());
    fake.on(PATH, { text: '', status: 503, headers: { 'retry-after': value } });
    const before = clock.monotonic();
    await settle(api.request(get(PATH)), clock);
    expect(clock.monotonic() - before).toBe(wait);
  });

  it('keeps further calls of an endpoint back once its day is full, until the quota is reset', async () => {
    const { api, fake, clock } = setup;
    clock.setWall(Date.UTC(2026, 0, 15, 4)); // noon in Beijing
    fake.on(PATH, says(45009));
    const midnight = new Date(Date.UTC(2026, 0, 15, 16));
    await expect(api.request(post(PATH))).rejects.toMatchObject({ retryAfter: midnight, since: undefined });
    await expect(api.request(post(PATH))).rejects.toMatchObject({ errcode: 45009 });
    expect(fake.count(PATH)).toBe(1);
    await api.tag.create('another endpoint');
    await expect(api.request(post(PATH))).rejects.toMatchObject({ errcode: 45009 });
    await clock.advance(600_000);
    await api.request(post(PATH)); // somebody may have reset it elsewhere
    expect(fake.count(PATH)).toBe(2);
  });

  it('says that WeChat was not asked, since when and until when, and how to ask again before', async () => {
    const { api, fake, clock } = setup;
    clock.setWall(Date.UTC(2026, 0, 15, 4));
    fake.on(PATH, says(45009));
    await expect(api.request(post(PATH))).rejects.toThrow(`${PATH} answered 45009`);
    await clock.advance(60_000);
    await expect(api.request(post(PATH))).rejects.toMatchObject({
      since: new Date(Date.UTC(2026, 0, 15, 4)),
      retryAfter: new Date(Date.UTC(2026, 0, 15, 4, 10)),
      message: expect.stringMatching(
        /^WeChat was not asked: at 2026-01-15T04:00:00.000Z .* answered 45009: .* asks again from 2026-01-15T04:10:00.000Z, or at once after a reset by this client: openapi\.clearQuota/,
      ) as string,
    });
  });

  it('asks again at midnight in Beijing, however late the day was full', async () => {
    const { api, fake, clock } = setup;
    const midnight = Date.UTC(2026, 0, 15, 16);
    clock.setWall(midnight - 60_000);
    fake.on(PATH, says(45009));
    await expect(api.request(post(PATH))).rejects.toThrow();
    await expect(api.request(post(PATH))).rejects.toMatchObject({ retryAfter: new Date(midnight) });
    await clock.advance(60_000);
    await api.request(post(PATH));
    expect(fake.count(PATH)).toBe(2);
  });

  it.each<[string, (api: Api) => Promise<unknown>, boolean]>([
    ['clearQuota', (api) => api.openapi.clearQuota('wx1'), true],
    ['clearQuotaByAppSecret', (api) => api.openapi.clearQuotaByAppSecret(), true],
    ['clearApiQuota', (api) => api.openapi.clearApiQuota(PATH), true],
    ['getApiQuota', (api) => api.openapi.getApiQuota(PATH), false],
  ])('learns of a reset by the same client, and of none by another: %s', async (_name, reset, asks) => {
    const { api, fake, another } = setup;
    const other = another();
    fake.on(PATH, says(45009), says(45009));
    await expect(api.request(post(PATH))).rejects.toThrow();
    await expect(other.request(post(PATH))).rejects.toThrow();
    fake.always('/cgi-bin/clear_quota/v2', says(0));
    await reset(api);
    if (asks) await api.request(post(PATH));
    else await expect(api.request(post(PATH))).rejects.toThrow('WeChat was not asked');
    // Nobody tells the others: each of them looks after ten minutes.
    await expect(other.request(post(PATH))).rejects.toThrow('WeChat was not asked');
  });

  it('goes on keeping calls back when the reset fails', async () => {
    const { api, fake } = setup;
    fake.on(PATH, says(45009));
    await expect(api.request(post(PATH))).rejects.toThrow();
    fake.on('/cgi-bin/clear_quota', says(48006));
    await expect(api.openapi.clearQuota('wx1')).rejects.toMatchObject({ errcode: 48006 });
    await expect(api.request(post(PATH))).rejects.toThrow('WeChat was not asked');
  });
});

describe('when there is no connection', () => {
  it.each(all)('sends %s again', async (call) => {
    const port = await freePort();
    const seen: string[] = [];
    const server = createServer((request, res) => {
      seen.push(request.url ?? '');
      res.end('{"errcode":0}');
    });
    const setup = await setUp({
      host: `http://127.0.0.1:${port}`,
      accessToken: () => Promise.resolve('canary-token'),
    });
    const result = setup.api.request(calls[call]!);
    try {
      // The wait before the next try; those for a try or the call as a whole are longer.
      await until(() => setup.clock.waiting().some((ms) => ms <= 300));
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      await setup.clock.advance(300);
      await expect(result).resolves.toBeUndefined();
      expect(seen).toHaveLength(1);
    } finally {
      server.close();
      server.closeAllConnections();
      await setup.close();
    }
  });

  it('says that nothing was sent', async () => {
    const setup = await setUp({
      host: `http://127.0.0.1:${await freePort()}`,
      accessToken: () => Promise.resolve('canary-token'),
    });
    const error = settle(setup.api.request(post(PATH)), setup.clock);
    await expect(error).rejects.toMatchObject({ code: 'transport', sent: false, reason: 'ECONNREFUSED' });
    await setup.close();
  });
});
