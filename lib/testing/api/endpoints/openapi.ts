import { ok } from '../answer';
import { accountOf, publicEndpoint, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { text } from '../fields';
import { monthly, quotas } from '../quota';
import { ApiRefusalError } from '../api-refusal-error';

/** What resets are left this month. */
const resets = (account: FakeAccount) => ({ all: monthly(account, 10), one: monthly(account, 50) });

/** Resets all quotas of an account, ten times a month. */
export function clearAll(account: FakeAccount, appid: string): undefined {
  if (account.appId !== '' && account.appId !== appid) throw new ApiRefusalError(40013);
  account.part(resets).all();
  account.part(quotas).clear();
  return undefined;
}

/** How often a platform may call within a minute. */
const RATE_LIMIT = { call_count: 10_000, refresh_second: 60 };

function checkPath(path: string, knows: (path: string) => boolean): void {
  if (path.startsWith('/sns/')) throw new ApiRefusalError(76022);
  if (!knows(path)) throw new ApiRefusalError(76021, `"${path}"`);
}

/** Quotas, and calls looked up by their rid (openApi管理). */
export const openapi: readonly Endpoint[] = [
  // Not counted: it must work when nothing else does.
  post(
    'openapi.clearQuota',
    '/cgi-bin/clear_quota',
    { appid: text },
    ({ account, fields }) => clearAll(account, fields.appid),
    {
      perDay: Infinity,
    },
  ),

  publicEndpoint(
    'openapi.clearQuotaByAppSecret',
    'POST',
    '/cgi-bin/clear_quota/v2',
    { appid: text, appsecret: text },
    ({ fields, context }) =>
      clearAll(accountOf(context.accounts, fields.appid, fields.appsecret), fields.appid),
    // One page has both in the body, its sample in the query.
    ({ query, json }) => ({ ...query, ...(typeof json === 'object' && json) }),
  ),

  post(
    'openapi.getApiQuota',
    '/cgi-bin/openapi/quota/get',
    { cgi_path: text },
    ({ account, fields, context }) => {
      checkPath(fields.cgi_path, context.knows);
      return ok({
        quota: account.part(quotas).get(fields.cgi_path),
        ...(account.isPlatform && { component_rate_limit: RATE_LIMIT }),
      });
    },
  ),

  post(
    'openapi.clearApiQuota',
    '/cgi-bin/openapi/quota/clear',
    { cgi_path: text },
    ({ account, fields, context }) => {
      checkPath(fields.cgi_path, context.knows);
      account.part(resets).one();
      account.part(quotas).clear(fields.cgi_path);
      return undefined;
    },
  ),

  post('openapi.getRidInfo', '/cgi-bin/openapi/rid/get', { rid: text }, ({ fields, context }) => {
    const request = context.failure(fields.rid);
    if (request === undefined) throw new ApiRefusalError(76003);
    return ok({ request });
  }),
];
