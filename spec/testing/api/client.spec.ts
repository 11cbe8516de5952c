import { createApi, reply } from 'offiaccount';
import type { ApiOptions, Transport } from 'offiaccount';
import type { FakeTransport } from 'offiaccount/testing';
import { endpoints } from '../../../lib/testing/api/endpoints';
import { appId, appSecret, closeAll, files, matching, playWith } from './support';

afterEach(closeAll);

/** A client of our own, against the fake API. */
async function client(way: 'host' | 'transport', over: Partial<ApiOptions> = {}) {
  const { simulator, wx } = playWith({ appSecret });
  const { clock, api: fake } = simulator;
  const where = way === 'host' ? { host: await fake.url() } : { transport: fake.transport };
  const logger = { warn: () => undefined, error: () => undefined };
  const api = createApi({ appId, appSecret, clock, logger, ...where, ...over });
  return { simulator, wx, fake, api };
}

describe.each(['host', 'transport'] as const)('our client, by its %s', (way) => {
  it('finds what it expects', async () => {
    const { simulator, api, fake } = await client(way);
    const alice = simulator.user('alice');
    await alice.follows();
    expect(await api.tag.create('VIP')).toEqual({ tag: { id: 100, name: 'VIP' } });
    await api.tag.batchTagging(['alice'], 100);
    expect(await api.user.getInfo('alice')).toMatchObject({ subscribe: 1, tagid_list: [100] });
    await api.menu.create({ button: [{ type: 'click', name: 'A', key: 'a' }] });
    expect(fake.menu).toMatchObject({ button: [{ key: 'a' }] });
    const { ticket } = await api.qrcode.createTemporary('spring', 600);
    expect(await api.qrcode.show(ticket)).toMatchObject({ contentType: 'image/png' });
    const { ticket: page } = await api.ticket.getTicket('jsapi');
    expect(page).toMatch(/./);
    const template_id = fake.addTemplate({ content: '{{first.DATA}}' });
    const { msgid } = await api.templateMessage.send({
      touser: 'alice',
      template_id,
      data: { first: { value: 'Hello' } },
    });
    expect(msgid).toMatch(/^\d{19}$/);
    await api.customerMessage.send({ touser: 'alice', msgtype: 'text', text: { content: 'Hi!' } });
    expect(alice.sees()).toMatchObject([{ Content: 'Hello' }, { Content: 'Hi!', via: 'customer-service' }]);
    expect(fake.calls.filter(({ path }) => path === '/cgi-bin/stable_token')).toHaveLength(1);
  });

  it('uploads and downloads', async () => {
    const { api } = await client(way);
    const { media_id } = await api.media.upload('image', { data: files.png, filename: '图' });
    expect(await api.media.get(media_id!)).toMatchObject({
      data: files.png,
      contentType: 'image/png',
      filename: '图.png',
    });
    await expect(api.media.get('x')).rejects.toMatchObject({ errcode: 40007 });
    const video = await api.material.add({
      type: 'video',
      media: { data: files.mp4 },
      description: { title: 'T', introduction: 'I' },
    });
    expect(await api.material.get(video.media_id)).toMatchObject({ title: 'T', description: 'I' });
  });

  it('outlives a token that is revoked, a busy server and a lost connection', async () => {
    const { api, fake } = await client(way);
    fake.fail('/cgi-bin/tags/get', 'token-revoked');
    fake.fail('/cgi-bin/tags/get', { errcode: -1 });
    fake.fail('/cgi-bin/tags/get', 'reset-before');
    expect(await api.tag.getList()).toMatchObject({ tags: [{ id: 2 }] });
    expect(
      fake.calls.filter(({ path }) => path === '/cgi-bin/tags/get').map(({ errcode }) => errcode),
    ).toEqual([40001, -1, undefined, 0]);
  });

  it('does not send twice what may have been done', async () => {
    const { api, fake } = await client(way);
    fake.fail('/cgi-bin/tags/create', 'reset-after');
    await expect(api.tag.create('VIP')).rejects.toMatchObject({ code: 'transport', sent: true });
    expect(await api.tag.getList()).toMatchObject({ tags: [{}, { name: 'VIP' }] });
  });

  it('is given its time by the clock', async () => {
    const { simulator, api, fake } = await client(way);
    await api.tag.getList();
    fake.fail('/cgi-bin/tags/get', 'hang', { times: Infinity });
    const failed = expect(api.tag.getList()).rejects.toMatchObject({ code: 'transport' });
    await simulator.clock.advance(20_000);
    await failed;
  });
});

it('an app answers and sends, and the user sees both', async () => {
  const { simulator, wx, api } = await client('transport');
  wx.text(async ({ openid, message: { Content: content } }) => {
    await api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content } });
    return reply.text('Sent.');
  });
  const alice = simulator.user('alice');
  await alice.says('hi');
  expect(alice.sees()).toEqual([
    { MsgType: 'text', Content: 'hi', via: 'customer-service' },
    { MsgType: 'text', Content: 'Sent.' },
  ]);
});

it('the transport is one that createApi() takes', () => {
  const transport = (fake: FakeTransport): Transport => fake;
  expect(transport).toBeDefined();
});

it('plays each endpoint once', () => {
  const all = [...endpoints.values()].flat().map(({ method, path }) => `${method} ${path}`);
  expect(new Set(all).size).toBe(all.length);
  expect(all.length).toBeGreaterThanOrEqual(130);
  // What plays no function of the client, whose path is known, is at a path of WeChat's as well.
  for (const { plays, path } of [...endpoints.values()].flat())
    if (plays === undefined)
      expect(path).toEqual(
        matching(
          /^\/(?:(?:cgi-bin|customservice|datacube)\/|mmbiz_pic\/0$|1007_0\.f10|bizmall\/invoicepdf$|connect\/oauth2\/authorize$)/,
        ),
      );
});
