import { base } from '../../../lib/api/groups/base';
import type { ApiRequest } from '../../../lib/api/request';

const rows: readonly (readonly [name: string, request: ApiRequest, expected: object])[] = [
  [
    'getAccessToken',
    base.getAccessToken(),
    {
      method: 'GET',
      path: '/cgi-bin/token',
      query: { grant_type: 'client_credential' },
      auth: { in: 'query', appid: 'appid', secret: 'secret' },
      safe: false,
    },
  ],
  [
    'getStableAccessToken',
    base.getStableAccessToken(),
    {
      method: 'POST',
      path: '/cgi-bin/stable_token',
      json: { grant_type: 'client_credential' },
      auth: { in: 'json', appid: 'appid', secret: 'secret' },
      safe: true,
    },
  ],
  [
    'getStableAccessToken, forced',
    base.getStableAccessToken(true),
    {
      method: 'POST',
      path: '/cgi-bin/stable_token',
      json: { grant_type: 'client_credential', force_refresh: true },
      auth: { in: 'json', appid: 'appid', secret: 'secret' },
      safe: false,
    },
  ],
  ['getApiDomainIp', base.getApiDomainIp(), { method: 'GET', path: '/cgi-bin/get_api_domain_ip' }],
  ['getCallbackIp', base.getCallbackIp(), { method: 'GET', path: '/cgi-bin/getcallbackip' }],
  [
    'callbackCheck',
    base.callbackCheck('all', 'DEFAULT'),
    {
      method: 'POST',
      path: '/cgi-bin/callback/check',
      json: { action: 'all', check_operator: 'DEFAULT' },
      safe: true,
    },
  ],
];

it.each(rows)('builds %s', (_name, request, expected) => {
  expect(request).toEqual(expected);
});

it('does not compile an unknown check or network', () => {
  // @ts-expect-error a typo in the action
  base.callbackCheck('pong', 'DEFAULT');
  // @ts-expect-error a typo in the network
  base.callbackCheck('dns', 'default');
  // @ts-expect-error the network is missing
  base.callbackCheck('dns');
});
