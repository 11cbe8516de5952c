import { accountOf, get, publicEndpoint, post } from '../endpoint';
import { flag, oneOf, optional, text } from '../fields';
import { quotas } from '../quota';
import { tickets, tokens } from '../tokens';
import { ApiRefusalError } from '../api-refusal-error';
import type { Endpoint, EndpointContext } from '../endpoint';

const credential = oneOf(40002, 'client_credential');

/** The account that asks for a token of its own; a platform has other ones. */
function ownTokenOf(
  { accounts }: EndpointContext,
  { appid, secret }: { readonly appid: string; readonly secret: string },
) {
  const account = accountOf(accounts, appid, secret);
  if (account.isPlatform) throw new ApiRefusalError(61024);
  return account;
}

/** Tokens, tickets, addresses and the network check (基础接口). */
export const base: readonly Endpoint[] = [
  publicEndpoint(
    'base.getAccessToken',
    'GET',
    '/cgi-bin/token',
    { grant_type: credential, appid: text, secret: text },
    ({ fields, context }) => {
      const account = ownTokenOf(context, fields);
      account.part(quotas).use('/cgi-bin/token', 2000);
      return account.part(tokens).classic();
    },
  ),

  publicEndpoint(
    'base.getStableAccessToken',
    'POST',
    '/cgi-bin/stable_token',
    { grant_type: credential, appid: text, secret: text, force_refresh: optional(flag) },
    ({ fields, context }) => {
      const account = ownTokenOf(context, fields);
      account.part(quotas).use('/cgi-bin/stable_token', 500_000);
      return account.part(tokens).stable(fields.force_refresh);
    },
  ),

  get(
    'ticket.getTicket',
    '/cgi-bin/ticket/getticket',
    { type: oneOf(40035, 'jsapi', 'wx_card') },
    ({ account, fields }) => ({
      errcode: 0,
      errmsg: 'ok',
      ...account.part(tickets).get(fields.type),
    }),
  ),

  get('base.getApiDomainIp', '/cgi-bin/get_api_domain_ip', {}, () => ({
    ip_list: ['101.226.62.77', '101.226.62.78', '58.246.220.31'],
  })),

  get('base.getCallbackIp', '/cgi-bin/getcallbackip', {}, () => ({
    ip_list: ['101.226.103.0', '101.226.62.69', '140.207.54.73'],
  })),

  post(
    'base.callbackCheck',
    '/cgi-bin/callback/check',
    {
      action: oneOf(40202, 'dns', 'ping', 'all'),
      check_operator: oneOf(40203, 'CHINANET', 'UNICOM', 'CAP', 'DEFAULT'),
    },
    ({ fields: { action, check_operator } }) => {
      const operator = check_operator === 'DEFAULT' ? 'UNICOM' : check_operator;
      const ip = '127.0.0.1';
      return {
        ...(action !== 'ping' && { dns: [{ ip, real_operator: operator }] }),
        ...(action !== 'dns' && {
          ping: [{ ip, from_operator: operator, package_loss: '0%', time: '0.150ms' }],
        }),
      };
    },
  ),

  get('autoreply.getCurrentAutoreplyInfo', '/cgi-bin/get_current_autoreply_info', {}, () => ({
    is_add_friend_reply_open: 0,
    is_autoreply_open: 0,
  })),
];
