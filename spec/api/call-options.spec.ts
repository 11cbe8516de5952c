import { createApi, type Api, type CallOptions } from '../../lib/api/client';
import * as groups from '../../lib/api/groups';
import { ConfigError } from '../../lib/errors';
import { fakeWeChat, type FakeWeChat } from '../support/fake-wechat';

type Make = (...args: unknown[]) => unknown;
const functions = Object.entries(groups).flatMap(([group, all]) =>
  Object.entries(all).map(
    ([name, make]) => [`${group}.${name}`, group, name, make as unknown as Make] as const,
  ),
);

/** Arguments with which a request can be made; what they say does not matter here. */
function argumentsFor(make: Make): unknown[] {
  for (const each of ['text', 1, {}, [], { data: Buffer.from('GIF89a') }, { media: { data: 'x' } }]) {
    const args = new Array<unknown>(make.length).fill(each);
    try {
      make(...args);
      return args;
    } catch {
      // Another kind, then.
    }
  }
  throw new Error('No arguments fit.');
}

const isRequest = (value: unknown) => typeof value === 'object' && value !== null && 'method' in value;

describe('after its arguments', () => {
  let fake: FakeWeChat;
  let api: Api;
  beforeAll(async () => {
    fake = await fakeWeChat();
    api = createApi({
      appId: 'wx1',
      appSecret: 'secret',
      accessToken: () => Promise.resolve('token'),
      host: fake.origin,
    });
  });
  afterAll(() => fake.close());
  const bound = (group: string, name: string) =>
    (api as unknown as Record<string, Record<string, Make>>)[group]![name]!;

  const calling = functions.filter(([, , , make]) => isRequest(make(...argumentsFor(make))));

  it.each(calling)('%s takes a signal, and refuses anything else', async (_id, group, name, make) => {
    const args = argumentsFor(make);
    const call = (options: unknown) => bound(group, name)(...args, options);
    const before = fake.seen.length;
    await expect(call({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      reason: 'aborted',
      sent: false,
    });
    await expect(call({ timeOut: 5 })).rejects.toThrow('and no "timeOut"');
    await expect(call({ timeout: 0 })).rejects.toThrow(ConfigError);
    expect(fake.seen).toHaveLength(before);
  });

  it.each(functions)('%s counts all of its arguments', (_id, _group, _name, make) => {
    const written = String(make);
    // A default, or the rest of them, would move the place of the options.
    expect(written.slice(0, written.indexOf('=>'))).not.toMatch(/=|\.\.\./);
  });

  it.each([[null], [5], ['text'], [[]], [{ signal: {} }], [{ signal: null }], [{ timeout: Number.NaN }]])(
    '%p is refused',
    async (options) => {
      const call = api.user.getInfo('openid', undefined, options as unknown as CallOptions);
      await expect(call).rejects.toThrow(ConfigError);
    },
  );

  it('a timeout is that of the call', async () => {
    fake.on('/cgi-bin/user/get', 'hang');
    const start = performance.now();
    const call = api.user.getList(undefined, { timeout: 100 });
    await expect(call).rejects.toMatchObject({ reason: 'timeout' });
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('a signal ends what has begun', async () => {
    fake.on('/cgi-bin/material/add_material', 'hang');
    const controller = new AbortController();
    const file = { data: Buffer.from('GIF89a'), filename: 'a.gif' };
    const call = api.material.add(
      { type: 'image', media: file },
      { timeout: 120_000, signal: controller.signal },
    );
    setTimeout(() => controller.abort(), 50);
    await expect(call).rejects.toMatchObject({ reason: 'aborted' });
  });

  it('arguments that look like options are arguments', async () => {
    fake.always('/cgi-bin/wxopen/qrcodejumpget', { json: { errcode: 0 } });
    const body = { timeout: 1, signal: 'x' };
    await bound('wxopen', 'getQrcodeJumpRules')(body);
    expect(JSON.parse(fake.seen.at(-1)!.body)).toEqual(body);
  });

  it('options in place of an argument are refused', async () => {
    await expect(bound('user', 'getList')({ timeout: 5 })).rejects.toThrow('come after all of its arguments');
  });

  const lists: Readonly<Record<string, (options: CallOptions) => AsyncIterable<unknown>>> = {
    'user.list': (options) => api.user.list(options),
    'tag.listUsers': (options) => api.tag.listUsers(1, options),
    'blacklist.list': (options) => api.blacklist.list(options),
    'material.list': (options) => api.material.list('image', options),
    'draft.list': (options) => api.draft.list(undefined, options),
    'freepublish.list': (options) => api.freepublish.list({ no_content: 1 }, options),
    'comment.listAll': (options) => api.comment.listAll({ msg_data_id: '1', index: 0, type: 0 }, options),
    'kfRecord.list': (options) => api.kfRecord.list({ starttime: 1, endtime: 2 }, options),
    'store.listAll': (options) => api.store.listAll(options),
  };
  it.each(Object.entries(lists))('%s hands them to each page', async (_name, list) => {
    const before = fake.seen.length;
    const next = (options: CallOptions) => list(options)[Symbol.asyncIterator]().next();
    await expect(next({ signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: 'aborted' });
    await expect(next({ timeout: -1 })).rejects.toThrow('"timeout"');
    expect(fake.seen).toHaveLength(before);
  });

  it('are typed', () => {
    const program = (options: CallOptions, signal: AbortSignal) => {
      void api.customerMessage.send({ touser: 'o', msgtype: 'text', text: { content: 'x' } }, options);
      void api.tag.create('VIP', { timeout: 5000, signal });
      void api.base.getApiDomainIp({ signal });
      void api.request({ method: 'GET', path: '/x' }, { timeout: undefined, signal: undefined });
      // @ts-expect-error a misspelt option does not compile
      void api.tag.create('VIP', { timeOut: 5000 });
      // @ts-expect-error an address is made, not called
      api.qrcode.imageUrl('ticket', options);
    };
    expect(program).toBeInstanceOf(Function);
  });
});
