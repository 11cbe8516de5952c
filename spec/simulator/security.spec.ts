import { request } from 'node:http';
import { hostname, networkInterfaces } from 'node:os';
import { appId, closeAll, files, listen, start, startWithBot, token } from './support';
import type { Played } from './support';

afterEach(closeAll);

/** A request with any headers, also such as fetch does not let through. */
const raw = (url: string, method: string, headers: Record<string, string>, body = ''): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end(method === 'GET' ? '' : body);
  });

/** What reads or changes something. */
const ROUTES = [
  ['GET', 'events'],
  ['GET', 'state'],
  ['GET', 'account-data'],
  ['POST', 'commands'],
  ['POST', 'uploads?type=image&filename=a.png'],
  ['GET', 'media/x'],
  ['GET', 'picture?url=http%3A%2F%2Fexample.com%2F'],
  ['GET', 'save'],
  ['POST', 'replay'],
] as const;

const bot = (): Promise<string> => listen((_req, res) => res.end('success'));

describe('on loopback', () => {
  it('the page has no token in its path, and only this machine reaches it', async () => {
    const { simulator } = await start({ url: await bot() });
    expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(simulator.apiUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(simulator).not.toHaveProperty('remoteApiUrl');
    const { port } = new URL(simulator.url);
    const others = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of others) await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow();
  });

  it.each(['localhost', '127.0.0.1', '127.0.0.2', '[::1]', 'LOCALHOST'])(
    'it is asked for as %s',
    async (host) => {
      const { simulator } = await start({ url: await bot() });
      const { port } = new URL(simulator.url);
      expect(await raw(`${simulator.url}state`, 'GET', { Host: `${host}:${port}` })).toBe(200);
    },
  );

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example', '192.0.2.1', 'a b'])(
    'it is not asked for as "%s": a page that gives its own name this address stays outside',
    async (host) => {
      const { simulator } = await start({ url: await bot() });
      for (const [method, path] of [...ROUTES, ['GET', ''] as const])
        expect([400, 403]).toContain(await raw(simulator.url + path, method, { Host: host }));
    },
  );

  it('the API is asked for as this machine or WeChat only, too', async () => {
    const { simulator } = await start({ url: await bot() });
    const ask = (Host: string) => raw(`${simulator.apiUrl}/cgi-bin/tags/get`, 'GET', { Host });
    expect(await ask('evil.example')).toBe(421);
    expect(await ask('evil.example:80')).toBe(421);
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:80', 'api.weixin.qq.com'])
      expect(await ask(host)).toBe(200);
  });
});

describe('other web pages', () => {
  it.each([
    [{ Origin: 'https://evil.example' }],
    [{ Origin: 'null' }],
    [{ Origin: 'http://127.0.0.1:1' }],
    [{ 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
  ])('that come with %j neither read nor command', async (headers) => {
    const { simulator, state } = await start({ url: await bot() });
    for (const [method, path] of ROUTES)
      expect(
        await raw(
          simulator.url + path,
          method,
          { ...headers, 'Content-Type': 'application/json' },
          '{"type":"pauseClock"}',
        ),
      ).toBe(403);
    expect((await state()).clock.paused).toBe(false);
  });

  it('that hide where they come from cannot send what a command is without asking first', async () => {
    const { simulator, state } = await start({ url: await bot() });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'])
      expect(
        await raw(`${simulator.url}commands`, 'POST', { 'Content-Type': type }, '{"type":"pauseClock"}'),
      ).toBe(400);
    const asked = await fetch(`${simulator.url}commands`, { method: 'OPTIONS' });
    expect(asked.headers.get('access-control-allow-origin')).toBeNull();
    expect((await state()).clock.paused).toBe(false);
  });

  it('the page itself may command', async () => {
    const { simulator } = await start({ url: await bot() });
    const { origin } = new URL(simulator.url);
    for (const headers of [
      { Origin: origin },
      { 'Sec-Fetch-Site': 'same-origin', Origin: origin },
      { 'Sec-Fetch-Site': 'none' },
      {},
    ])
      expect(
        await raw(
          `${simulator.url}commands`,
          'POST',
          { ...headers, 'Content-Type': 'application/json' },
          '{"type":"check"}',
        ),
      ).toBe(200);
  });
});

describe('every answer', () => {
  it.each(['', 'state', 'nothing', 'media/none'])(
    'forbids scripts of others and guessing of types: /%s',
    async (path) => {
      const { ask } = await start({ url: await bot() });
      const { headers } = await ask(path);
      const policy = headers.get('content-security-policy')!;
      expect(policy).toMatch(/^default-src 'self';/);
      expect(policy).not.toContain('unsafe');
      expect(policy).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    },
  );

  it('that is a file runs nothing at all', async () => {
    const { ask, upload } = await start({ url: await bot() });
    const answer = await ask(`media/${await upload('image', 'a.png', files.png)}`);
    expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('that is a page is the simulator’s own', async () => {
    const { ask } = await start({ url: await bot() });
    const answer = await ask('');
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(await answer.text()).toMatch(/<script[^>]* src="/);
    for (const path of ['../start.js', '..%2Fstart.ts', '%2e%2e/settings.ts'])
      expect((await ask(path)).status).toBe(404);
  });
});

describe('not on loopback', () => {
  /** Listens everywhere; asked by loopback all the same. */
  async function everywhere(over: object = {}): Promise<Played & { base: string; path: string }> {
    const played = await startWithBot({ host: '0.0.0.0', ...over });
    const { port, pathname } = new URL(played.simulator.url);
    return { ...played, base: `http://127.0.0.1:${port}`, path: pathname };
  }

  it('every path begins with 128 random bits', async () => {
    const { path, base } = await everywhere();
    const other = await everywhere();
    expect(path).toMatch(/^\/[\da-f]{32}\/$/);
    expect(other.path).not.toBe(path);
    for (const [method, route] of [
      ...ROUTES,
      ['GET', ''] as const,
      ['GET', 'api/cgi-bin/tags/get'] as const,
    ]) {
      for (const wrong of ['/', `/${'0'.repeat(32)}/`, path.slice(0, -2), other.path])
        expect(await raw(base + wrong + route, method, {})).toBe(404);
    }
    expect(await raw(`${base}${path}state`, 'GET', {})).toBe(200);
  });

  it('names are this machine’s, IP addresses and those that are allowed', async () => {
    const { path, base } = await everywhere({ allowedHosts: ['Bot.Example'] });
    const ask = (Host: string) => raw(`${base}${path}state`, 'GET', { Host });
    for (const host of ['192.0.2.1:80', '[2001:db8::1]', 'localhost', hostname(), 'bot.example'])
      expect(await ask(host)).toBe(200);
    for (const host of ['evil.example', 'bot.example.evil']) expect(await ask(host)).toBe(403);
  });

  it('the API is reached with that path from elsewhere, without it on this machine', async () => {
    const { simulator, command, until, upload, received, base } = (await everywhere()) as Awaited<
      ReturnType<typeof everywhere>
    > & { received: { PicUrl?: string }[] };
    expect(simulator.remoteApiUrl).toBe(`${simulator.url}api`);
    const remote = simulator.remoteApiUrl!.replace('http://0.0.0.0', 'http://127.0.0.1');
    const credentials = { grant_type: 'client_credential', appid: appId, secret: 's' };
    const tokenAt = async (url: string) =>
      (await (await fetch(`${url}/cgi-bin/token?${new URLSearchParams(credentials).toString()}`)).json()) as {
        access_token: string;
      };
    expect((await tokenAt(simulator.apiUrl)).access_token).toHaveLength(135);
    const { access_token } = await tokenAt(remote);
    // Files are found the same way.
    await command({ type: 'send', kind: 'image', file: await upload('image', 'a.png', files.png) });
    const file = await upload('video', 'a.mp4', files.mp4);
    await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    expect(received[0]!.PicUrl).toMatch(`${simulator.url}api/`);
    const picture = await fetch(received[0]!.PicUrl!.replace('http://0.0.0.0', 'http://127.0.0.1'));
    expect(Buffer.from(await picture.arrayBuffer()).equals(files.png)).toBe(true);
    const media = await fetch(`${remote}/cgi-bin/media/get?access_token=${access_token}&media_id=${file}`);
    const { video_url } = (await media.json()) as { video_url: string };
    expect(video_url.startsWith(`${base}${new URL(simulator.url).pathname}api/`)).toBe(true);
    expect(Buffer.from(await (await fetch(video_url)).arrayBuffer()).equals(files.mp4)).toBe(true);
  });
});

describe('settings that are not possible', () => {
  it.each([
    [{ url: [] }, /needs the "url"/],
    [{ url: 'localhost:3000' }, /whole address/],
    [{ url: 'ftp://localhost/' }, /whole address/],
    [{ token: '' }, /needs the "token"/],
    [{ language: 'fr' }, /"language"/],
    [{ port: -1 }, /"port" must be/],
    [{ apiPort: 1.5 }, /"apiPort" must be/],
    [{ mode: 'safe' }, /needs the "encodingAESKey"/],
    [{ kind: 'shop' }, /"kind" must be/],
    [{ encodingAESKey: 'tooShort', appId }, /encodingAESKey/i],
  ])('%j: are said so, without secrets', async (over, message) => {
    const starting = start({ url: 'http://127.0.0.1:1/', ...over } as never);
    await expect(starting).rejects.toThrow(message);
    await expect(starting).rejects.toMatchObject({ code: 'config' });
    await starting.catch((error: unknown) => expect(String(error)).not.toContain(token));
  });

  it.each(['port', 'apiPort'] as const)('a %s that is taken is said so', async (name) => {
    const { port } = new URL(await bot());
    await expect(start({ url: 'http://127.0.0.1:1/', [name]: Number(port) })).rejects.toThrow(
      `at port ${port} of`,
    );
  });

  it('and ports that are free are taken', async () => {
    const [page, api] = await Promise.all([bot(), bot()]).then((urls) =>
      urls.map((url) => Number(new URL(url).port)),
    );
    await closeAll();
    const { simulator } = await start({
      url: 'http://127.0.0.1:1/',
      port: page!,
      apiPort: api!,
      language: 'en',
      appSecret: undefined as never,
    });
    expect(new URL(simulator.url).port).toBe(String(page));
    expect(new URL(simulator.apiUrl).port).toBe(String(api));
    expect(await (await fetch(`${simulator.url}state`)).json()).toMatchObject({ language: 'en' });
  });
});
