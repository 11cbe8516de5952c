import { kfSession } from '../../../lib/api/groups/kf-session';
import type { ApiRequest } from '../../../lib/api/request';

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'create',
    kfSession.create('test1@test', 'o1'),
    {
      method: 'POST',
      path: '/customservice/kfsession/create',
      json: { kf_account: 'test1@test', openid: 'o1' },
    },
  ],
  [
    'close',
    kfSession.close('test1@test', 'o1'),
    {
      method: 'POST',
      path: '/customservice/kfsession/close',
      json: { kf_account: 'test1@test', openid: 'o1' },
    },
  ],
  [
    'getSession',
    kfSession.getSession('o1'),
    { method: 'GET', path: '/customservice/kfsession/getsession', query: { openid: 'o1' } },
  ],
  [
    'getSessionList',
    kfSession.getSessionList('test1@test'),
    { method: 'GET', path: '/customservice/kfsession/getsessionlist', query: { kf_account: 'test1@test' } },
  ],
  ['getWaitCase', kfSession.getWaitCase(), { method: 'GET', path: '/customservice/kfsession/getwaitcase' }],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile without a user', () => {
  // @ts-expect-error the openid is missing
  kfSession.create('test1@test');
});
