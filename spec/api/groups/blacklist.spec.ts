import { blacklist } from '../../../lib/api/groups/blacklist';

const rows: [string, unknown, unknown][] = [
  [
    'getList',
    blacklist.getList(),
    { method: 'POST', path: '/cgi-bin/tags/members/getblacklist', json: {}, safe: true },
  ],
  [
    'getList from an OpenID on',
    blacklist.getList('o9'),
    { method: 'POST', path: '/cgi-bin/tags/members/getblacklist', json: { begin_openid: 'o9' }, safe: true },
  ],
  [
    'add',
    blacklist.add(['o1', 'o2']),
    { method: 'POST', path: '/cgi-bin/tags/members/batchblacklist', json: { openid_list: ['o1', 'o2'] } },
  ],
  [
    'remove',
    blacklist.remove(['o1', 'o2']),
    { method: 'POST', path: '/cgi-bin/tags/members/batchunblacklist', json: { openid_list: ['o1', 'o2'] } },
  ],
];

describe('blacklist', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error a list is needed
    blacklist.add('o1');
    expect(Object.keys(blacklist)).toHaveLength(3);
  });
});
