import { menu, type MenuButton } from '../../../lib/api/groups/menu';
import type { ApiRequest } from '../../../lib/api/request';

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'create',
    menu.create({
      button: [
        { type: 'click', name: '今日歌曲', key: 'SONG' },
        {
          name: '菜单',
          sub_button: [
            { type: 'view', name: '搜索', url: 'https://example.com/' },
            {
              type: 'miniprogram',
              name: 'wxa',
              url: 'https://example.com/',
              appid: 'wx2',
              pagepath: 'p/index',
            },
            { type: 'scancode_push', name: '扫码', key: 'SCAN' },
            { type: 'scancode_waitmsg', name: '扫码等', key: 'WAIT' },
            { type: 'pic_sysphoto', name: '拍照', key: 'SYS' },
          ],
        },
        {
          name: '更多',
          sub_button: [
            { type: 'pic_photo_or_album', name: '照片', key: 'ALBUM' },
            { type: 'pic_weixin', name: '相册', key: 'WX' },
            { type: 'location_select', name: '位置', key: 'LOC' },
            { type: 'media_id', name: '图片', media_id: 'M1' },
            { type: 'view_limited', name: '图文', media_id: 'M2' },
          ],
        },
      ],
    }),
    {
      method: 'POST',
      path: '/cgi-bin/menu/create',
      json: {
        button: [
          { type: 'click', name: '今日歌曲', key: 'SONG' },
          {
            name: '菜单',
            sub_button: [
              { type: 'view', name: '搜索', url: 'https://example.com/' },
              {
                type: 'miniprogram',
                name: 'wxa',
                url: 'https://example.com/',
                appid: 'wx2',
                pagepath: 'p/index',
              },
              { type: 'scancode_push', name: '扫码', key: 'SCAN' },
              { type: 'scancode_waitmsg', name: '扫码等', key: 'WAIT' },
              { type: 'pic_sysphoto', name: '拍照', key: 'SYS' },
            ],
          },
          {
            name: '更多',
            sub_button: [
              { type: 'pic_photo_or_album', name: '照片', key: 'ALBUM' },
              { type: 'pic_weixin', name: '相册', key: 'WX' },
              { type: 'location_select', name: '位置', key: 'LOC' },
              { type: 'media_id', name: '图片', media_id: 'M1' },
              { type: 'view_limited', name: '图文', media_id: 'M2' },
            ],
          },
        ],
      },
    },
  ],
  [
    'getCurrentSelfmenuInfo',
    menu.getCurrentSelfmenuInfo(),
    { method: 'GET', path: '/cgi-bin/get_current_selfmenu_info' },
  ],
  ['get', menu.get(), { method: 'GET', path: '/cgi-bin/menu/get' }],
  ['delete', menu.delete(), { method: 'GET', path: '/cgi-bin/menu/delete', safe: false }],
  [
    'addConditional',
    menu.addConditional({
      button: [
        { type: 'article_id', name: '文章', article_id: 'A1' },
        { type: 'article_view_limited', name: '图文', article_id: 'A2' },
      ],
      matchrule: { tag_id: 2, client_platform_type: 1 },
    }),
    {
      method: 'POST',
      path: '/cgi-bin/menu/addconditional',
      json: {
        button: [
          { type: 'article_id', name: '文章', article_id: 'A1' },
          { type: 'article_view_limited', name: '图文', article_id: 'A2' },
        ],
        matchrule: { tag_id: 2, client_platform_type: 1 },
      },
    },
  ],
  [
    'deleteConditional',
    menu.deleteConditional('9007199254740993'),
    { method: 'POST', path: '/cgi-bin/menu/delconditional', json: { menuid: '9007199254740993' } },
  ],
  [
    'tryMatch',
    menu.tryMatch('weixin'),
    { method: 'POST', path: '/cgi-bin/menu/trymatch', json: { user_id: 'weixin' }, safe: true },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile a button of the wrong shape', () => {
  const buttons: MenuButton[] = [
    // @ts-expect-error a typo in the type
    { type: 'clik', name: 'a', key: 'A' },
    // @ts-expect-error the key is missing
    { type: 'click', name: 'a' },
    // @ts-expect-error a page has a url, no key
    { type: 'view', name: 'a', key: 'A' },
    // @ts-expect-error a mini program needs its AppID
    { type: 'miniprogram', name: 'a', url: 'https://example.com/', pagepath: 'p' },
    // @ts-expect-error a button with buttons has no type
    { type: 'click', name: 'a', key: 'A', sub_button: [{ type: 'click', name: 'b', key: 'B' }] },
    // @ts-expect-error it has nothing to do
    { name: 'a' },
    // @ts-expect-error one level only
    { name: 'a', sub_button: [{ name: 'b', sub_button: [] }] },
  ];
  expect(buttons).toHaveLength(7);
});

it('does not compile a conditional menu without its rule', () => {
  // @ts-expect-error the rule is missing
  menu.addConditional({ button: [] });
  // @ts-expect-error an unknown platform
  menu.addConditional({ button: [], matchrule: { client_platform_type: 4 } });
  // @ts-expect-error ids are text
  menu.deleteConditional(208396993);
});
