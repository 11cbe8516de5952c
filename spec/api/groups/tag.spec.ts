import { tag } from '../../../lib/api/groups/tag';

const rows: [string, unknown, unknown][] = [
  [
    'create',
    tag.create('VIP'),
    { method: 'POST', path: '/cgi-bin/tags/create', json: { tag: { name: 'VIP' } } },
  ],
  ['getList', tag.getList(), { method: 'GET', path: '/cgi-bin/tags/get' }],
  [
    'update',
    tag.update(134, 'VIP'),
    { method: 'POST', path: '/cgi-bin/tags/update', json: { tag: { id: 134, name: 'VIP' } } },
  ],
  ['delete', tag.delete(134), { method: 'POST', path: '/cgi-bin/tags/delete', json: { tag: { id: 134 } } }],
  [
    'getUsers',
    tag.getUsers(134),
    { method: 'POST', path: '/cgi-bin/user/tag/get', json: { tagid: 134 }, safe: true },
  ],
  [
    'getUsers from an OpenID on',
    tag.getUsers(134, 'o9'),
    { method: 'POST', path: '/cgi-bin/user/tag/get', json: { tagid: 134, next_openid: 'o9' }, safe: true },
  ],
  [
    'batchTagging',
    tag.batchTagging(['o1', 'o2'], 134),
    {
      method: 'POST',
      path: '/cgi-bin/tags/members/batchtagging',
      json: { openid_list: ['o1', 'o2'], tagid: 134 },
    },
  ],
  [
    'batchUntagging',
    tag.batchUntagging(['o1', 'o2'], 134),
    {
      method: 'POST',
      path: '/cgi-bin/tags/members/batchuntagging',
      json: { openid_list: ['o1', 'o2'], tagid: 134 },
    },
  ],
  [
    'getIdList',
    tag.getIdList('o1'),
    { method: 'POST', path: '/cgi-bin/tags/getidlist', json: { openid: 'o1' }, safe: true },
  ],
];

describe('tag', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error the id of a tag is a number
    tag.delete('134');
    // @ts-expect-error the tag is missing
    tag.batchTagging(['o1']);
    expect(Object.keys(tag)).toHaveLength(8);
  });
});
