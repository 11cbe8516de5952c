import express from 'express';
import { ConfigError, createApi, memoryStore, reply, wechat } from 'offiaccount';
import type { Context, WeChatConfig } from 'offiaccount';
import request from 'supertest';
import { account, openReply, push, toXml } from '../support/push';
import type { Fields, PushParts } from '../support/push';

/*
 * An account that a third-party platform serves: what the platform passes on is signed with its token, encrypted with its key
 * and for its AppID.
 */

const componentAppId = 'wx9b27d3e05c8fa146';
const { appId, token, encodingAESKey } = account;

const lines: string[] = [];
const keep = (fields: object, message: string) =>
  void lines.push(
    `${message} ${JSON.stringify(fields, (_key, value: unknown) => (value instanceof Error ? value.message : value))}`,
  );

function serve(config: Partial<WeChatConfig> = {}) {
  const seen: Context[] = [];
  const wx = wechat({
    ...{ appId, componentAppId, token, encodingAESKey, logger: { warn: keep, error: keep } },
    ...config,
  });
  wx.use((ctx) => {
    seen.push(ctx);
    return reply.text('hello');
  });
  const app = express().use('/wechat', wx);
  const send = async (parts: PushParts) => {
    const { query, headers, body } = push({ mode: 'safe', ...parts });
    return request(app).post(`/wechat?${query}`).set(headers).send(body);
  };
  return { wx, seen, send };
}

const forPlatform = { envelope: { receiveId: componentAppId } };
const notice = (fields: Fields): string =>
  toXml({
    AppId: componentAppId,
    CreateTime: 1735697103,
    InfoType: 'unauthorized',
    AuthorizerAppid: appId,
    ...fields,
  });

beforeEach(() => void lines.splice(0));

describe('wechat({ componentAppId })', () => {
  it.each(['safe', 'compatible'] as const)(
    'takes what is encrypted for the platform, and answers it so (%s)',
    async (mode) => {
      const { seen, send } = serve();
      const { status, text, headers } = await send({ mode, ...forPlatform });
      expect(status).toBe(200);
      expect(headers['content-type']).toBe('text/xml; charset=utf-8');
      expect(openReply(text)).toMatchObject({ receiveId: componentAppId, signed: true });
      expect(openReply(text).text).toContain('hello');
      expect(seen.map((ctx) => ctx.appId)).toEqual([appId]);
    },
  );

  it.each([
    ['for the account', { envelope: { receiveId: appId } }],
    ['for another platform', { envelope: { receiveId: 'wx0000000000000000' } }],
    ['for nobody', { envelope: { receiveId: '' } }],
    ['not at all', { mode: 'clear' as const }],
  ])('refuses what is encrypted %s', async (_whom, parts) => {
    const { seen, send } = serve();
    const { status } = await send(parts);
    expect(status).toBe(403);
    expect(seen).toEqual([]);
  });

  it('names the setting in the log', async () => {
    await serve().send({ envelope: { receiveId: appId } });
    expect(lines.join()).toContain('componentAppId');
    lines.splice(0);
    await serve({ componentAppId: undefined }).send(forPlatform);
    expect(lines.join()).toContain('another AppID than \\"appId\\"');
    expect(lines.join()).not.toContain(token);
    expect(lines.join()).not.toContain(encodingAESKey);
  });

  it('takes notices for the platform, and those for another not', async () => {
    const { seen, send } = serve();
    expect((await send({ ...forPlatform, message: notice({}) })).text).toBe('success');
    expect(seen.map(({ message }) => message)).toMatchObject([
      { InfoType: 'unauthorized', AuthorizerAppid: appId },
    ]);
    expect((await send({ ...forPlatform, message: notice({ AppId: appId }) })).status).toBe(403);
    expect((await send({ ...forPlatform, message: notice({ AppId: undefined }) })).status).toBe(403);
    expect(seen).toHaveLength(1);
  });

  it('is the same for the platform itself', async () => {
    const { seen, send } = serve({ appId: componentAppId, componentAppId: undefined });
    expect((await send({ ...forPlatform, message: notice({}) })).text).toBe('success');
    expect((await send({ ...forPlatform, message: notice({ AppId: appId }) })).status).toBe(403);
    expect(seen).toHaveLength(1);
  });

  it('runs a push of each account once, of whichever clients share the store', async () => {
    const store = memoryStore();
    const { seen, send } = serve({ store });
    const own = serve({ store, componentAppId: undefined });
    const message = { MsgId: '24718305561935662' };
    await Promise.all([send({ ...forPlatform, message }), send({ ...forPlatform, message })]);
    expect(seen).toHaveLength(1);
    await own.send({ message: { ...message, MsgId: '24718305561935663' } });
    expect(own.seen.map((ctx) => ctx.appId)).toEqual([appId]);
  });

  it('gives the handlers the client that it was given', async () => {
    const api = createApi({ appId, componentAppId, accessToken: () => Promise.resolve('token') });
    const { wx, seen, send } = serve({ api });
    await send(forPlatform);
    expect(seen[0]?.api).toBe(api);
    expect(wx.api).toBe(api);
  });

  it('says what its client needs', () => {
    expect(() => serve().wx.api).toThrow(/"api".*createApi\(\{ appId, componentAppId, accessToken \}\)/);
    expect(() => serve({ appSecret: 'canary-app-secret' }).wx.api).not.toThrow();
    expect(() => serve({ componentAppId: '' })).toThrow(ConfigError);
    expect(() => serve({ componentAppId: 'wx 1' })).toThrow(/"componentAppId"/);
    // @ts-expect-error it is text
    expect(() => serve({ componentAppId: 1 })).toThrow(/"componentAppId"/);
  });
});
