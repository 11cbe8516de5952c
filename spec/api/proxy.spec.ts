import { readFileSync } from 'node:fs';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, createServer as createHttpsServer } from 'node:https';
import {
  connect,
  createServer,
  type AddressInfo,
  type LookupFunction,
  type Server,
  type Socket,
} from 'node:net';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import { circuitBreaker } from '../../lib/api/circuit-breaker';
import { createApi, type ApiOptions } from '../../lib/api/client';
import { get, post } from '../../lib/api/request';
import { readProxy } from '../../lib/api/proxy';
import { axiosTransport } from '../../lib/api/transport';
import { TunnelAgent } from '../../lib/api/tunnel';
import { systemClock } from '../../lib/clock';
import type { TransportError } from '../../lib/errors';
import { ConfigError } from '../../lib/errors';
import { freePort } from '../support/redis';

const tls = (name: string) => readFileSync(join(__dirname, '../fixtures/tls', name));
const NO_TRANSPORT: unknown = () => undefined;
const PASSWORD = 'canary-proxy-password';

const servers: Server[] = [];
const sockets = new Set<Socket>();
async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
});

/** A proxy that says `text` to whatever it is asked. */
const says = (text: string) =>
  listen(createServer((socket) => socket.once('data', () => socket.end(text.replaceAll('\n', '\r\n')))));

/** A proxy that opens tunnels to one server, and tells what it was asked. */
async function opens(target: () => number) {
  const asked: string[] = [];
  const port = await listen(
    createServer((socket) =>
      socket.once('data', (data) => {
        asked.push(data.toString('latin1'));
        const way = connect(target(), '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
          socket.pipe(way).pipe(socket);
        });
        sockets.add(way.on('error', () => undefined));
      }),
    ),
  );
  return { port, asked };
}

const PORTS: Readonly<Record<string, () => Promise<number>>> = {
  'asks for credentials (407)': () =>
    says('HTTP/1.1 407 Proxy Authentication Required\nContent-Length: 0\n\n'),
  'forbids the host (403)': () => says('HTTP/1.1 403 Forbidden\nContent-Length: 9\n\nforbidden'),
  'finds no way (502)': () => says('HTTP/1.1 502 Bad Gateway\nConnection: close\nContent-Length: 3\n\nbad'),
  'is overloaded (503)': () => says('HTTP/1.1 503 Busy\nRetry-After: 9\n\n'),
  'knows no CONNECT (405)': () => says('HTTP/1.1 405 Method Not Allowed\nContent-Type: text/html\n\n<html>'),
  'answers with a page (200)': () => says('HTTP/1.1 200 OK\nContent-Length: 6\n\n<html>'),
  'sends elsewhere (302)': () => says('HTTP/1.1 302 Found\nLocation: http://login.example/\n\n'),
  'speaks no HTTP': () => says('SSH-2.0-OpenSSH_9\n'),
  'says nothing at all, and ends': () => says(''),
  'ends after its 200': () => says('HTTP/1.1 200 Connection established\n\n'),
  'never answers': () => listen(createServer(() => undefined)),
  'is not there': freePort,
};

describe('a proxy that', () => {
  const call = (options: Partial<ApiOptions>, timeout = 8000) =>
    createApi({
      appId: 'wx1',
      accessToken: () => Promise.resolve('canary-access-token'),
      host: 'https://api.weixin.qq.com',
      ...options,
    })
      .request(post('/cgi-bin/message/custom/send', {}), { timeout })
      .then(
        () => undefined,
        (error: unknown) => error,
      );

  it.each(Object.entries(PORTS))(
    '%s is named by the error, and nothing was sent',
    async (_name, start) => {
      const port = await start();
      const error = await call({ proxy: `http://me:${PASSWORD}@127.0.0.1:${port}` });
      expect(error).toMatchObject({ code: 'transport', sent: false });
      expect((error as TransportError).message).toContain(`127.0.0.1:${port}`);
      expect((error as TransportError).reason).toMatch(/^proxy(-refused)?$/);
      expect(inspect(error)).not.toMatch(/canary/);
    },
    30_000,
  );

  it.each(['asks for credentials (407)', 'forbids the host (403)', 'speaks no HTTP'])(
    '%s is asked once',
    async (name) => {
      let asked = 0;
      const port = await PORTS[name]!();
      servers.at(-1)!.on('connection', () => asked++);
      await call({ proxy: { host: '127.0.0.1', port } });
      expect(asked).toBe(1);
    },
  );

  it('speaks TLS with a certificate that nobody trusts is named', async () => {
    const port = await listen(
      createHttpsServer({ key: tls('self-signed.key'), cert: tls('self-signed.crt') }),
    );
    const error = await call({ proxy: `https://127.0.0.1:${port}` });
    expect(error).toMatchObject({ sent: false, reason: 'proxy' });
    expect((error as TransportError).message).toMatch(`127.0.0.1:${port}`);
  });

  it('reads along shows a certificate that is not WeChat’s', async () => {
    const target = await listen(
      createHttpsServer({ key: tls('self-signed.key'), cert: tls('self-signed.crt') }),
    );
    const { port, asked } = await opens(() => target);
    const error = await call({ proxy: `http://127.0.0.1:${port}` });
    expect(error).toMatchObject({ sent: false, reason: 'proxy' });
    expect((error as TransportError).message).toMatch(
      /certificate of api\.weixin\.qq\.com .*NODE_EXTRA_CA_CERTS/,
    );
    expect(asked[0]).toMatch(/^CONNECT api\.weixin\.qq\.com:443 HTTP\/1\.1\r\n/);
  });

  it('works is told who asks, and is the way of all calls', async () => {
    const seen: string[] = [];
    const target = await listen(
      createHttpsServer({ key: tls('self-signed.key'), cert: tls('self-signed.crt') }, (req, res) => {
        seen.push(req.url ?? '');
        res.end('{"errcode":0}');
      }),
    );
    const { port, asked } = await opens(() => target);
    const proxy = readProxy(`http://me:p%40ss@127.0.0.1:${port}`, 'proxy');
    const trusting = { keepAlive: true, ca: tls('self-signed.crt'), checkServerIdentity: () => undefined };
    const agent = new TunnelAgent(proxy, 3000, trusting);
    const send = axiosTransport({ agent });
    const request = (path: string) =>
      send({
        method: 'GET',
        url: `https://api.weixin.qq.com${path}`,
        headers: {},
        maxBytes: 1000,
        signal: new AbortController().signal,
      });
    expect((await request('/a')).body.toString()).toBe('{"errcode":0}');
    expect((await request('/b')).status).toBe(200);
    agent.destroy();
    expect(seen).toEqual(['/a', '/b']);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain(`Proxy-Authorization: Basic ${Buffer.from('me:p@ss').toString('base64')}\r\n`);
  });

  it('asks for credentials of a call to an http: address is named', async () => {
    const port = await PORTS['asks for credentials (407)']!();
    const error = await call({ host: 'http://wechat.example', proxy: `http://127.0.0.1:${port}` });
    expect(error).toMatchObject({ sent: false, reason: 'proxy-refused' });
    expect((error as TransportError).message).toContain(`127.0.0.1:${port}`);
  });

  it('is not there for a call to an http: address is named', async () => {
    const port = await freePort();
    const error = await call({ host: 'http://wechat.example', proxy: `http://127.0.0.1:${port}` });
    expect(error).toMatchObject({ sent: false, reason: 'ECONNREFUSED' });
    expect((error as TransportError).message).toContain(`Nobody listens at 127.0.0.1:${port}`);
  });

  it('may have answered itself, over http:, is named as well as WeChat; what was sent is unknown', async () => {
    const port = await PORTS['finds no way (502)']!();
    const error = await call({ host: 'http://wechat.example', proxy: `http://127.0.0.1:${port}` }, 1000);
    expect(error).toMatchObject({ sent: true, reason: 'status' });
    expect((error as TransportError).message).toMatch(
      new RegExp(`status 502\\. It may come from the proxy 127\\.0\\.0\\.1:${port}, in place of WeChat\\.`),
    );
  });

  it.each([
    ['is not there', 'https://wechat.example', /^The proxy HERE has failed 10 times\./],
    ['forbids the host (403)', 'https://wechat.example', /^The proxy HERE has failed 10 times\./],
    [
      'is not there',
      'http://wechat.example',
      /^10 calls to wechat.example have failed. Nobody listens at HERE \(/,
    ],
    [
      'finds no way (502)',
      'http://wechat.example',
      /^wechat.example by way of the proxy HERE has failed 10 times: /,
    ],
  ])('%s is blamed in place of %s when calls pause', async (name, host, words) => {
    const port = await PORTS[name]!();
    const proxy = readProxy(`http://me:${PASSWORD}@127.0.0.1:${port}`, 'proxy');
    const send = circuitBreaker(axiosTransport({ proxy }), systemClock);
    const request = {
      method: 'GET',
      url: `${host}/x?access_token=canary`,
      headers: {},
      maxBytes: 999,
    } as const;
    const ask = () => send({ ...request, signal: new AbortController().signal });
    for (let i = 0; i < 10; i++) await ask().catch(() => undefined);
    const error: unknown = await ask().catch((caught: unknown) => caught);
    expect(error).toMatchObject({ sent: false, reason: 'open' });
    const { message } = error as TransportError;
    expect(message.replace(`127.0.0.1:${port}`, 'HERE')).toMatch(words);
    expect(message).toMatch(/Calls to wechat\.example pause for some seconds\.$/);
    expect(inspect(error)).not.toContain('canary');
  });

  describe('somebody else’s agent goes to', () => {
    it.each(Object.entries(PORTS).filter(([name]) => name !== 'ends after its 200'))(
      'and that %s: nothing was sent',
      async (_name, start) => {
        const port = await start();
        const agent = new HttpsProxyAgent(`http://me:${PASSWORD}@127.0.0.1:${port}`);
        const error = await call({ agent }, 1500);
        expect(error).toMatchObject({ code: 'transport', sent: false });
        expect(inspect(error)).not.toMatch(/canary/);
        agent.destroy();
      },
      30_000,
    );

    it.each([
      ['is not there', freePort, /Nobody listens at 127\.0\.0\.1:\d+/],
      ['speaks no SOCKS', PORTS['speaks no HTTP']!, /./],
      ['never answers', PORTS['never answers']!, /No answer within/],
    ])(
      'by SOCKS, and that %s: nothing was sent',
      async (_name, start, words) => {
        const agent = new SocksProxyAgent(`socks5h://me:${PASSWORD}@127.0.0.1:${await start()}`);
        const error = await call({ agent }, 1500);
        expect(error).toMatchObject({ code: 'transport', sent: false });
        expect((error as TransportError).message).toMatch(words);
        expect(inspect(error)).not.toMatch(/canary/);
      },
      30_000,
    );
  });
});

describe('the sign-in page of a network', () => {
  it.each([
    ['wechat.example', 'HTTP/1.1 302 Found\nLocation: http://login.example/\n\n', 'redirect', true],
    [
      'wechat.example',
      'HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 6\n\n<html>',
      'answer',
      true,
    ],
    ['wechat.example', 'HTTP/1.1 511 Network\nContent-Length: 6\n\n<html>', 'status', true],
    ['wechat.example', 'HTTP/1.1 403 Forbidden\nContent-Length: 6\n\n<html>', 'refused', true],
    ['127.0.0.1', 'HTTP/1.1 302 Found\nLocation: http://login.example/\n\n', 'redirect', false],
  ])('is thought of where it may answer in place of http://%s', async (name, answer, reason, may) => {
    const port = await says(answer);
    // Every name leads to that page.
    const lookup: LookupFunction = (_name, { all }, done) =>
      all === true ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4);
    const error: unknown = await createApi({
      appId: 'wx1',
      accessToken: () => Promise.resolve('canary-access-token'),
      host: `http://${name}:${port}`,
      agent: new HttpAgent({ lookup }),
    })
      .request(post('/cgi-bin/message/custom/send', {}), { timeout: 2000 })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ sent: true, reason });
    const { message } = error as TransportError;
    expect(message.includes('such as the sign-in page of a network, in place of WeChat')).toBe(may);
  });
});

describe('createApi({ proxy, agent })', () => {
  const make = (options: object) => () => createApi({ appId: 'wx1', appSecret: 'canary-secret', ...options });
  const thrown = (options: object): unknown => {
    try {
      make(options)();
      return undefined;
    } catch (error) {
      return error;
    }
  };

  it.each([
    'http://127.0.0.1:8080',
    'http://user:pass@proxy.example:3128',
    'https://proxy.example',
    'http://[::1]:8080/',
    new URL('http://proxy.example:8080'),
    { host: '127.0.0.1', port: 8080 },
    { host: '::1', port: 1, protocol: 'https', auth: { username: '', password: '' } },
    { host: '[::1]', port: 1, protocol: undefined, auth: undefined },
    undefined,
  ])('takes %p', (proxy) => expect(make({ proxy })).not.toThrow());

  it.each([
    ['', 'empty'],
    ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
    ['proxy.example', 'http://127.0.0.1:8080'],
    ['socks5://user:canary@127.0.0.1:1080', 'socks-proxy-agent'],
    ['socks://127.0.0.1:1080', 'socks-proxy-agent'],
    ['ftp://127.0.0.1', 'http://127.0.0.1:8080'],
    ['http://user:canary@127.0.0.1:8080/path', 'path'],
    ['http://127.0.0.1:0', 'port'],
    [{ protocol: 'socks5', host: '127.0.0.1', port: 1080 }, 'socks-proxy-agent'],
    [{ protocol: 'http:', host: '127.0.0.1', port: 1080 }, '"protocol"'],
    [{ host: 'http://127.0.0.1', port: 8080 }, 'without scheme'],
    [{ host: '127.0.0.1:8080', port: 8080 }, '"port"'],
    [{ host: 'user:canary@host', port: 8080 }, 'without scheme'],
    [{ host: '127.0.0.1' }, '"port"'],
    [{ host: '127.0.0.1', port: '8080' }, '"port"'],
    [{ host: '127.0.0.1', port: 70_000 }, '"port"'],
    [{ port: 8080 }, '"host"'],
    [{ host: '127.0.0.1', port: 8080, auth: 'me:canary' }, '"auth"'],
    [true, 'http://127.0.0.1:8080'],
    [false, 'http://127.0.0.1:8080'],
    [null, 'http://127.0.0.1:8080'],
    [[], '"host"'],
  ])('refuses a proxy %p', (proxy, words) => {
    const error = thrown({ proxy });
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toContain(words);
    expect((error as ConfigError).message).not.toContain('canary');
  });

  it.each([
    [{ proxy: 'http://127.0.0.1:1', agent: new HttpsAgent() }, '"agent" and "proxy"'],
    [{ proxy: 'http://127.0.0.1:1', transport: NO_TRANSPORT }, '"transport" and "proxy"'],
    [{ agent: new HttpsAgent(), transport: NO_TRANSPORT }, '"transport" and "agent"'],
    [{ agent: new HttpAgent() }, 'http: addresses'],
    [{ agent: new HttpsAgent(), host: 'http://127.0.0.1:1' }, 'https: addresses'],
    [{ agent: {} }, '"agent"'],
    [{ agent: { dispatch: () => true } }, 'undici'],
    [{ agent: 'http://127.0.0.1:8080' }, '"agent"'],
  ])('refuses %p', (options, words) => {
    const error = thrown(options);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toContain(words);
  });

  describe('WECHAT_API_PROXY', () => {
    afterEach(() => {
      delete process.env.WECHAT_API_PROXY;
    });
    const accessToken = () => Promise.resolve('token');
    const call = (options: Partial<ApiOptions>) =>
      createApi({ appId: 'wx1', accessToken, ...options }).request(get('/cgi-bin/x'), { timeout: 8000 });

    it('is the proxy where none is set', async () => {
      const port = await PORTS['forbids the host (403)']!();
      process.env.WECHAT_API_PROXY = `http://127.0.0.1:${port}`;
      await expect(call({})).rejects.toThrow(`The proxy 127.0.0.1:${port} refused`);
    });

    it('gives way to a setting', async () => {
      process.env.WECHAT_API_PROXY = 'http://127.0.0.1:1';
      const port = await PORTS['forbids the host (403)']!();
      await expect(call({ proxy: `http://127.0.0.1:${port}` })).rejects.toThrow(`127.0.0.1:${port}`);
    });

    it('is not for a WeChat on this machine, nor for one’s own agent', async () => {
      const port = await says('HTTP/1.1 200 OK\nContent-Length: 15\n\n{"errcode": 0} ');
      process.env.WECHAT_API_PROXY = 'http://127.0.0.1:1';
      await expect(call({ host: `http://127.0.0.1:${port}` })).resolves.toBeUndefined();
      expect(make({ agent: new HttpsAgent() })).not.toThrow();
    });

    it('is checked', () => {
      process.env.WECHAT_API_PROXY = 'socks5://127.0.0.1:1080';
      expect(thrown({})).toMatchObject({
        message: expect.stringMatching(/^WECHAT_API_PROXY .*SOCKS/) as string,
      });
      process.env.WECHAT_API_PROXY = '';
      expect(thrown({})).toBeUndefined();
    });
  });
});
