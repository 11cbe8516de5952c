import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import express from 'express';
import { ConfigError, createApi, memoryStore, wechat } from 'offiaccount';
import type { Api, HttpRequest, Transport } from 'offiaccount';
import { simulate } from 'offiaccount/testing';
import type { Simulator } from 'offiaccount/testing';

const account = { appId: 'wx4f0c2b9d7e61a853', token: 'sampleTok3n' };
const other = { appId: 'wx9b27d3e05c8fa146', token: 'otherTok3n' };

const simulators: Simulator[] = [];
afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.close()));
});

/** A WeChat that knows one follower, and notes what it is asked. */
function fake(): { asked: HttpRequest[]; transport: Transport } {
  const asked: HttpRequest[] = [];
  return {
    asked,
    transport: (request) => {
      asked.push(request);
      const answer = request.url.includes('/stable_token')
        ? {
            access_token:
              `token of ${(JSON.parse(String(request.body)) as { appid: string }).appid}`.replaceAll(
                ' ',
                '-',
              ),
            expires_in: 7200,
          }
        : { subscribe: 1, openid: 'alice', remark: new URL(request.url).searchParams.get('access_token') };
      return Promise.resolve({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify(answer)),
      });
    },
  };
}

const remark = async ({ api, openid }: { readonly api: Api; readonly openid: string }) =>
  (await api.user.getInfo(openid)).remark;

describe('ctx.api', () => {
  it('is the client that was injected', async () => {
    const { transport, asked } = fake();
    const api = createApi({ appId: account.appId, appSecret: 'secret', transport });
    const wx = wechat({ ...account, api }).text(remark);
    expect(wx.api).toBe(api);
    const simulator = simulate(express().use(wx), account);
    simulators.push(simulator);
    expect((await simulator.user().says('who am I')).reply).toMatchObject({
      Content: `token-of-${account.appId}`,
    });
    await simulator.user().says('and I');
    expect(asked.filter(({ url }) => url.includes('token?') || url.endsWith('/stable_token'))).toHaveLength(
      1,
    );
  });

  it('may be one client for several routers, and one store for several accounts', async () => {
    const store = memoryStore();
    const { transport, asked } = fake();
    const first = createApi({ appId: account.appId, appSecret: 'a', store, transport });
    const second = createApi({ appId: other.appId, appSecret: 'b', store, transport });
    const app = express();
    app.use('/a', wechat({ ...account, api: first }).text(remark));
    app.use('/b', wechat({ ...other, api: second }).text(remark));
    app.use('/c', wechat({ ...account, api: first }).text(remark));
    const says = async (path: string, of: typeof account) => {
      const simulator = simulate(app, { ...of, path });
      simulators.push(simulator);
      return (await simulator.user().says('x')).reply;
    };
    expect(await says('/a', account)).toMatchObject({ Content: `token-of-${account.appId}` });
    expect(await says('/b', other)).toMatchObject({ Content: `token-of-${other.appId}` });
    expect(await says('/c', account)).toMatchObject({ Content: `token-of-${account.appId}` });
    expect(asked.filter(({ url }) => url.endsWith('/stable_token'))).toHaveLength(2);
  });

  it('is made of appSecret when it is first asked for, and is then always the same', () => {
    const wx = wechat({ ...account, appSecret: 'secret', store: memoryStore() });
    expect(typeof wx.api.user.getInfo).toBe('function');
    expect(wx.api).toBe(wx.api);
  });

  it('says what is missing when there is neither', async () => {
    expect(() => wechat(account).api).toThrow(ConfigError);
    expect(() => wechat(account).api).toThrow('"appSecret"');
    const errors: unknown[] = [];
    const wx = wechat({
      ...account,
      logger: { warn: () => undefined, error: () => undefined },
      onError: (error) => void errors.push(error),
    });
    const simulator = simulate(express().use(wx.text(remark)), account);
    simulators.push(simulator);
    expect((await simulator.user().says('x')).outcome).toBe('silent');
    expect(errors).toEqual([expect.any(ConfigError)]);
  });

  it.each(['api', 'store'])('refuses a "%s" that is none', (name) => {
    const settings: unknown = { ...account, [name]: 'text' };
    expect(() => wechat(settings as typeof account)).toThrow(`"${name}"`);
  });
});

it('loads neither axios nor ioredis before something is called or stored', () => {
  const script = `
    const { wechat, createApi, redisStore, memoryStore } = require('./lib/index.ts');
    const wx = wechat({ appId: 'wx1', token: 't', appSecret: 's', store: memoryStore() });
    wx.text(() => 'x');
    wx.api.user;
    redisStore({ evalsha() {}, eval() {} });
    console.log(Object.keys(require.cache).filter((file) => /node_modules.(axios|ioredis).|lib.testing/.test(file)).length);
  `;
  const root = join(__dirname, '..', '..');
  expect(
    execFileSync(process.execPath, ['--import', 'tsx', '-e', script], { cwd: root, encoding: 'utf8' }).trim(),
  ).toBe('0');
});
