import { openapi } from '../../../lib/api/groups/openapi';
import type { ApiRequest } from '../../../lib/api/request';

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'clearQuota',
    openapi.clearQuota('wx1'),
    { method: 'POST', path: '/cgi-bin/clear_quota', json: { appid: 'wx1' } },
  ],
  [
    'clearQuotaByAppSecret',
    openapi.clearQuotaByAppSecret(),
    {
      method: 'POST',
      path: '/cgi-bin/clear_quota/v2',
      json: {},
      auth: { in: 'json', appid: 'appid', secret: 'appsecret' },
    },
  ],
  [
    'getApiQuota',
    openapi.getApiQuota('/cgi-bin/menu/get'),
    {
      method: 'POST',
      path: '/cgi-bin/openapi/quota/get',
      json: { cgi_path: '/cgi-bin/menu/get' },
      safe: true,
    },
  ],
  [
    'clearApiQuota',
    openapi.clearApiQuota('/cgi-bin/menu/get'),
    { method: 'POST', path: '/cgi-bin/openapi/quota/clear', json: { cgi_path: '/cgi-bin/menu/get' } },
  ],
  [
    'getRidInfo',
    openapi.getRidInfo('61725984-6126f6f9-040f19c4'),
    {
      method: 'POST',
      path: '/cgi-bin/openapi/rid/get',
      json: { rid: '61725984-6126f6f9-040f19c4' },
      safe: true,
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile without the appid', () => {
  // @ts-expect-error the appid is missing
  openapi.clearQuota();
});
