import express from 'express';
import type * as Offiaccount from 'offiaccount';
import { wechat, type LogFields, type WeChat, type WeChatConfig } from 'offiaccount';
import type * as Hosts from 'offiaccount/hosts';
import { fetchHandler, type FetchHandler } from 'offiaccount/hosts';
import { movableClock, simulate, type Simulator } from 'offiaccount/testing';
import { serveFetch } from '../support/serve-fetch';
import { until } from '../support/redis';
import { fromNode } from '../support/node-modules';

const appId = 'wx0123456789abcdef';
const account = { appId, token: 'token', path: '/wechat' };
const ended: (() => unknown)[] = [];
const before = { ...process.env };

afterEach(async () => {
  for (const end of ended.splice(0)) await end();
  for (const name of Object.keys(process.env))
    if (!(name in before)) Reflect.deleteProperty(process.env, name);
});

/** Collects what a host is asked to wait for, and whether it is over. */
function host() {
  const works: { isOver: boolean }[] = [];
  const waitUntil = (work: Promise<unknown>): void => {
    const entry = { isOver: false };
    works.push(entry);
    void work.finally(() => (entry.isOver = true));
  };
  return { works, waitUntil, isIdle: () => works.length > 0 && works.every(({ isOver }) => isOver) };
}

function start(make: (wx: WeChat) => FetchHandler, over: Partial<WeChatConfig> = {}) {
  const clock = movableClock();
  const calls = simulate(() => undefined, { appId: 'wxofsomebodyelse00', token: 'calls', clock });
  ended.push(() => calls.close());
  const open = async () => {
    const logger = { warn: () => undefined, error: () => undefined };
    const apiHost = await calls.api.url();
    const wx = wechat({ appId, token: 'token', appSecret: 'x', apiHost, clock, logger, ...over });
    ended.push(() => wx.close());
    const simulator = simulate(serveFetch({ '/wechat': make(wx) }), { ...account, clock, api: calls.api });
    ended.push(() => simulator.close());
    return { wx, simulator, clock };
  };
  return open();
}

describe('waitUntil', () => {
  it('lasts until what ctx.after began is over', async () => {
    const { works, waitUntil, isIdle } = host();
    const { wx, simulator, clock } = await start((made) => fetchHandler(made, { waitUntil }));
    const done: string[] = [];
    wx.text((ctx) => {
      ctx.after(async () => {
        await clock.sleep(20_000);
        done.push(ctx.openid);
      });
      return 'hello';
    });
    expect(await simulator.user('alice').says('hi')).toMatchObject({ reply: { Content: 'hello' } });
    await clock.advance(10_000);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(works).toEqual([{ isOver: false }]);
    expect(done).toEqual([]);
    await clock.advance(11_000);
    await until(isIdle);
    expect(done).toEqual(['alice']);
  });

  it('lasts until a late answer is sent', async () => {
    const { waitUntil, isIdle } = host();
    const { wx, simulator, clock } = await start((made) => fetchHandler(made, { waitUntil }), {
      late: 'ack-then-send',
    });
    wx.text(async () => {
      await clock.sleep(9000);
      return 'late';
    });
    const alice = simulator.user('alice');
    const story = alice.says('hi');
    await clock.advance(5000);
    expect(await story).toMatchObject({ outcome: 'silent', deliveries: [{ status: 200 }] });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(isIdle()).toBe(false);
    await clock.advance(6000);
    await until(isIdle);
    expect(alice.sees()).toMatchObject([{ Content: 'late' }]);
  });

  it('may come with each request, as a method that wants its own object', async () => {
    const { works, waitUntil, isIdle } = host();
    const context = {
      mine: 'context',
      waitUntil(work: Promise<unknown>) {
        expect(this.mine).toBe('context');
        waitUntil(work);
      },
    };
    const { wx, simulator } = await start((made) => {
      const { GET, POST } = fetchHandler(made);
      return { GET: (request) => GET(request, context), POST: (request) => POST(request, context) };
    });
    wx.text(() => 'hello');
    await simulator.user().says('hi');
    expect(works).toHaveLength(1);
    await until(isIdle);
  });

  it('does not last for a refused request', async () => {
    const { waitUntil, isIdle } = host();
    const { simulator } = await start((made) => fetchHandler(made, { waitUntil }));
    simulator.change({ token: 'other' });
    expect(await simulator.user().says('hi')).toMatchObject({ outcome: 'refused' });
    await until(isIdle);
  });
});

const FREEZING: readonly (readonly [string, string])[] = [
  ['AWS_LAMBDA_FUNCTION_NAME', 'AWS Lambda'],
  ['SCF_RUNTIME', 'SCF'],
  ['TENCENTCLOUD_RUNENV', 'SCF'],
  ['FC_FUNCTION_NAME', 'FC'],
  ['VERCEL', 'Vercel'],
  ['NETLIFY', 'Netlify'],
];

describe.each(FREEZING)('on a host that sets %s', (variable, name) => {
  beforeEach(() => {
    process.env[variable] = 'yes';
  });

  it('a memory store is warned of, once', () => {
    jest.isolateModules(() => {
      const fresh = jest.requireActual<typeof Offiaccount>('offiaccount');
      const lines: (LogFields & { readonly message: string })[] = [];
      const keep = (fields: LogFields, message: string) => void lines.push({ ...fields, message });
      const logger = { warn: keep, error: keep };
      for (const store of [undefined, fresh.memoryStore(), undefined])
        fresh.wechat({ appId, token: 'token', logger, store });
      expect(lines).toMatchObject([{ event: 'memory-store' }]);
      expect(lines[0]?.message).toContain(name);
      expect(lines[0]?.message).toContain('redisStore');
    });
  });

  it("'ack-then-send' without waitUntil is refused by the name of the host", () => {
    jest.isolateModules(() => {
      const fresh = jest.requireActual<typeof Offiaccount>('offiaccount');
      const { fetchHandler: handler } = jest.requireActual<typeof Hosts>('offiaccount/hosts');
      const logger = { warn: () => undefined, error: () => undefined };
      const wx = fresh.wechat({ appId, token: 'token', late: 'ack-then-send', logger });
      const make = () => handler(wx);
      expect(make).toThrow(expect.objectContaining({ code: 'config' }) as Error);
      expect(make).toThrow(name);
      expect(make).toThrow('waitUntil');
      expect(() => handler(wx, { waitUntil: () => undefined })).not.toThrow();
      expect(() => handler(fresh.wechat({ appId, token: 'token', logger }))).not.toThrow();
    });
  });
});

it("'ack-then-send' in a function of Express is an error for the app, and acknowledges nothing", async () => {
  process.env.AWS_LAMBDA_FUNCTION_NAME = 'bot';
  const logger = { warn: () => undefined, error: () => undefined };
  const wx = wechat({ appId, token: 'token', late: 'ack-then-send', appSecret: 'x', logger });
  ended.push(() => wx.close());
  wx.text(() => 'hello');
  const errors: unknown[] = [];
  const app = express();
  app.use('/wechat', wx);
  app.use(((error, _req, res, next) => {
    if (res.headersSent) {
      next(error);
      return;
    }
    errors.push(error);
    res.status(500).end();
  }) as express.ErrorRequestHandler);
  const loaded = fromNode('serverless-http');
  const serverless = (typeof loaded === 'function' ? loaded : (loaded as { default: unknown }).default) as (
    app: express.Express,
  ) => (event: object, context: object) => Promise<{ readonly statusCode: number }>;
  const answer = await serverless(app)(await pushEvent(), {});
  expect(answer.statusCode).toBe(500);
  expect(errors).toMatchObject([
    { code: 'config', message: expect.stringContaining('AWS Lambda') as string },
  ]);
});

/** A push as a gateway of functions hands it over. */
async function pushEvent(): Promise<object> {
  let event: object | undefined;
  const simulator: Simulator = simulate((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const [rawPath = '/', rawQueryString = ''] = (req.url ?? '/').split('?');
      event = {
        version: '2.0',
        rawPath,
        rawQueryString,
        headers: req.headers,
        requestContext: { http: { method: 'POST', path: rawPath, sourceIp: '127.0.0.1' } },
        body: Buffer.concat(chunks).toString('base64'),
        isBase64Encoded: true,
      };
      res.end('success');
    });
  }, account);
  await simulator.user().says('hi');
  await simulator.close();
  return event ?? {};
}
