import { open } from '../../../lib/api/groups/open';

const rows: [string, unknown, unknown][] = [
  ['create', open.create(), { method: 'POST', path: '/cgi-bin/open/create', json: {} }],
  [
    'create with an AppID',
    open.create('wx1'),
    { method: 'POST', path: '/cgi-bin/open/create', json: { appid: 'wx1' } },
  ],
  [
    'bind',
    open.bind('wxo', 'wx1'),
    { method: 'POST', path: '/cgi-bin/open/bind', json: { appid: 'wx1', open_appid: 'wxo' } },
  ],
  [
    'unbind',
    open.unbind('wxo', 'wx1'),
    { method: 'POST', path: '/cgi-bin/open/unbind', json: { appid: 'wx1', open_appid: 'wxo' } },
  ],
  ['get', open.get('wx1'), { method: 'POST', path: '/cgi-bin/open/get', json: { appid: 'wx1' }, safe: true }],
  ['have', open.have(), { method: 'GET', path: '/cgi-bin/open/have' }],
  ['sameEntity', open.sameEntity(), { method: 'GET', path: '/cgi-bin/open/sameentity' }],
];

describe('open', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error the open-platform account is missing
    open.bind();
    expect(Object.keys(open)).toHaveLength(6);
  });
});
