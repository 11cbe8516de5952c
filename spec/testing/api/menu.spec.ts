import { closeAll, connect } from './support';

afterEach(closeAll);

const CREATE = '/cgi-bin/menu/create';
const click = { type: 'click', name: '今日歌曲', key: 'V1001' };
const view = { type: 'view', name: 'Search', url: 'http://www.soso.com/' };
const button = [click, { name: '菜单', sub_button: [view] }];
const stored = [
  { ...click, sub_button: [] },
  { name: '菜单', sub_button: [{ ...view, sub_button: [] }] },
];

it('a menu is created, read in two ways, and deleted', async () => {
  const { api, get, post } = await connect();
  expect(api.menu).toBeUndefined();
  expect(await get('/cgi-bin/menu/get')).toMatchObject({ errcode: 46003 });
  expect(await get('/cgi-bin/get_current_selfmenu_info')).toEqual({
    is_menu_open: 0,
    selfmenu_info: { button: [] },
  });
  expect(await post(CREATE, { button })).toEqual({ errcode: 0, errmsg: 'ok' });
  expect(api.menu).toEqual({ button: stored });
  expect(await get('/cgi-bin/menu/get')).toEqual({ menu: { button: stored } });
  expect(await get('/cgi-bin/get_current_selfmenu_info')).toEqual({
    is_menu_open: 1,
    selfmenu_info: { button: [click, { name: '菜单', sub_button: { list: [view] } }] },
  });
  expect(await get('/cgi-bin/menu/delete')).toEqual({ errcode: 0, errmsg: 'ok' });
  expect(api.menu).toBeUndefined();
});

it.each([
  [{ type: 'scancode_push', key: 'k' }],
  [{ type: 'pic_weixin', key: 'k', sub_button: [] }],
  [{ type: 'miniprogram', url: 'http://a.cn', appid: 'wx1', pagepath: 'a/b' }],
  [{ type: 'media_id', media_id: 'm' }],
  [{ type: 'article_view_limited', article_id: 'a' }],
])('a menu has buttons such as %j', async (fields) => {
  const { post } = await connect();
  expect(await post(CREATE, { button: [{ name: 'a', ...fields }] })).toMatchObject({ errcode: 0 });
});

const many = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);
const below = (...sub_button: unknown[]) => [{ name: 'a', sub_button }];

it.each<[string, unknown, number]>([
  ['no buttons at all', undefined, 40035],
  ['an empty list', [], 40016],
  ['four buttons', many(4, click), 40016],
  ['six buttons below', below(...many(6, view)), 40023],
  ['a third level', below({ name: 'b', sub_button: [view] }), 40022],
  ['text for a button', ['x'], 47001],
  ['text for a button below', below('x'), 47001],
  ['a button without a name', [{ ...click, name: undefined }], 40018],
  ['a name of 17 bytes', [{ ...click, name: 'x'.repeat(17) }], 40018],
  ['a name of 61 bytes below', below({ ...view, name: 'x'.repeat(61) }), 40025],
  ['a button that does nothing', [{ name: 'a' }], 65308],
  ['a type that does not exist', [{ ...click, type: 'tap' }], 40017],
  ['a type of every object', [{ ...click, type: 'toString' }], 40017],
  ['a click without a key', [{ ...click, key: undefined }], 40019],
  ['a key of 129 bytes', [{ ...click, key: 'x'.repeat(129) }], 40019],
  ['a view without an address', below({ ...view, url: undefined }), 40020],
  ['an address of 1,025 bytes', [{ ...view, url: 'x'.repeat(1025) }], 40020],
  ['a mini program without an AppID', [{ ...view, type: 'miniprogram', pagepath: 'a' }], 40035],
  ['a key that is a number', [{ ...click, key: 5 }], 47001],
])('a menu is refused: %s', async (_what, given, errcode) => {
  const { api, post } = await connect();
  expect(await post(CREATE, { button: given })).toMatchObject({ errcode });
  expect(api.menu).toBeUndefined();
});

describe('a conditional menu', () => {
  async function withTag() {
    const world = await connect();
    await world.simulator.user('alice').follows();
    await world.simulator.user('bob').follows();
    await world.post('/cgi-bin/tags/create', { tag: { name: 'VIP' } });
    await world.post('/cgi-bin/tags/members/batchtagging', { openid_list: ['alice'], tagid: 100 });
    return world;
  }
  const conditional = (matchrule: object) => ({ button: [view], matchrule });

  it('is seen by those who match', async () => {
    const { post, get } = await withTag();
    await post(CREATE, { button });
    const made = await post(
      '/cgi-bin/menu/addconditional',
      conditional({ tag_id: 100, client_platform_type: '1' }),
    );
    expect(made).toEqual({ menuid: expect.stringMatching(/^\d+$/) as unknown });
    await post('/cgi-bin/menu/addconditional', conditional({ client_platform_type: 2 }));
    const seenBy = (user_id: string) => post('/cgi-bin/menu/trymatch', { user_id });
    expect(await seenBy('alice')).toEqual({ button: [{ ...view, sub_button: [] }] });
    expect(await seenBy('bob')).toEqual({ button: stored });
    expect(await seenBy('carol')).toMatchObject({ errcode: 40028 });
    expect(await get('/cgi-bin/menu/get')).toMatchObject({
      menu: { button: stored, menuid: expect.any(Number) as unknown },
      conditionalmenu: [
        { menuid: Number(made.menuid), matchrule: { tag_id: 100, client_platform_type: '1' } },
        {},
      ],
    });
    expect(await post('/cgi-bin/menu/delconditional', { menuid: made.menuid })).toMatchObject({ errcode: 0 });
    expect(await post('/cgi-bin/menu/delconditional', { menuid: made.menuid })).toMatchObject({
      errcode: 65301,
    });
    expect(await seenBy('alice')).toEqual({ button: stored });
    await get('/cgi-bin/menu/delete');
    expect(await seenBy('alice')).toMatchObject({ errcode: 46003 });
  });

  it.each([
    ['before the menu for everybody', false, { tag_id: 100 }, 65303],
    ['without a rule', true, {}, 65304],
    ['for a tag that is not there', true, { tag_id: 7 }, 45159],
  ])('is refused %s', async (_what, hasMenu, matchrule, errcode) => {
    const { post } = await withTag();
    if (hasMenu) await post(CREATE, { button });
    expect(await post('/cgi-bin/menu/addconditional', conditional(matchrule))).toMatchObject({ errcode });
  });
});
