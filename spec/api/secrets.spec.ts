import { inspect } from 'node:util';
import type { Api } from '../../lib/api/client';
import { get, post, type ApiRequest } from '../../lib/api/request';
import type { Transport } from '../../lib/api/transport';
import { setUp, settle, type Setup } from '../support/api';
import type { Behaviour, SeenRequest } from '../support/fake-wechat';

// Every secret of these specs has this word in it.
const CANARY = /canary|%63anary/i;
const PATH = '/cgi-bin/x';

/** All that a program could show of an error. */
function shown(error: unknown): string {
  const parts: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause) {
    parts.push(
      at.message,
      String(at.stack),
      inspect(at, { depth: 10, showHidden: true }),
      JSON.stringify(at),
    );
    parts.push(...Object.getOwnPropertyNames(at).map((name) => inspect(Reflect.get(at as object, name))));
  }
  return parts.join('\n');
}

const echo =
  (status: number, type = 'application/json') =>
  (seen: SeenRequest): Behaviour => {
    const all = `${JSON.stringify(seen.query)} ${seen.body}`;
    return type === 'application/json'
      ? { json: { errcode: 40035, errmsg: `you sent ${all} rid: 12345678-12345678-12345678` }, status }
      : {
          text: `<html>${all}`,
          status,
          headers: { 'content-type': `text/html; ${seen.query.access_token}` },
        };
  };

const troubles: [string, Behaviour][] = [
  ['WeChat repeats all it was sent', echo(200)],
  ['WeChat repeats it with status 500', echo(500)],
  ['a page repeats it', echo(200, 'text/html')],
  ['a page repeats it with status 502', echo(502, 'text/html')],
  ['the answer is cut', 'reset-during-answer'],
  ['the connection is reset', 'reset-after-request'],
  ['nothing comes', 'hang'],
  ['it drips', 'drip'],
  ['too much comes', 'endless'],
  [
    'it redirects',
    (seen) => ({ text: '', status: 302, headers: { location: `/y?${seen.query.access_token}` } }),
  ],
  ['the token is refused', (seen) => ({ json: { errcode: 40001, errmsg: seen.query.access_token } })],
  ['the day is full', (seen) => ({ json: { errcode: 45009, errmsg: seen.query.access_token } })],
];

const requests: [string, ApiRequest][] = [
  ['a POST', post(PATH, { text: 'hello' })],
  [
    'a call with credentials of the caller',
    get(PATH, { access_token: 'canary-sns-token', code: 'canary-code/+=' }, { auth: 'none' }),
  ],
  [
    'a call with the AppSecret',
    post(PATH, { refresh_token: 'canary-refresh' }, { auth: { in: 'json', appid: 'a', secret: 's' } }),
  ],
];

let setup: Setup;
afterEach(() => setup.close());
const failure = async (call: Promise<unknown>): Promise<unknown> => {
  const error: unknown = await settle(
    call.then(
      () => undefined,
      (caught: unknown) => caught,
    ),
    setup.clock,
  );
  expect(error).toBeInstanceOf(Error);
  return error;
};

describe('no secret is shown', () => {
  it.each(
    troubles.flatMap(([trouble, behaviour]) =>
      requests.map(([call, request]) => [trouble, call, behaviour, request] as const),
    ),
  )('when %s, for %s', async (_trouble, _call, behaviour, request) => {
    setup = await setUp();
    setup.fake.always(PATH, behaviour);
    const error = await failure(setup.api.request(request));
    expect(shown(error)).not.toMatch(CANARY);
    expect(setup.logger.lines.join('\n')).not.toMatch(CANARY);
  });

  it.each(troubles.filter(([trouble]) => !trouble.startsWith('the token')))(
    'when %s, where the token is fetched',
    async (_trouble, behaviour) => {
      for (const accessToken of ['stable', 'classic'] as const) {
        setup = await setUp({ accessToken });
        setup.fake.always('/cgi-bin/stable_token', behaviour);
        setup.fake.always('/cgi-bin/token', behaviour);
        const error = await failure(setup.api.request(post(PATH)));
        expect(shown(error)).not.toMatch(CANARY);
        expect(setup.logger.lines.join('\n')).not.toMatch(CANARY);
        await setup.close();
      }
    },
  );

  it('when a transport of somebody else throws all it knows', async () => {
    const transport: Transport = (request) =>
      Promise.reject(Object.assign(new Error(request.url), { code: 'EODD', request }));
    setup = await setUp({ transport, accessToken: () => Promise.resolve('canary-token') });
    const error = await failure(setup.api.request(post(PATH)));
    expect(shown(error)).not.toMatch(CANARY);
    expect(error).toMatchObject({ code: 'transport', sent: true });
  });

  it('by the client itself', async () => {
    setup = await setUp();
    await setup.api.tag.create('x');
    expect(inspect(setup.api, { depth: 10, showHidden: true })).not.toMatch(CANARY);
  });

  it('by a background renewal that fails', async () => {
    setup = await setUp();
    const { api, fake, clock, logger } = setup;
    await api.request(post(PATH));
    fake.always('/cgi-bin/stable_token', echo(200));
    await clock.advance(7_000_000);
    await api.request(post(PATH));
    await settle(api.request(post(PATH)), clock);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(logger.lines.length).toBeGreaterThan(0);
    expect(logger.lines.join('\n')).not.toMatch(CANARY);
  });
});

describe('what goes into the request is checked', () => {
  const refuse = async (request: ApiRequest, transport = false) => {
    setup = await setUp();
    const error: unknown = await setup.api.request(request).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'config' });
    expect(setup.fake.seen.length).toBe(0);
    expect(transport).toBe(false);
  };
  it.each([
    'https://evil.example/x',
    '//evil.example/x',
    '/\\evil.example',
    '/x?access_token=canary',
    '/x#y',
    '/a/../b',
    '/./b',
    'cgi-bin/x',
    '/x y',
    '/x\r\nHost: evil',
    '',
    '/',
    '@evil.example/x',
  ])('a path like %j', (path) => refuse(get(path)));

  it.each([
    'evil.example',
    'weixin.qq.com.evil.example',
    'evil.example/weixin.qq.com',
    'notweixin.qq.com',
    'a@mp.weixin.qq.com',
    '',
  ])('a host like %j', (host) => refuse(get(PATH, {}, { host })));

  it('an access token in the query', () => refuse(get(PATH, { Access_Token: 'canary' })));
  it('a request that wants the AppSecret where there is none', async () => {
    setup = await setUp({ appSecret: undefined as never, accessToken: () => Promise.resolve('t') });
    const secret = post(PATH, {}, { auth: { in: 'json', appid: 'a', secret: 's' } });
    await expect(setup.api.request(secret)).rejects.toMatchObject({ code: 'config' });
  });

  it('what others put on Object.prototype is not part of it', async () => {
    setup = await setUp();
    const call = (api: Api) => api.request(post(PATH, { a: 1 }));
    await call(setup.api);
    const polluted = {
      host: 'mp.weixin.qq.com',
      answer: 'download',
      safe: true,
      auth: 'none',
      errcode: 40013,
      query: { x: 1 },
    };
    Object.assign(Object.prototype, polluted);
    try {
      await call(setup.api);
      await call(setup.another());
    } finally {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
    }
    expect(setup.fake.seen.at(-1)).toMatchObject({ path: PATH, query: { access_token: 'canary-token-1' } });
    expect(setup.fake.seen.at(-1)!.query).not.toHaveProperty('x');
  });
});
