import { user } from '../../../lib/api/groups/user';
import type { ApiRequest } from '../../../lib/api/request';
import type { UserInfo } from '../../../lib/api/groups/user';

const rows: [string, unknown, unknown][] = [
  ['getInfo', user.getInfo('o1'), { method: 'GET', path: '/cgi-bin/user/info', query: { openid: 'o1' } }],
  [
    'getInfo with a language',
    user.getInfo('o1', 'en'),
    { method: 'GET', path: '/cgi-bin/user/info', query: { openid: 'o1', lang: 'en' } },
  ],
  [
    'batchGetInfo',
    user.batchGetInfo([{ openid: 'o1', lang: 'zh_TW' }, { openid: 'o2' }]),
    {
      method: 'POST',
      path: '/cgi-bin/user/info/batchget',
      json: { user_list: [{ openid: 'o1', lang: 'zh_TW' }, { openid: 'o2' }] },
      safe: true,
    },
  ],
  [
    'updateRemark',
    user.updateRemark('o1', 'Alice'),
    { method: 'POST', path: '/cgi-bin/user/info/updateremark', json: { openid: 'o1', remark: 'Alice' } },
  ],
  ['getList', user.getList(), { method: 'GET', path: '/cgi-bin/user/get', query: {} }],
  [
    'getList from an OpenID on',
    user.getList('o9'),
    { method: 'GET', path: '/cgi-bin/user/get', query: { next_openid: 'o9' } },
  ],
  [
    'changeOpenId',
    user.changeOpenId('wx1', ['o1', 'o2']),
    {
      method: 'POST',
      path: '/cgi-bin/changeopenid',
      json: { from_appid: 'wx1', openid_list: ['o1', 'o2'] },
      safe: true,
    },
  ],
];

describe('user', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error not a language of WeChat
    user.getInfo('o1', 'fr');
    // @ts-expect-error an OpenID is needed
    user.batchGetInfo([{ lang: 'en' }]);
    const request: ApiRequest<UserInfo> = user.getInfo('o1');
    expect(request.method).toBe('GET');
  });
});
