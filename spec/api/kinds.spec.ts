import {
  ApiError,
  ConfigError,
  createApi,
  createLedger,
  get,
  hintFor,
  memoryStore,
  wechat,
} from 'offiaccount';
import type { AccountKind, Api } from 'offiaccount';
import { playWith, closeAll } from '../support/accounts';
import { account } from '../support/push';
import { setUp, settle, type Setup } from '../support/api';

const SEND = '/cgi-bin/message/custom/send';
const TAGS = '/cgi-bin/tags/get';
const text = { touser: 'alice', msgtype: 'text', text: { content: 'hello' } } as const;
const MINUTES_10 = 600_000;

const use = (value: unknown): unknown => value;

/* What the compiler must accept and refuse: an unused @ts-expect-error is an error too. */
export const types = (api: Api, personal: Api<'personal'>, company: Api<'unverified-service'>): void => {
  void personal.menu.getCurrentSelfmenuInfo();
  void personal.base.getApiDomainIp();
  void personal.request(get('/cgi-bin/any'));
  // @ts-expect-error a personal account cannot send
  use(personal.customerMessage);
  // @ts-expect-error nor publish
  use(personal.freepublish);
  // @ts-expect-error nor set its menu by a call
  use(personal.menu.create);
  use(company.menu.create);
  // @ts-expect-error an unverified service account cannot send
  use(company.customerMessage);
  const subscription = createApi({ appId: 'wx1', appSecret: 'x', kind: 'subscription' });
  use(subscription.customerMessage.send);
  use(subscription.onetimeSubscription.send);
  // @ts-expect-error templates are for service accounts
  use(subscription.templateMessage);
  use(createApi({ appId: 'wx1', appSecret: 'x' }).templateMessage.send);
  const test: Api<'test'> = createApi({ appId: 'wx1', appSecret: 'x', kind: 'test' });
  // @ts-expect-error a test account sends no mass messages
  use(test.mass);
  // A wider client fits where a narrower one is wanted; any fits wechat().
  const narrow: Api<'personal'> = api;
  wechat({ appId: 'wx1', token: 't', api: narrow });
  // @ts-expect-error there is no such kind
  createApi({ appId: 'wx1', appSecret: 'x', kind: 'personel' });
};

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(async () => {
  await setup.close();
  await closeAll();
});

describe('a client with a kind', () => {
  it.each<[AccountKind, boolean, boolean]>([
    ['personal', false, false],
    ['subscription', true, true],
    ['unverified-service', false, false],
    ['service', true, true],
    ['test', true, true],
  ])('"%s" asks WeChat what such accounts have', async (kind, send, tags) => {
    const api = setup.another({ kind });
    setup.fake.always(SEND, { json: { errcode: 0 } });
    setup.fake.always(TAGS, { json: { tags: [] } });
    await settle(api.customerMessage.send(text), setup.clock).catch(() => undefined);
    await settle(api.request(get(TAGS)), setup.clock).catch(() => undefined);
    expect([setup.fake.count(SEND), setup.fake.count(TAGS)]).toEqual([Number(send), Number(tags)]);
  });

  it('answers 48001 with what to do, without a call', async () => {
    const api = setup.another({ kind: 'personal' });
    const error = (await api.freepublish.submit('m').catch((each: unknown) => each)) as ApiError;
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ errcode: 48001, kind: 'personal', since: undefined });
    expect(error.message).toContain('WeChat was not asked');
    expect(error.hint).toContain('publishing');
    expect(hintFor(error, 'zh')).toContain('未认证的订阅号');
    expect(setup.fake.seen).toHaveLength(0);
  });

  it.each(['', 'Personal', 'toString', 7, null])('is not %p', (kind) => {
    expect(() => createApi({ appId: 'wx1', appSecret: 'x', kind: kind as never })).toThrow(ConfigError);
    expect(() => wechat({ appId: 'wx1', token: 't', kind: kind as never })).toThrow('"unverified-service"');
  });
});

describe('wechat({ kind })', () => {
  const config = { appId: 'wx1', token: 't' };

  it.each<[AccountKind, boolean]>([
    ['personal', false],
    ['subscription', true],
    ['unverified-service', false],
    ['service', true],
    ['test', true],
  ])('"%s" may send late: %p', (kind, may) => {
    for (const late of ['retry-then-send', 'ack-then-send'] as const) {
      const make = () => wechat({ ...config, kind, late });
      if (may) expect(make).not.toThrow();
      else expect(make).toThrow(/cannot send.*"retry-only" with mailbox\(\) or "onLate"/);
    }
    expect(() => wechat({ ...config, kind, late: 'retry-only' })).not.toThrow();
    expect(() => wechat({ ...config, kind })).not.toThrow();
  });

  it('gives its client the kind and the ledger', async () => {
    const ledger = createLedger({ store: memoryStore() });
    const { api } = wechat({ ...config, appSecret: 'x', kind: 'personal', ledger });
    await expect(api.customerMessage.send(text)).rejects.toMatchObject({ errcode: 48001, kind: 'personal' });
    expect(() => wechat({ ...config, api, ledger })).toThrow(ConfigError);
    expect(() => createApi({ appId: 'wx1', appSecret: 'x', ledger: {} as never })).toThrow('createLedger');
  });
});

describe('a 48001 of WeChat’s', () => {
  it('is remembered for 10 minutes, for this endpoint alone, and told once', async () => {
    const { fake, clock, api, logger } = setup;
    fake.on(SEND, { json: { errcode: 48001, errmsg: 'api unauthorized' } });
    fake.always(TAGS, { json: { tags: [] } });
    const send = () => settle(api.customerMessage.send(text), clock);
    await expect(send()).rejects.toMatchObject({ errcode: 48001, since: undefined });
    await expect(send()).rejects.toMatchObject({ errcode: 48001, since: expect.any(Date) as Date });
    await settle(api.request(get(TAGS)), clock);
    expect(fake.count(SEND)).toBe(1);
    await clock.advance(MINUTES_10 - 60_000);
    await expect(send()).rejects.toMatchObject({ errcode: 48001 });
    expect(fake.count(SEND)).toBe(1);
    await clock.advance(60_000);
    fake.on(SEND, { json: { errcode: 48001, errmsg: 'api unauthorized' } }, { json: { errcode: 0 } });
    await expect(send()).rejects.toMatchObject({ errcode: 48001, since: undefined });
    expect(fake.count(SEND)).toBe(2);
    await clock.advance(MINUTES_10);
    await send();
    await send();
    expect(fake.count(SEND)).toBe(4);
    expect(logger.lines.filter((line) => line.includes('unauthorized'))).toHaveLength(1);
    expect(logger.lines.join()).toContain('unverified subscription account');
  });

  it('of a user’s token says nothing of the account', async () => {
    const { fake, clock, api } = setup;
    fake.always('/sns/userinfo', { json: { errcode: 48001, errmsg: 'api unauthorized' } });
    const ask = () => settle(api.oauth.getUserInfo('token', 'alice'), clock).catch(() => undefined);
    await ask();
    await ask();
    expect(fake.count('/sns/userinfo')).toBe(2);
  });

  it('makes late answers those of retry-only meanwhile', async () => {
    const late: unknown[] = [];
    const { simulator } = playWith({ kind: 'personal' });
    const api = createApi({
      appId: account.appId,
      appSecret: 'secret',
      transport: simulator.api.transport,
      clock: simulator.clock,
      logger: setup.logger,
    });
    const bot = playWith(
      { api: simulator.api, kind: 'personal' },
      {
        api,
        onLate: (answer, _ctx, error) =>
          void late.push([answer?.MsgType, (error as ApiError | undefined)?.errcode]),
      },
    );
    await api.customerMessage.send(text).catch(() => undefined);
    bot.wx.text(async () => {
      await new Promise<void>((resolve) => void bot.simulator.clock.setTimeout(resolve, 20_000));
      return 'late';
    });
    const said = bot.simulator.user('alice').says('hello');
    await bot.simulator.clock.advance(30_000);
    await said;
    await bot.simulator.clock.advance(1000);
    expect(late).toEqual([['text', undefined]]);
  });
});
