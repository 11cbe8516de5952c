import { Agent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { createApi, type ApiOptions } from '../../lib/api/client';
import { get, post } from '../../lib/api/request';
import { ConfigError } from '../../lib/errors';
import { wechat } from '../../lib/wechat';
import type { WeChatConfig } from '../../lib/config';
import { fakeWeChat, type FakeWeChat } from '../support/fake-wechat';
import { SECRET } from '../support/api';

describe('the address of the API', () => {
  let fake: FakeWeChat;
  beforeAll(async () => {
    fake = await fakeWeChat();
    fake.always('/cgi-bin/x', { json: { errcode: 0 } });
  });
  afterAll(() => fake.close());
  afterEach(() => {
    delete process.env.WECHAT_API_HOST;
  });

  const NOWHERE = 'http://127.0.0.1:1';
  const clients: Readonly<Record<string, (host?: string) => ReturnType<typeof createApi>>> = {
    createApi: (host) => createApi({ appId: 'wx1', appSecret: SECRET, host }),
    wechat: (apiHost) => wechat({ appId: 'wx1', token: 'token', appSecret: SECRET, apiHost }).api,
  };
  const names = Object.keys(clients);

  it.each(names)('is a setting of %s', async (name) => {
    process.env.WECHAT_API_HOST = NOWHERE;
    await clients[name]!(fake.origin).request(get('/cgi-bin/x'));
  });

  it.each(names)('is WECHAT_API_HOST for %s where none is set', async (name) => {
    process.env.WECHAT_API_HOST = fake.origin;
    await clients[name]!().request(get('/cgi-bin/x'));
    await clients[name]!(undefined).request(get('/cgi-bin/x'));
  });

  it.each(names)('is WeChat’s for %s where nothing is set', (name) => {
    process.env.WECHAT_API_HOST = '';
    expect(() => clients[name]!()).not.toThrow();
  });

  it.each(names)('is an origin, says %s', (name) => {
    for (const wrong of [
      '',
      'api.weixin.qq.com',
      'https://host/path',
      'https://a:b@host',
      'ftp://host',
      'http://h/?q',
    ]) {
      expect(() => clients[name]!(wrong)).toThrow(ConfigError);
      process.env.WECHAT_API_HOST = wrong;
      if (wrong !== '') expect(() => clients[name]!()).toThrow('WECHAT_API_HOST must be an origin');
    }
  });

  it('belongs to a client of one’s own, where there is one', () => {
    const api = clients.createApi!(fake.origin);
    expect(() => wechat({ appId: 'wx1', token: 'token', api, apiHost: fake.origin })).toThrow('"apiHost"');
    expect(() => wechat({ appId: 'wx1', token: 'token', api, apiHost: undefined })).not.toThrow();
  });

  it.each([
    ['api.weixin.qq.com', 'ENOTFOUND', true],
    ['api.weixin.qq.com', 'EAI_AGAIN', true],
    ['sh.api.weixin.qq.com', 'EAI_AGAIN', true],
    ['api.weixin.qq.com', 'ECONNREFUSED', false],
    ['none.invalid', 'ENOTFOUND', false],
  ])('is hinted at where there is no network: %s, %s: %p', async (host, code, isHinted) => {
    const lookup: LookupFunction = (hostname, _options, done) =>
      done(Object.assign(new Error('looked up'), { code, syscall: 'getaddrinfo', hostname }), '', 4);
    const api = createApi({
      appId: 'wx1',
      accessToken: () => Promise.resolve('x'),
      host: `https://${host}`,
      agent: new Agent({ lookup }),
    });
    const error = api.request(post('/cgi-bin/x'), { timeout: 300 });
    await expect(error).rejects.toMatchObject({
      code: 'transport',
      sent: false,
      reason: code,
      address: host,
    });
    const hint = 'WECHAT_API_HOST (or "host") leads to a WeChat on this machine: npx offiaccount simulate';
    if (isHinted) await expect(error).rejects.toThrow(hint);
    else await expect(error).rejects.not.toThrow(hint);
  });

  it('whose name is not known is named', async () => {
    const api = createApi({
      appId: 'wx1',
      accessToken: () => Promise.resolve('x'),
      host: 'https://none.invalid',
    });
    await expect(api.request(get('/cgi-bin/x'))).rejects.toThrow(
      /no host of the name none\.invalid|could not be looked up/,
    );
  });
});

describe('a setting that is undefined', () => {
  const absent = {
    componentAppId: undefined,
    componentAccessToken: undefined,
    store: undefined,
    accessToken: undefined,
    relay: undefined,
    forceRefresh: undefined,
    host: undefined,
    timeout: undefined,
    maxDownload: undefined,
    proxy: undefined,
    agent: undefined,
    transport: undefined,
    kind: undefined,
    ledger: undefined,
    logger: undefined,
    clock: undefined,
  } satisfies { [K in keyof Omit<ApiOptions, 'appId' | 'appSecret'>]-?: undefined };

  it('is absent for createApi', () => {
    expect(() => createApi({ appId: 'wx1', appSecret: SECRET, ...absent })).not.toThrow();
  });

  it('is absent for wechat, but for secrets', () => {
    const config: WeChatConfig = {
      appId: 'wx1',
      token: 'token',
      api: undefined,
      apiHost: undefined,
      store: undefined,
      allowPlaintext: undefined,
      bodyLimit: undefined,
      maxAge: undefined,
      late: undefined,
      placeholder: undefined,
      onError: undefined,
      onLate: undefined,
      logger: undefined,
      clock: undefined,
    };
    expect(() => wechat(config)).not.toThrow();
    // @ts-expect-error a key that somebody forgot to set would let anybody in
    expect(() => wechat({ ...config, encodingAESKey: undefined })).toThrow('"encodingAESKey"');
    // @ts-expect-error nor may a secret be forgotten
    expect(() => wechat({ ...config, appSecret: undefined })).toThrow('"appSecret"');
  });
});
