import { execFileSync } from 'node:child_process';
import { Agent } from 'node:http';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { readProxy } from '../../lib/api/proxy';
import { axiosTransport, type HttpRequest } from '../../lib/api/transport';
import { fakeWeChat, type FakeWeChat } from '../support/fake-wechat';
import { freePort } from '../support/redis';

describe('the transport', () => {
  let fake: FakeWeChat;
  beforeAll(async () => {
    fake = await fakeWeChat();
    fake.always('/ok', { json: { errcode: 0 } });
    fake.always('/endless', 'endless');
    fake.always('/redirect', { text: '', status: 302, headers: { location: '/ok' } });
    fake.always('/hang', 'hang');
  });
  afterAll(() => fake.close());
  const request = (path: string, more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'GET',
    url: `${fake.origin}${path}`,
    headers: {},
    maxBytes: 1_000_000,
    signal: new AbortController().signal,
    ...more,
  });

  it('sends bytes with their length, and gives back bytes, whatever the status', async () => {
    const send = axiosTransport();
    const body = Buffer.from('{"text":"你好"}');
    fake.on('/ok', { text: 'gone', status: 503 });
    const answer = await send(
      request('/ok', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }),
    );
    expect(answer).toMatchObject({ status: 503, headers: { 'content-type': 'text/html' } });
    expect(answer.body.toString()).toBe('gone');
    expect(fake.seen.at(-1)!.headers['content-length']).toBe(String(body.length));
    expect(fake.seen.at(-1)!.headers['transfer-encoding']).toBeUndefined();
    expect(fake.seen.at(-1)!.raw.equals(body)).toBe(true);
  });

  it('follows no redirect', async () => {
    const before = fake.count('/ok');
    expect((await axiosTransport()(request('/redirect'))).status).toBe(302);
    expect(fake.count('/ok')).toBe(before);
  });

  it('stops reading at the limit', async () => {
    await expect(axiosTransport()(request('/endless'))).rejects.toMatchObject({
      reason: 'too-large',
      sent: true,
    });
  });

  it('ends when the signal says so', async () => {
    const controller = new AbortController();
    const pending = axiosTransport()(request('/hang', { signal: controller.signal }));
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(pending).rejects.toMatchObject({ code: 'transport' });
  });

  it('ignores a proxy of the environment, and what others put on Object.prototype', async () => {
    const polluted = {
      proxy: { host: '127.0.0.1', port: 1 },
      baseURL: 'http://127.0.0.1:1',
      maxRedirects: 5,
      socketPath: '/x',
      adapter: () => Promise.reject(new Error('theirs')),
      transformRequest: [() => 'theirs'],
      data: 'theirs',
      params: { theirs: 1 },
    };
    const send = axiosTransport();
    await send(request('/ok')); // axios cannot even be loaded when the prototype is like that
    process.env.HTTP_PROXY = process.env.http_proxy = 'http://127.0.0.1:1';
    Object.assign(Object.prototype, polluted);
    try {
      expect((await send(request('/ok'))).status).toBe(200);
      expect(fake.seen.at(-1)).toMatchObject({ method: 'GET', body: '', query: {} });
    } finally {
      for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
      delete process.env.HTTP_PROXY;
      delete process.env.http_proxy;
    }
  });

  it('uses a proxy when told so', async () => {
    const seen: string[] = [];
    const proxy = createServer((socket) => {
      socket.once('data', (data) => {
        seen.push(data.toString('latin1').split('\r\n')[0]!);
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
      });
    });
    const port = await freePort();
    await new Promise<void>((resolve) => proxy.listen(port, '127.0.0.1', resolve));
    const send = axiosTransport({ proxy: readProxy(`http://127.0.0.1:${port}`, 'proxy') });
    expect((await send(request('/ok?a=1'))).status).toBe(200);
    expect(seen[0]).toBe(`GET ${fake.origin}/ok?a=1 HTTP/1.1`);
    await new Promise((resolve) => proxy.close(resolve));
  });

  it('uses your own agent, and still knows what was not sent', async () => {
    const agent = new Agent();
    const send = axiosTransport({ agent });
    expect((await send(request('/ok'))).status).toBe(200);
    const url = `http://127.0.0.1:${await freePort()}/`;
    await expect(send(request('', { url }))).rejects.toMatchObject({ sent: false, reason: 'ECONNREFUSED' });
  });

  it.each([
    ['nobody listens', () => freePort().then((port) => `http://127.0.0.1:${port}/x`), 'ECONNREFUSED'],
    ['there is no such name', () => Promise.resolve('http://nowhere.invalid/x'), /ENOTFOUND|EAI_AGAIN/],
    [
      'the peer speaks no TLS',
      () => Promise.resolve(fake.origin.replace('http:', 'https:')),
      /EPROTO|ERR_SSL|ECONNRESET/,
    ],
  ])('knows that nothing was sent when %s', async (_what, url, reason) => {
    const error = axiosTransport()(request('', { url: await url() }));
    await expect(error).rejects.toMatchObject({ code: 'transport', sent: false });
    await expect(error).rejects.toMatchObject({ reason: expect.stringMatching(reason) as string });
  });

  it('knows that nothing was sent when the TLS handshake hangs, breaks or shows a wrong certificate', async () => {
    const silent = createServer(() => undefined);
    const breaking = createServer((socket) => socket.destroy());
    const untrusted = createTlsServer(certificate());
    for (const server of [silent, breaking, untrusted]) {
      const port = await freePort();
      await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
      const send = axiosTransport({ connectTimeout: 200 });
      await expect(send(request('', { url: `https://127.0.0.1:${port}/` }))).rejects.toMatchObject({
        sent: false,
      });
      server.close();
    }
  });

  it('knows that it may have been sent when an idle connection was closed under it', async () => {
    const send = axiosTransport();
    await send(request('/ok'));
    fake.on('/ok', 'reset-after-request');
    await expect(send(request('/ok'))).rejects.toMatchObject({ sent: true, reason: 'ECONNRESET' });
  });

  it('lets nothing of axios out', async () => {
    fake.on('/ok', 'reset-after-request');
    const error: unknown = await axiosTransport()(request('/ok?access_token=canary')).catch(
      (caught: unknown) => caught,
    );
    expect(Object.keys(error as object).sort()).toEqual([
      'address',
      'code',
      'name',
      'reason',
      'sent',
      'status',
    ]);
    expect(JSON.stringify(error)).not.toContain('canary');
  });

  it('is not loaded before the first call', () => {
    const script = `
      const { createApi } = require('./lib/api/client.ts');
      createApi({ appId: 'wx1', appSecret: 'x' });
      require('./lib/store/redis.ts');
      const loaded = Object.keys(require.cache).filter((path) => /node_modules.(axios|ioredis|xml2js)/.test(path));
      if (loaded.length > 0) throw new Error(loaded.join());
    `;
    execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script], { stdio: 'pipe' });
  }, 30_000);
});

/** A certificate nobody trusts. */
function certificate(): { key: string; cert: string } {
  const args = [
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-keyout',
    '-',
    '-subj',
    '/CN=nobody',
    '-days',
    '1',
  ];
  const pem = execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  return { key: pem, cert: pem };
}
