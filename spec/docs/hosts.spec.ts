import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { simulate, type Simulator } from 'offiaccount/testing';
import { fakeWeChat } from '../support/fake-wechat';
import { fromNode } from '../support/node-modules';
import { serveFetch } from '../support/serve-fetch';
import type { FetchHandler } from 'offiaccount/hosts';
import type { callThrough, serveRelay } from '../../docs/examples/hosts/relay';

const appId = 'wx0123456789abcdef';
const token = 'token';
// Packages of this form are for Node's own loader, and not for that of the specs.
const loaded = new Map(['@hono/node-server', 'serverless-http'].map((name) => [name, fromNode(name)]));
const ended: (() => unknown)[] = [];
const before = { ...process.env };

beforeEach(() => {
  Object.assign(process.env, { WECHAT_APP_ID: appId, WECHAT_TOKEN: token });
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockImplementation();
  for (const [name, value] of loaded) jest.doMock(name, () => value);
});

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
  process.env = { ...before };
  jest.resetModules();
  jest.restoreAllMocks();
});

/** The example as a reader starts it, with a bot of its own. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- what an example exports is known to its caller
const load = <T extends object>(name: string): T => {
  jest.resetModules();
  const { wx } = jest.requireActual<{ wx?: { close(): Promise<void> } }>('../../docs/examples/hosts/bot');
  ended.push(() => wx?.close());
  return jest.requireActual<T>(`../../docs/examples/hosts/${name}`);
};

const listening = ({ server }: { readonly server: Server }): RequestListener => {
  ended.push(() => server.close());
  return (req, res) => server.emit('request', req, res);
};

interface LambdaAnswer {
  readonly statusCode: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

const HOSTS: Readonly<Record<string, () => RequestListener | Promise<RequestListener>>> = {
  node: () => listening(load('node')),
  koa: () => listening(load('koa')),
  fastify: async () => {
    const { app } = load<{ app: FastifyInstance }>('fastify');
    await app.ready();
    ended.push(() => app.close());
    return (req, res) => app.routing(req, res);
  },
  hono: () => listening(load('hono')),
  next: () => serveFetch({ '/wechat': load<FetchHandler>('next') }),
  lambda: () => {
    const { handler } = load<{ handler: (event: object, context: object) => Promise<LambdaAnswer> }>(
      'lambda',
    );
    return (req, res) => {
      const chunks: Buffer[] = [];
      req.on('data', (chunk: Buffer) => chunks.push(chunk));
      req.on('end', () => {
        const [rawPath = '/', rawQueryString = ''] = (req.url ?? '/').split('?');
        const event = {
          ...{ version: '2.0', rawPath, rawQueryString, headers: req.headers },
          requestContext: { http: { method: req.method, path: rawPath, sourceIp: '127.0.0.1' } },
          ...{ body: Buffer.concat(chunks).toString('base64'), isBase64Encoded: true },
        };
        void handler(event, {}).then(({ statusCode, headers, body }) => {
          res.writeHead(statusCode, headers).end(body);
        });
      });
    };
  },
};

const play = (listener: RequestListener, over: object = {}): Simulator => {
  const simulator = simulate(listener, { appId, token, path: '/wechat', ...over });
  ended.push(() => simulator.close());
  return simulator;
};

it('every example is tried', () => {
  const files = readdirSync(join(__dirname, '../../docs/examples/hosts')).map((name) =>
    name.replace('.ts', ''),
  );
  // That of Midway is tried where its packages are installed: spec/support/midway.ts.
  expect(files.sort()).toEqual([...Object.keys(HOSTS), 'bot', 'cloud-run', 'midway', 'relay'].sort());
});

it.each(Object.keys(HOSTS))('the example for %s is checked, answers, and refuses', async (name) => {
  const listener = await HOSTS[name]!();
  const simulator = play(listener);
  expect(await simulator.verifyUrl()).toMatchObject({ outcome: 'replied' });
  expect(await simulator.user().says('你好')).toMatchObject({ reply: { Content: 'You said: 你好' } });
  const stranger = play(listener, { token: 'other' });
  const seen = await stranger.user().says('hi');
  expect(seen.outcome).not.toBe('replied');
});

it('the example for 微信云托管 answers, and knows who calls', async () => {
  const { server } = load<{ server: Server }>('cloud-run');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ended.push(() => {
    server.close();
    server.closeAllConnections();
  });
  // A server on a port has an address of this form.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const simulator = simulate({ url: `${url}/wechat` }, { mode: 'cloudrun', appId });
  ended.push(() => simulator.close());
  expect(await simulator.verifyUrl()).toMatchObject({ outcome: 'replied' });
  expect(await simulator.user().says('hi')).toMatchObject({ reply: { Content: 'You said: hi' } });
  const headers = { 'x-wx-source': 'wx_client', 'x-wx-openid': 'alice', 'x-wx-appid': appId };
  expect(await (await fetch(`${url}/api/me`, { headers })).json()).toEqual({ openid: 'alice' });
  expect((await fetch(`${url}/api/me`)).status).toBe(401);
});

it('the example of the relay calls through production', async () => {
  const fake = await fakeWeChat({ appSecret: 'app-secret' });
  ended.push(() => fake.close());
  process.env.WECHAT_API_HOST = fake.origin;
  fake.always('/cgi-bin/user/info', { json: { openid: 'o1' } });
  const made = load<{ serveRelay: typeof serveRelay; callThrough: typeof callThrough }>('relay');
  const server = made.serveRelay(appId, 'app-secret', 'a secret of the relay');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ended.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const api = made.callThrough(appId, `http://127.0.0.1:${port}/wechat/relay`, 'a secret of the relay');
  expect(await api.user.getInfo('o1')).toMatchObject({ openid: 'o1' });
  await expect(api.menu.delete()).rejects.toThrow('not allowed');
});
