import { createApi, get } from 'offiaccount';
import { setUp, type Setup } from '../support/api';

let setup: Setup;

afterEach(() => setup.close());

describe("a client without an access token (accessToken: 'none')", () => {
  beforeEach(async () => {
    setup = await setUp({ appSecret: undefined, accessToken: 'none' });
  });

  it('calls without one, and asks for none', async () => {
    const { api, fake } = setup;
    fake.always('/cgi-bin/tags/get', { json: { tags: [] } });
    fake.always('/cgi-bin/message/custom/send', { json: { errcode: 0, errmsg: 'ok' } });
    await api.tag.getList();
    await api.customerMessage.send({ touser: 'o1', msgtype: 'text', text: { content: 'x' } });
    await api.request(get('/cgi-bin/tags/get'));
    expect(fake.fetches()).toBe(0);
    expect(fake.seen.map(({ query }) => query.access_token)).toEqual([undefined, undefined, undefined]);
    expect(fake.seen.map(({ path }) => path)).toEqual([
      '/cgi-bin/tags/get',
      '/cgi-bin/message/custom/send',
      '/cgi-bin/tags/get',
    ]);
  });

  it('says where to allow a call that got none on the way', async () => {
    const { api, fake } = setup;
    for (const errcode of [40001, 41001]) {
      fake.on('/cgi-bin/tags/get', { json: { errcode, errmsg: 'access_token missing' } });
      await expect(api.tag.getList()).rejects.toMatchObject({
        errcode,
        credential: 'cloudrun',
        hint: expect.stringContaining('开放接口服务') as string,
      });
    }
    // There is none to replace, so nothing is sent twice.
    expect(fake.count('/cgi-bin/tags/get')).toBe(2);
  });

  it('signs pages with a ticket that it keeps', async () => {
    const { api, fake } = setup;
    fake.always('/cgi-bin/ticket/getticket', { json: { errcode: 0, ticket: 'ticket', expires_in: 7200 } });
    await api.ticket.sign('https://shop.example.com/');
    await api.ticket.sign('https://shop.example.com/');
    expect(fake.count('/cgi-bin/ticket/getticket')).toBe(1);
  });

  it('needs an AppSecret for what asks for it', async () => {
    await expect(setup.api.oauth.getAccessToken('code')).rejects.toThrow('appSecret');
  });

  it.each<[string, object, string]>([
    ['https', { host: 'https://api.weixin.qq.com' }, 'http://api.weixin.qq.com'],
    ['a platform', { componentAppId: 'wxc' }, '"componentAppId"'],
    ['a forced token', { forceRefresh: true }, '"forceRefresh"'],
  ])('refuses %s', (_, over, words) => {
    const make = () => createApi({ appId: 'wx1', accessToken: 'none', ...over });
    expect(make).toThrow(words);
  });

  it('calls http://api.weixin.qq.com unless told otherwise', async () => {
    const urls: string[] = [];
    const api = createApi({
      appId: 'wx1',
      accessToken: 'none',
      transport: (request) => {
        urls.push(request.url);
        return Promise.resolve({ status: 200, headers: {}, body: Buffer.from('{"tags":[]}') });
      },
    });
    await api.tag.getList();
    expect(urls).toEqual(['http://api.weixin.qq.com/cgi-bin/tags/get']);
  });
});
