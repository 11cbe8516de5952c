import { closeAll, connect, matching } from './support';

afterEach(closeAll);

/** An account with some followers. */
async function withFollowers(...openids: string[]) {
  const world = await connect();
  for (const openid of openids) await world.simulator.user(openid).follows();
  return world;
}

const aTime = expect.any(Number) as unknown;

describe('users', () => {
  it('are those of the simulator', async () => {
    const { simulator, get } = await connect();
    const alice = simulator.user('alice');
    const info = () => get('/cgi-bin/user/info?openid=alice&lang=zh_CN');
    expect(await info()).toEqual({ subscribe: 0, openid: 'alice', tagid_list: [] });
    await alice.follows();
    expect(await info()).toMatchObject({
      subscribe: 1,
      openid: 'alice',
      nickname: '',
      subscribe_time: aTime,
      subscribe_scene: 'ADD_SCENE_SEARCH',
      remark: '',
      tagid_list: [],
      qr_scene: 0,
      qr_scene_str: '',
    });
    await alice.unfollows();
    expect(await info()).toMatchObject({ subscribe: 0 });
    expect(await get('/cgi-bin/user/info?openid=nobody')).toMatchObject({
      errcode: 40003,
      errmsg: matching(/"nobody"/),
    });
    expect(await get('/cgi-bin/user/info')).toMatchObject({ errcode: 41009 });
  });

  it.each([
    [123, 123, ''],
    ['spring', 0, 'spring'],
    ['0123', 0, '0123'],
  ])('have come by a QR code: %j', async (scene, qr_scene, qr_scene_str) => {
    const { simulator, get } = await connect();
    await simulator.user('alice').scans(scene);
    const info = await get('/cgi-bin/user/info?openid=alice');
    expect(info).toMatchObject({ subscribe_scene: 'ADD_SCENE_QR_CODE', qr_scene, qr_scene_str });
  });

  it('are listed in the order in which they came', async () => {
    const { simulator, get } = await withFollowers('bob', 'alice');
    simulator.user('carol');
    expect(await get('/cgi-bin/user/get')).toEqual({
      total: 2,
      count: 2,
      data: { openid: ['bob', 'alice'] },
      next_openid: 'alice',
    });
    expect(await get('/cgi-bin/user/get?next_openid=bob')).toMatchObject({ total: 2, count: 1 });
    expect(await get('/cgi-bin/user/get?next_openid=alice')).toEqual({ total: 2, count: 0, next_openid: '' });
    expect(await get('/cgi-bin/user/get?next_openid=carol')).toMatchObject({ errcode: 40003 });
  });

  it('are told of by the hundred', async () => {
    const { post } = await withFollowers('alice', 'bob');
    const ask = (...openids: string[]) =>
      post('/cgi-bin/user/info/batchget', { user_list: openids.map((openid) => ({ openid, lang: 'en' })) });
    expect(await ask('alice', 'bob')).toMatchObject({
      user_info_list: [{ openid: 'alice' }, { openid: 'bob' }],
    });
    expect(await ask('alice', 'nobody')).toMatchObject({ errcode: 40003 });
    expect(await ask()).toMatchObject({ errcode: 40032 });
    expect(await ask(...Array.from({ length: 101 }, () => 'alice'))).toMatchObject({ errcode: 40032 });
    expect(await post('/cgi-bin/user/info/batchget', { user_list: [{}] })).toMatchObject({
      errmsg: matching(/"user_list\[0\]\.openid" is missing/),
    });
  });

  it('have a remark', async () => {
    const { post, get } = await withFollowers('alice');
    const set = (openid: string, remark: string) =>
      post('/cgi-bin/user/info/updateremark', { openid, remark });
    expect(await set('alice', 'VIP')).toEqual({ errcode: 0, errmsg: 'ok' });
    expect(await get('/cgi-bin/user/info?openid=alice')).toMatchObject({ remark: 'VIP' });
    expect(await set('alice', '')).toMatchObject({ errcode: 0 });
    expect(await set('alice', '字'.repeat(10))).toMatchObject({ errcode: 40092 });
    expect(await set('nobody', 'VIP')).toMatchObject({ errcode: 40003 });
  });
});

describe('tags', () => {
  const create = '/cgi-bin/tags/create';
  const named = (name: string) => ({ tag: { name } });

  it('are created, listed, renamed and deleted', async () => {
    const { post, get } = await withFollowers('alice');
    expect(await post(create, named('VIP'))).toEqual({ tag: { id: 100, name: 'VIP' } });
    await post('/cgi-bin/tags/members/batchtagging', { openid_list: ['alice'], tagid: 100 });
    expect(await post('/cgi-bin/tags/update', { tag: { id: 100, name: 'Gold' } })).toMatchObject({
      errcode: 0,
    });
    expect(await get('/cgi-bin/tags/get')).toEqual({
      tags: [
        { id: 2, name: '星标组', count: 0 },
        { id: 100, name: 'Gold', count: 1 },
      ],
    });
    expect(await post('/cgi-bin/tags/delete', { tag: { id: 100 } })).toMatchObject({ errcode: 0 });
    expect(await post('/cgi-bin/tags/getidlist', { openid: 'alice' })).toEqual({ tagid_list: [] });
  });

  it.each([
    ['a name that is there', create, named('VIP'), 45157],
    ['a name of 31 characters', create, named('字'.repeat(31)), 45158],
    ['no name', create, named(''), 40035],
    ['another name that is there', '/cgi-bin/tags/update', { tag: { id: 100, name: 'VIP' } }, 45157],
    ['a tag that is not there', '/cgi-bin/tags/update', { tag: { id: 7, name: 'a' } }, 45159],
    ["WeChat's own tag", '/cgi-bin/tags/delete', { tag: { id: 2 } }, 45058],
    ['an id as text', '/cgi-bin/tags/delete', { tag: { id: 'x' } }, 47001],
    ['users of no tag', '/cgi-bin/user/tag/get', { tagid: 7 }, 45159],
    [
      'tagging with no tag',
      '/cgi-bin/tags/members/batchtagging',
      { openid_list: ['alice'], tagid: 7 },
      45159,
    ],
    [
      'untagging with no tag',
      '/cgi-bin/tags/members/batchuntagging',
      { openid_list: ['alice'], tagid: 7 },
      45159,
    ],
    ['tagging nobody', '/cgi-bin/tags/members/batchtagging', { openid_list: [], tagid: 100 }, 40032],
    ['tagging a stranger', '/cgi-bin/tags/members/batchtagging', { openid_list: ['x'], tagid: 100 }, 40003],
    [
      'tagging 51 users',
      '/cgi-bin/tags/members/batchtagging',
      { openid_list: Array.from({ length: 51 }, () => 'alice'), tagid: 100 },
      40032,
    ],
    ['the tags of a stranger', '/cgi-bin/tags/getidlist', { openid: 'x' }, 40003],
  ])('are refused: %s', async (_what, path, body, errcode) => {
    const { post } = await withFollowers('alice');
    await post(create, named('VIP'));
    expect(await post(path, body)).toMatchObject({ errcode });
  });

  it('are on followers', async () => {
    const { post, simulator } = await withFollowers('alice', 'bob');
    await post(create, named('VIP'));
    const both = { openid_list: ['alice', 'bob'], tagid: 100 };
    expect(await post('/cgi-bin/tags/members/batchtagging', both)).toMatchObject({ errcode: 0 });
    const users = () => post('/cgi-bin/user/tag/get', { tagid: 100, next_openid: '' });
    expect(await users()).toEqual({ count: 2, data: { openid: ['alice', 'bob'] }, next_openid: 'bob' });
    await post('/cgi-bin/tags/members/batchuntagging', { openid_list: ['alice'], tagid: 100 });
    expect(await post('/cgi-bin/tags/getidlist', { openid: 'bob' })).toEqual({ tagid_list: [100] });
    await simulator.user('bob').unfollows();
    expect(await users()).toEqual({ count: 0, next_openid: '' });
  });

  it('are at most 100 for an account and 20 for a user', async () => {
    const { post } = await withFollowers('alice');
    for (let i = 0; i < 100; i++) expect(await post(create, named(`t${i}`))).toMatchObject({ tag: {} });
    expect(await post(create, named('more'))).toMatchObject({ errcode: 45056 });
    const give = (tagid: number) =>
      post('/cgi-bin/tags/members/batchtagging', { openid_list: ['alice'], tagid });
    for (let i = 0; i < 20; i++) expect(await give(100 + i)).toMatchObject({ errcode: 0 });
    expect(await give(100)).toMatchObject({ errcode: 0 });
    expect(await give(120)).toMatchObject({ errcode: 45059 });
  });
});

describe('the black list', () => {
  it('keeps away what users send, and what they are sent', async () => {
    const { post, simulator, wx } = await withFollowers('alice', 'bob');
    wx.text(() => 'Hi!');
    const alice = simulator.user('alice');
    await alice.says('hi');
    const block = { openid_list: ['alice'] };
    expect(await post('/cgi-bin/tags/members/batchblacklist', block)).toMatchObject({ errcode: 0 });
    expect(await post('/cgi-bin/tags/members/getblacklist', { begin_openid: '' })).toEqual({
      total: 1,
      count: 1,
      data: { openid: ['alice'] },
      next_openid: 'alice',
    });
    expect(await alice.says('hi')).toEqual({ outcome: 'silent', deliveries: [] });
    const message = { touser: 'alice', msgtype: 'text', text: { content: 'a' } };
    expect(await post('/cgi-bin/message/custom/send', message)).toMatchObject({ errcode: 43019 });
    await post('/cgi-bin/tags/members/batchunblacklist', block);
    expect(await alice.says('hi')).toMatchObject({ outcome: 'replied' });
  });

  it('takes 20 at a time', async () => {
    const { post } = await withFollowers('alice');
    const openid_list = Array.from({ length: 21 }, () => 'alice');
    expect(await post('/cgi-bin/tags/members/batchblacklist', { openid_list })).toMatchObject({
      errcode: 40032,
    });
  });
});
