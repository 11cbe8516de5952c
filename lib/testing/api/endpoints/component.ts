import { ok } from '../answer';
import type { Result } from '../answer';
import { accountOf, open, openUnchecked } from '../endpoint';
import type { Asked, Endpoint, World } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { number, oneOf, optional, text, within } from '../fields';
import { LIMITS } from '../limits';
import type { Fields, Rules } from '../fields';
import { platforms } from '../platform';
import type { CallName, Exactly, ResultOf, Sent } from '../played';
import type { Authorizer } from '../platform';
import { Refused } from '../refused';
import { tokens } from '../tokens';
import { clearAll } from './openapi';

/** The platform that a component_access_token belongs to. */
export function platformOf({ accounts }: World, token = '', component_appid?: string): FakeAccount {
  if (token === '') throw new Refused(41001);
  const platform = accounts.find((each) => each.of(platforms).check(token));
  if (platform === undefined) throw new Refused(40001);
  if (component_appid !== undefined && platform.appId !== '' && component_appid !== platform.appId)
    throw new Refused(40013);
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
  run: (platform: ReturnType<typeof platforms>, fields: Fields<R>) => Result,
): Endpoint =>
  openUnchecked(
    plays,
    'POST',
    `/cgi-bin/component/${path}`,
    { ...rules, component_appid: text },
    ({ fields, world, call }) =>
      run(
        platformOf(world, componentTokenOf(call.query), fields.component_appid).of(platforms),
        fields as Fields<R>, // With one field more.
      ),
  );

const forPlatform: <N extends CallName, R extends Rules, const T extends Sent<ResultOf<N>>>(
  plays: N,
  path: string,
  rules: R,
  run: (platform: ReturnType<typeof platforms>, fields: Fields<R>) => T & Exactly<T, ResultOf<N>>,
) => Endpoint = forPlatformUnchecked;

/** What an owner allows a platform: all there is. */
const FUNC_INFO = [1, 2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 15].map((id) => ({ funcscope_category: { id } }));

const OPTIONS = {
  location_report: ['0', '1', '2'],
  voice_recognize: ['0', '1'],
  customer_service: ['0', '1'],
};
const option_name = oneOf(61012, 'location_report', 'voice_recognize', 'customer_service');
const options = () => new Map(Object.keys(OPTIONS).map((name) => [name, '0']));

function checkOption(name: keyof typeof OPTIONS, value: string): void {
  if (!OPTIONS[name].includes(value)) throw new Refused(61013, `"${name}" is ${OPTIONS[name].join(', ')}`);
}

/** The account whose options are meant: that of an authorizer_access_token, or the only one of a platform. */
function optionsOf({ call, world }: Pick<Asked<unknown>, 'call' | 'world'>): Map<string, string> {
  const token = componentTokenOf(call.query) ?? '';
  const account = world.accounts.find((each) => each.of(tokens).check(token));
  if (account !== undefined) return account.of(options);
  const authorizers = platformOf(world, token).of(platforms).all();
  const [only] = authorizers;
  if (only === undefined || authorizers.length > 1) throw new Refused(61015);
  return only.account.of(options);
}

const NO_BUSINESS = { open_store: 0, open_scan: 0, open_pay: 0, open_card: 0, open_shake: 0 } as const;

const infoOf = ({ account, refresh_token }: Authorizer) => ({
  authorizer_info: {
    nick_name: '测试公众号',
    head_img: 'http://wx.qlogo.cn/mmopen/sample/0',
    service_type_info: { id: 2 },
    verify_type_info: { id: 0 },
    user_name: account.appId.replace(/^wx/, 'gh_').slice(0, 15),
    principal_name: '测试公司',
    alias: '',
    signature: '',
    qrcode_url: 'http://mmbiz.qpic.cn/mmbiz/sample-code/0',
    business_info: NO_BUSINESS,
    account_status: 1,
    register_type: 0,
    basic_config: { is_phone_configured: true, is_email_configured: true },
  },
  authorization_info: {
    authorizer_appid: account.appId,
    authorizer_refresh_token: refresh_token,
    func_info: FUNC_INFO,
  },
});

/** Third-party platforms, which act for accounts that allow it (第三方平台). A platform is an account as well: with its AppID. */
export const component: readonly Endpoint[] = [
  open(
    'component.startPushTicket',
    'POST',
    '/cgi-bin/component/api_start_push_ticket',
    { component_appid: text, component_secret: text },
    ({ fields, world }) => {
      const account = accountOf(world.accounts, fields.component_appid, fields.component_secret);
      // A notice: it has none of an event's header.
      const without = {
        ToUserName: undefined,
        FromUserName: undefined,
        MsgType: undefined,
        Event: undefined,
      };
      const InfoType = 'component_verify_ticket';
      const ComponentVerifyTicket = account.of(platforms).ticket();
      const notice = { ...without, AppId: fields.component_appid, InfoType, ComponentVerifyTicket };
      world.after(account, () => account.push(InfoType, notice));
      return undefined;
    },
  ),

  open(
    'component.getComponentAccessToken',
    'POST',
    '/cgi-bin/component/api_component_token',
    { component_appid: text, component_appsecret: text, component_verify_ticket: text },
    ({ fields, world }) =>
      accountOf(world.accounts, fields.component_appid, fields.component_appsecret)
        .of(platforms)
        .token(fields.component_verify_ticket),
  ),

  forPlatform('component.createPreAuthCode', 'api_create_preauthcode', {}, (platform) =>
    platform.preAuthCode(),
  ),

  forPlatform(
    'component.queryAuth',
    'api_query_auth',
    { authorization_code: text },
    (platform, { authorization_code }) => {
      const { account, refresh_token } = platform.redeem(authorization_code);
      const { access_token, expires_in } = account.of(tokens).authorizer();
      return {
        authorization_info: {
          authorizer_appid: account.appId,
          authorizer_access_token: access_token,
          expires_in,
          authorizer_refresh_token: refresh_token,
          func_info: FUNC_INFO,
        },
      };
    },
  ),

  forPlatform(
    'component.getAuthorizerAccessToken',
    'api_authorizer_token',
    { authorizer_appid: text, authorizer_refresh_token: text },
    (platform, { authorizer_appid, authorizer_refresh_token }) => {
      const { account, refresh_token } = platform.find(authorizer_appid);
      if (authorizer_refresh_token !== refresh_token) throw new Refused(61023);
      const { access_token, expires_in } = account.of(tokens).authorizer();
      return { authorizer_access_token: access_token, expires_in, authorizer_refresh_token: refresh_token };
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
      if (offset < 0) throw new Refused(40035, '"offset" is 0 or more');
      const all = platform.all();
      const list = all.slice(offset, offset + count).map(({ account, refresh_token, auth_time }) => ({
        authorizer_appid: account.appId,
        refresh_token,
        auth_time,
      }));
      return { total_count: all.length, list };
    },
  ),

  open(
    'component.getAuthorizerOption',
    'POST',
    '/cgi-bin/component/get_authorizer_option',
    { option_name },
    (asked) => {
      const name = asked.fields.option_name;
      return ok({ option_name: name, option_value: optionsOf(asked).get(name) ?? '0' });
    },
  ),

  open(
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
      option_value: platform.find(authorizer_appid).account.of(options).get(name) ?? '0',
    }),
  ),

  forPlatform(
    'component.setAuthorizerOptionLegacy',
    'api_set_authorizer_option',
    { authorizer_appid: text, option_name, option_value: text },
    (platform, { authorizer_appid, option_name: name, option_value }) => {
      checkOption(name, option_value);
      platform.find(authorizer_appid).account.of(options).set(name, option_value);
      return undefined;
    },
  ),

  open(
    'component.clearQuotaByAppSecret',
    'POST',
    '/cgi-bin/component/clear_quota/v2',
    { appid: optional(text), component_appid: text, appsecret: text },
    ({ fields: { appid, component_appid, appsecret }, world }) => {
      const platform = accountOf(world.accounts, component_appid, appsecret);
      // Without an account it is the platform's own count.
      if (appid === undefined) clearAll(platform, component_appid);
      else clearAll(platform.of(platforms).find(appid).account, appid);
      return undefined;
    },
  ),
];
