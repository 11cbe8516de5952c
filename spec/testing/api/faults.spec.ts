import type { ApiFault, FakeApi } from 'offiaccount/testing';
import { closeAll, connect, files } from './support';

afterEach(closeAll);

const CREATE = '/cgi-bin/tags/create';
const body = { tag: { name: 'VIP' } };

type World = Awaited<ReturnType<typeof connect>>;

/** The same call over HTTP, or within the process: the status and text of the answer, or `lost`. */
const ways: readonly (readonly [string, (world: World, signal?: AbortSignal) => Promise<string>])[] = [
  [
    'over HTTP',
    async ({ request, stableToken }, signal) => {
      const { access_token } = await stableToken();
      try {
        const response = await request(`${CREATE}?access_token=${access_token}`, {
          method: 'POST',
          body: JSON.stringify(body),
          redirect: 'manual',
          ...(signal && { signal }),
        });
        return `${response.status} ${await response.text()}`;
      } catch {
        return 'lost';
      }
    },
  ],
  [
    'within the process',
    async ({ api, stableToken }, signal = new AbortController().signal) => {
      const { access_token } = await stableToken();
      const url = `https://api.weixin.qq.com${CREATE}?access_token=${access_token}`;
      const content = Buffer.from(JSON.stringify(body));
      const sent = api.transport({ method: 'POST', url, headers: {}, body: content, signal });
      return sent.then(
        (response) => `${response.status} ${response.body.toString()}`,
        () => 'lost',
      );
    },
  ],
];

/** How many tags there are besides WeChat's own. */
const made = async ({ get }: World): Promise<number> =>
  ((await get('/cgi-bin/tags/get')) as unknown as { tags: unknown[] }).tags.length - 1;

const DONE = '200 {"tag":{"id":100,"name":"VIP"}}';

describe.each(ways)('a fault %s', (_way, send) => {
  it.each<[ApiFault, RegExp, number]>([
    [{ errcode: -1 }, /^200 \{"errcode":-1,"errmsg":"system error rid: [0-9a-f-]{26}"\}$/, 0],
    [{ errcode: 45009 }, /reach max api daily quota limit rid/, 0],
    [
      { errcode: 61004, errmsg: 'access clientip is not registered' },
      /"access clientip is not registered rid: /,
      0,
    ],
    [{ errcode: 99999 }, /"errmsg":"error 99999 rid/, 0],
    [{ status: 502 }, /^502 <html>.*502/, 0],
    [{ status: 503, body: 'busy' }, /^503 busy$/, 0],
    [{ status: 200, body: { list: [] } }, /^200 \{"list":\[\]\}$/, 0],
    ['html', /^200 <html>/, 0],
    ['redirect', /^302 /, 0],
    ['reset-before', /^lost$/, 0],
    ['reset-during', /^lost$/, 1],
    ['reset-after', /^lost$/, 1],
    ['token-revoked', /"errcode":40001/, 0],
  ])('%j is what it says', async (fault, answer, count) => {
    const world = await connect();
    world.api.fail(CREATE, fault);
    expect(await send(world)).toMatch(answer);
    world.renew();
    expect(await made(world)).toBe(count);
  });

  it('{ delay } is done at once and answered by the clock', async () => {
    const world = await connect();
    world.api.fail(CREATE, { delay: 8000 });
    let answer: string | undefined;
    const sent = send(world).then((given) => (answer = given));
    await world.simulator.clock.advance(7999);
    expect(answer).toBeUndefined();
    expect(await made(world)).toBe(1);
    await world.simulator.clock.advance(1);
    expect(await sent).toBe(DONE);
  });

  it('"drip" is a byte a second', async () => {
    const world = await connect();
    world.api.fail(CREATE, 'drip');
    let answer: string | undefined;
    const sent = send(world).then((given) => (answer = given));
    await world.simulator.clock.advance(10_000);
    expect(answer).toBeUndefined();
    await world.simulator.clock.advance(60_000);
    expect(await sent).toBe(DONE);
  });

  it('"hang" is neither done nor answered, until the caller has enough', async () => {
    const world = await connect();
    world.api.fail(CREATE, 'hang');
    const caller = new AbortController();
    let answer: string | undefined;
    const sent = send(world, caller.signal).then((given) => (answer = given));
    await world.simulator.clock.advance(60_000);
    expect(answer).toBeUndefined();
    caller.abort();
    expect(await sent).toBe('lost');
    expect(await made(world)).toBe(0);
    expect(world.api.calls.find(({ path }) => path === CREATE)).not.toHaveProperty('status');
  });

  it('"hang" ends when the simulator is closed', async () => {
    const world = await connect();
    world.api.fail(CREATE, 'hang');
    const sent = send(world);
    await world.simulator.clock.advance(1);
    await world.simulator.close();
    expect(await sent).toBe('lost');
  });

  it('a caller who gives up does not undo what is done', async () => {
    const world = await connect();
    world.api.fail(CREATE, { delay: 8000 });
    const caller = new AbortController();
    const sent = send(world, caller.signal);
    await world.simulator.clock.advance(4000);
    caller.abort();
    expect(await sent).toBe('lost');
    await world.simulator.clock.advance(4000);
    expect(await made(world)).toBe(1);
  });
});

describe('fail()', () => {
  const codes = async ({ post, get }: World) => [
    (await post(CREATE, { tag: { name: 'a' } })).errcode,
    (await post(CREATE, { tag: { name: 'b' } })).errcode,
    (await get('/cgi-bin/tags/get')).errcode,
  ];
  const busy = { errcode: -1 };

  it.each<[string, (api: FakeApi) => unknown, unknown[]]>([
    ['once for a path', (api) => api.fail(CREATE, busy), [-1, undefined, undefined]],
    ['as often as it says', (api) => api.fail(CREATE, busy, { times: 2 }), [-1, -1, undefined]],
    ['for a pattern', (api) => api.fail(/tags/, busy, { times: Infinity }), [-1, -1, -1]],
    ['for a pattern with a state', (api) => api.fail(/tags/g, busy, { times: 3 }), [-1, -1, -1]],
    [
      'for what a function says',
      (api) => api.fail(({ method }) => method === 'GET', busy),
      [undefined, undefined, -1],
    ],
    [
      'for what a body says',
      (api) => api.fail(({ body }) => JSON.stringify(body).includes('"b"'), busy),
      [undefined, -1, undefined],
    ],
    ['not once it is taken back', (api) => api.fail(CREATE, busy)(), [undefined, undefined, undefined]],
    [
      'in order, one at a time',
      (api) => [api.fail(CREATE, busy), api.fail(CREATE, { errcode: 45011 })],
      [-1, 45011, undefined],
    ],
    ['for no other path', (api) => api.fail('/cgi-bin/tags', busy), [undefined, undefined, undefined]],
  ])('makes calls go wrong %s', async (_when, prepare, expected) => {
    const world = await connect();
    await world.get('/cgi-bin/getcallbackip');
    prepare(world.api);
    expect(await codes(world)).toEqual(expected);
  });

  it('plays the token endpoint too', async () => {
    const world = await connect();
    world.api.fail('/cgi-bin/stable_token', { status: 200, body: { access_token: 't', expires_in: -1 } });
    expect(await world.stableToken()).toEqual({ access_token: 't', expires_in: -1 });
    expect(await world.stableToken()).toMatchObject({ expires_in: 7200 });
  });

  it('lets a client that follows a redirect be seen', async () => {
    const { api, request } = await connect();
    api.fail('/cgi-bin/tags/get', 'redirect');
    await request('/cgi-bin/tags/get');
    expect(api.calls.map(({ path }) => path)).toEqual(['/cgi-bin/tags/get', '/redirected']);
  });

  it('shows the mistake of a function that throws', async () => {
    const { api, request } = await connect();
    api.fail(() => {
      throw new Error('no such field');
    }, 'hang');
    const response = await request('/cgi-bin/tags/get');
    expect([response.status, await response.text()]).toEqual([
      500,
      'The fake API failed: Error: no such field',
    ]);
  });

  it('works for downloads and uploads', async () => {
    const { api, upload, download } = await connect();
    const { media_id } = await upload('/cgi-bin/media/upload?type=image', 'a.png', files.png);
    api.fail('/cgi-bin/media/get', 'reset-during');
    const response = download(`/cgi-bin/media/get?media_id=${String(media_id)}`).then((each) =>
      each.arrayBuffer(),
    );
    await expect(response).rejects.toThrow();
  });
});
