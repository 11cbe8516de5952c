import { kfAccount } from '../../../lib/api/groups/kf-account';
import type { ApiRequest } from '../../../lib/api/request';

const file = { data: Buffer.from('jpg'), filename: 'head.jpg' };

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'getKfList',
    kfAccount.getKfList(),
    { method: 'GET', path: '/cgi-bin/customservice/getkflist', query: {} },
  ],
  [
    'getKfList of a sub-merchant',
    kfAccount.getKfList('7'),
    { method: 'GET', path: '/cgi-bin/customservice/getkflist', query: { business_id: '7' } },
  ],
  [
    'getOnlineKfList',
    kfAccount.getOnlineKfList('7'),
    { method: 'GET', path: '/cgi-bin/customservice/getonlinekflist', query: { business_id: '7' } },
  ],
  [
    'add',
    kfAccount.add('test1@test', '客服1'),
    {
      method: 'POST',
      path: '/customservice/kfaccount/add',
      json: { kf_account: 'test1@test', nickname: '客服1' },
    },
  ],
  [
    'update',
    kfAccount.update('test1@test', '客服1'),
    {
      method: 'POST',
      path: '/customservice/kfaccount/update',
      json: { kf_account: 'test1@test', nickname: '客服1' },
    },
  ],
  [
    'delete',
    kfAccount.delete('test1@test'),
    { method: 'POST', path: '/customservice/kfaccount/del', json: { kf_account: 'test1@test' } },
  ],
  [
    'uploadHeadImg',
    kfAccount.uploadHeadImg('test1@test', file),
    {
      method: 'POST',
      path: '/customservice/kfaccount/uploadheadimg',
      query: { kf_account: 'test1@test' },
      parts: [{ name: 'media', file }],
    },
  ],
  [
    'inviteWorker',
    kfAccount.inviteWorker('test1@test', 'test_kfwx'),
    {
      method: 'POST',
      path: '/customservice/kfaccount/inviteworker',
      json: { kf_account: 'test1@test', invite_wx: 'test_kfwx' },
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile without what is required', () => {
  // @ts-expect-error the nickname is missing
  kfAccount.add('test1@test');
  // @ts-expect-error the picture is missing
  kfAccount.uploadHeadImg('test1@test');
});
