import { setUp, type Setup } from '../support/api';
import type { SeenRequest } from '../support/fake-wechat';

let setup: Setup;
beforeEach(async () => {
  setup = await setUp();
});
afterEach(() => setup.close());

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
};
const sent = (seen: SeenRequest) => JSON.parse(seen.body) as Record<string, unknown>;
const asked = (path: string) => setup.fake.seen.filter((seen) => seen.path === path);

describe('lists of openids', () => {
  const pages = [
    { total: 3, count: 2, data: { openid: ['a', 'b'] }, next_openid: 'b' },
    { total: 3, count: 1, data: { openid: ['c'] }, next_openid: 'c' },
    { total: 3, count: 0, next_openid: '' },
  ];

  it.each([
    ['user.list', '/cgi-bin/user/get', () => setup.api.user.list(), 'next_openid'],
    ['tag.listUsers', '/cgi-bin/user/tag/get', () => setup.api.tag.listUsers(7), 'next_openid'],
    [
      'blacklist.list',
      '/cgi-bin/tags/members/getblacklist',
      () => setup.api.blacklist.list(),
      'begin_openid',
    ],
  ] as const)('%s goes from page to page', async (_name, path, list, cursor) => {
    setup.fake.on(path, ...pages.map((json) => ({ json })));
    expect(await all(list())).toEqual(['a', 'b', 'c']);
    const cursors = asked(path).map((seen) => (seen.method === 'GET' ? seen.query : sent(seen))[cursor]);
    expect(cursors).toEqual([undefined, 'b', 'c']);
  });

  it('ask for no page that nobody wants', async () => {
    setup.fake.on('/cgi-bin/user/get', ...pages.map((json) => ({ json })));
    for await (const openid of setup.api.user.list()) if (openid === 'b') break;
    expect(asked('/cgi-bin/user/get')).toHaveLength(1);
  });

  it('pass errors on', async () => {
    setup.fake.on('/cgi-bin/user/get', { json: pages[0] }, { json: { errcode: 40003, errmsg: 'no' } });
    await expect(all(setup.api.user.list())).rejects.toMatchObject({ errcode: 40003 });
  });
});

describe('counted lists', () => {
  it.each([
    [
      '/cgi-bin/material/batchget_material',
      'item',
      () => setup.api.material.list('image'),
      { type: 'image' },
    ],
    ['/cgi-bin/draft/batchget', 'item', () => setup.api.draft.list({ no_content: 1 }), { no_content: 1 }],
    ['/cgi-bin/freepublish/batchget', 'item', () => setup.api.freepublish.list(), {}],
    ['/wxa/get_store_list', 'business_list', () => setup.api.store.listAll(), {}],
  ] as const)('%s counts on from what it got', async (path, field, list, fields) => {
    const page = (...names: string[]) => ({
      json: { total_count: 3, [field]: names.map((media_id) => ({ media_id })) },
    });
    setup.fake.on(path, page('a', 'b'), page('c'));
    expect(await all<unknown>(list())).toEqual([{ media_id: 'a' }, { media_id: 'b' }, { media_id: 'c' }]);
    expect(asked(path).map((seen) => sent(seen).offset)).toEqual([0, 2]);
    expect(sent(asked(path)[0]!)).toMatchObject(fields);
  });

  it('end when a page is empty, whatever the total says', async () => {
    setup.fake.on(
      '/cgi-bin/draft/batchget',
      { json: { total_count: 3, item: [{}] } },
      { json: { total_count: 3 } },
    );
    expect(await all(setup.api.draft.list())).toHaveLength(1);
  });

  it('of comments have the digits of their article bare', async () => {
    setup.fake.on('/cgi-bin/comment/list', {
      text: '{"total":1,"comment":[{"user_comment_id":9007199254740993}]}',
    });
    const found = await all(setup.api.comment.listAll({ msg_data_id: '9007199254740995', type: 0 }));
    expect(found).toMatchObject([{ user_comment_id: '9007199254740993' }]);
    expect(asked('/cgi-bin/comment/list')[0]!.body).toContain('"msg_data_id":9007199254740995');
  });

  it('of chat records go on from the last msgid', async () => {
    const path = '/customservice/msgrecord/getmsglist';
    setup.fake.on(
      path,
      { json: { msgid: 20165267, number: 10_000, recordlist: [{ text: 'a' }] } },
      { json: { msgid: 20165268, number: 1, recordlist: [{ text: 'b' }] } },
    );
    const records = await all(setup.api.kfRecord.list({ starttime: 1, endtime: 2 }));
    expect(records.map((record) => record.text)).toEqual(['a', 'b']);
    expect(asked(path).map((seen) => sent(seen).msgid)).toEqual([1, 20165267]);
  });
});
