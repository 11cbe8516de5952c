import { ok } from '../answer';
import type { EndpointResult } from '../answer';
import { accountOf, publicEndpoint, publicEndpointUnchecked } from '../endpoint';
import type { EndpointInput, Endpoint, EndpointContext } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyText, number, oneOf, optional, text, within } from '../fields';
import { LIMITS } from '../limits';
import type { Fields, Rules } from '../fields';
import { platforms } from '../platform';
import type { CallName, Played } from '../played';
import type { Authorizer, FakePlatform } from '../platform';
import { quotas } from '../quota';
import { ApiRefusalError } from '../api-refusal-error';
import type { PlayedKind } from '../rights';
import { ticketPushes } from '../ticket-pushes';
import { tokens } from '../tokens';
import { clearAll } from './openapi';

/** What has to be known of a call with a component_access_token. */
type Asking = Pick<EndpointInput<unknown>, 'call' | 'context'>;

/** The platform that made a call with its own token; `wrongToken` is the code of one of an account. */
export function platformOf(
  { call, context }: Asking,
  component_appid?: string,
  wrongToken = 61014,
): FakeAccount {
  const token = componentTokenOf(call.query) ?? '';
  if (token === '') throw new ApiRefusalError(41001);
  const platform = context.ownerOf(token);
  if (platform === undefined) throw new ApiRefusalError(40001);
  // One of an account that is over is refused as such.
  if (platform.part(tokens).check(token) !== undefined) throw new ApiRefusalError(wrongToken);
  platform.part(platforms).check(token);
  if (component_appid !== undefined && platform.appId !== '' && component_appid !== platform.appId)
    throw new ApiRefusalError(isPlatform(context, component_appid) ? 61011 : 40013);
  platform.part(platforms).checkAddress(call.ip);
  return platform;
}

const isPlatform = ({ accounts }: EndpointContext, appId: string): boolean =>
  accounts.some((each) => each.appId === appId && each.isPlatform);

/** The platform with that AppID and AppSecret. */
function platformWith({ call, context }: Asking, component_appid: string, secret: string): FakeAccount {
  const platform = accountOf(context.accounts, component_appid, secret);
  // Where there are platforms, another account is none.
  if (!platform.isPlatform && context.accounts.some((each) => each.isPlatform))
    throw new ApiRefusalError(61011);
  platform.part(platforms).checkAddress(call.ip);
  return platform;
}

/** Newer pages call it as accounts call theirs; WeChat takes both. */
export const componentTokenOf = ({
  component_access_token,
  access_token,
}: Readonly<Partial<Record<string, string>>>): string | undefined => component_access_token ?? access_token;

/** An endpoint for a platform, which shows its token. */
const forPlatformUnchecked = <R extends Rules>(
  plays: CallName,
  path: string,
  rules: R,
  run: (platform: FakePlatform, fields: Fields<R>, account: FakeAccount) => EndpointResult,
): Endpoint =>
  publicEndpointUnchecked(
    plays,
    'POST',
    `/cgi-bin/component/${path}`,
    { ...rules, component_appid: text },
    ({ fields, context, call }) => {
      const platform = platformOf({ context, call }, fields.component_appid);
      platform.part(quotas).use(call.path);
      return run(platform.part(platforms), fields, platform);
    },
  );

const forPlatform: <N extends CallName, R extends Rules, const T>(
  plays: N,
  path: string,
  rules: R,
  run: (platform: FakePlatform, fields: Fields<R>, account: FakeAccount) => Played<N, T>,
) => Endpoint = forPlatformUnchecked;

/** What an owner has granted. */
const funcInfo = ({ permissions }: Authorizer) => permissions.map((id) => ({ funcscope_category: { id } }));

/** The refresh token, as info and list have it: not before the code was exchanged. */
const refreshTokenOf = ({ state, refreshToken }: Authorizer): string | undefined =>
  state === 'agreed' ? undefined : refreshToken;

const OPTIONS = {
  location_report: ['0', '1', '2'],
  voice_recognize: ['0', '1'],
  customer_service: ['0', '1'],
};
const option_name = oneOf(61012, 'location_report', 'voice_recognize', 'customer_service');
const options = () => new Map(Object.keys(OPTIONS).map((name) => [name, '0']));

function checkOption(name: keyof typeof OPTIONS, value: string): void {
  if (!OPTIONS[name].includes(value))
    throw new ApiRefusalError(61013, `"${name}" is ${OPTIONS[name].join(', ')}`);
}

/** The account whose options are meant: that of an authorizer_access_token, or the only one of a platform. */
function optionsOf({ call, context }: Asking): Map<string, string> {
  const token = componentTokenOf(call.query) ?? '';
  const account = context.ownerOf(token);
  if (account?.part(tokens).check(token) !== undefined) return account.part(options);
  const authorizers = platformOf({ call, context }).part(platforms).all();
  const [only] = authorizers;
  if (only === undefined || authorizers.length > 1) throw new ApiRefusalError(61015);
  return only.account.part(options);
}

const TOKEN_PATH = '/cgi-bin/component/api_component_token';

const NO_BUSINESS = { open_store: 0, open_scan: 0, open_pay: 0, open_card: 0, open_shake: 0 } as const;

/** What the kind of an account is in WeChat's numbers. */
const SERVICE_TYPE: Readonly<Record<PlayedKind, number>> = {
  'mini-program': 0,
  personal: 0,
  subscription: 0,
  'unverified-service': 2,
  service: 2,
  test: 2,
};

const NO_DOMAINS = {
  RequestDomain: [],
  WsRequestDomain: [],
  UploadDomain: [],
  DownloadDomain: [],
  UDPDomain: [],
  BizDomain: [],
};
const MINI_PROGRAM = { network: NO_DOMAINS, categories: [], visit_status: 0 };

function infoOf(authorizer: Authorizer) {
  const { account } = authorizer;
  const kind = account.kind();
  const isMiniProgram = kind === 'mini-program';
  return {
    authorizer_info: {
      nick_name: isMiniProgram ? '测试小程序' : '测试公众号',
      head_img: 'http://wx.qlogo.cn/mmopen/sample/0',
      service_type_info: { id: SERVICE_TYPE[kind] },
      verify_type_info: { id: kind === 'personal' || kind === 'unverified-service' ? -1 : 0 },
      user_name: account.originalId,
      principal_name: '测试公司',
      alias: '',
      signature: '',
      qrcode_url: 'http://mmbiz.qpic.cn/mmbiz/sample-code/0',
      business_info: NO_BUSINESS,
      account_status: 1,
      ...(isMiniProgram && {
        MiniProgramInfo: MINI_PROGRAM,
        register_type: 0,
        basic_config: { is_phone_configured: true, is_email_configured: true },
      }),
    },
    authorization_info: {
      authorizer_appid: account.appId,
      authorizer_refresh_token: refreshTokenOf(authorizer),
      func_info: funcInfo(authorizer),
    },
  };
}

/** Tokens a day. */
const MAX_TOKENS_PER_DAY = 10_000;

/**
 * Third-party platforms, which act for accounts that allow it (第三方平台). A platform is an account as well: with
 * its AppID.
 */
export const component: readonly Endpoint[] = [
  publicEndpoint(
    'component.startPushTicket',
    'POST',
    '/cgi-bin/component/api_start_push_ticket',
    { component_appid: text, component_secret: text },
    ({ call, fields, context }) => {
      const account = platformWith({ call, context }, fields.component_appid, fields.component_secret);
      const { errmsg, push } = account.part(ticketPushes).start();
      context.after(account, push);
      return { errcode: 0, errmsg };
    },
  ),

  publicEndpoint(
    'component.getComponentAccessToken',
    'POST',
    TOKEN_PATH,
    { component_appid: text, component_appsecret: text, component_verify_ticket: anyText },
    ({ call, fields, context }) => {
      const platform = platformWith({ call, context }, fields.component_appid, fields.component_appsecret);
      platform.part(quotas).use(TOKEN_PATH, MAX_TOKENS_PER_DAY);
      return platform.part(platforms).token(fields.component_verify_ticket);
    },
  ),

  forPlatform('component.createPreAuthCode', 'api_create_preauthcode', {}, (platform) =>
    platform.preAuthCode(),
  ),

  forPlatform(
    'component.queryAuth',
    'api_query_auth',
    { authorization_code: text },
    (platform, { authorization_code }, { appId }) => {
      const authorizer = platform.redeem(authorization_code);
      const { account, refreshToken } = authorizer;
      const { access_token, expires_in } = account.part(tokens).authorizer(appId);
      return {
        authorization_info: {
          authorizer_appid: account.appId,
          authorizer_access_token: access_token,
          expires_in,
          authorizer_refresh_token: refreshToken,
          func_info: funcInfo(authorizer),
        },
      };
    },
  ),

  forPlatform(
    'component.getAuthorizerAccessToken',
    'api_authorizer_token',
    { authorizer_appid: text, authorizer_refresh_token: anyText },
    (platform, { authorizer_appid, authorizer_refresh_token }, { appId }) => {
      const { account, refreshToken } = platform.renew(authorizer_appid, authorizer_refresh_token);
      const { access_token, expires_in } = account.part(tokens).authorizer(appId);
      return { authorizer_access_token: access_token, expires_in, authorizer_refresh_token: refreshToken };
    },
  ),

  forPlatform(
    'component.getAuthorizerInfo',
    'api_get_authorizer_info',
    { authorizer_appid: text },
    (platform, { authorizer_appid }) => infoOf(platform.find(authorizer_appid)),
  ),

  forPlatform(
    'component.getAuthorizerList',
    'api_get_authorizer_list',
    { offset: number, count: within(LIMITS.authorizers, number) },
    (platform, { offset, count }) => {
      if (offset < 0) throw new ApiRefusalError(40035, '"offset" is 0 or more');
      const all = platform.all();
      const list = all.slice(offset, offset + count).map((authorizer) => ({
        authorizer_appid: authorizer.account.appId,
        refresh_token: refreshTokenOf(authorizer),
        auth_time: authorizer.authTime,
      }));
      return { total_count: all.length, list };
    },
  ),

  publicEndpoint(
    'component.getAuthorizerOption',
    'POST',
    '/cgi-bin/component/get_authorizer_option',
    { option_name },
    (asked) => {
      const name = asked.fields.option_name;
      return ok({ option_name: name, option_value: optionsOf(asked).get(name) ?? '0' });
    },
  ),

  publicEndpoint(
    'component.setAuthorizerOption',
    'POST',
    '/cgi-bin/component/set_authorizer_option',
    { option_name, option_value: text },
    (asked) => {
      const { option_name: name, option_value } = asked.fields;
      checkOption(name, option_value);
      optionsOf(asked).set(name, option_value);
      return undefined;
    },
  ),

  forPlatform(
    'component.getAuthorizerOptionLegacy',
    'api_get_authorizer_option',
    { authorizer_appid: text, option_name },
    (platform, { authorizer_appid, option_name: name }) => ({
      authorizer_appid,
      option_name: name,
      option_value: platform.find(authorizer_appid).account.part(options).get(name) ?? '0',
    }),
  ),

  forPlatform(
    'component.setAuthorizerOptionLegacy',
    'api_set_authorizer_option',
    { authorizer_appid: text, option_name, option_value: text },
    (platform, { authorizer_appid, option_name: name, option_value }) => {
      checkOption(name, option_value);
      platform.find(authorizer_appid).account.part(options).set(name, option_value);
      return undefined;
    },
  ),

  publicEndpoint(
    'component.clearQuotaByAppSecret',
    'POST',
    '/cgi-bin/component/clear_quota/v2',
    { appid: optional(text), component_appid: text, appsecret: text },
    ({ call, fields: { appid, component_appid, appsecret }, context }) => {
      const platform = platformWith({ call, context }, component_appid, appsecret);
      // Without an account it is the platform's own count.
      if (appid === undefined) clearAll(platform, component_appid);
      else clearAll(platform.part(platforms).find(appid).account, appid);
      return undefined;
    },
  ),
];
