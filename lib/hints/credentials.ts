import type { ApiCredential } from '../errors';
import { words, type Hint, type Refusal, type Words } from './hint';

/** Whether a call was made by a third-party platform for itself. */
export const isOfPlatform = ({ credential }: Refusal): boolean =>
  credential === 'component' || credential === 'component-secret';

/** A hint for each kind of credential that needs one of its own. */
const by =
  (other: Words, kinds: Partial<Readonly<Record<ApiCredential, Words>>>): Hint =>
  ({ credential }) =>
    (credential !== undefined && Object.hasOwn(kinds, credential) ? kinds[credential] : undefined) ?? other;

const GIVEN = words(
  'WeChat does not take the token that your function accessToken() gave. Look at that function: it must give the newest token of this account (for an account of a third-party platform its authorizer_access_token), and another one when the former is over or was replaced.',
  '微信不接受你的 accessToken() 函数给出的 token。请检查该函数：它应返回该账号最新的 token（由第三方平台代管的账号应返回它的 authorizer_access_token），旧 token 过期或被顶掉后要返回新的。',
);
const AUTHORIZER = words(
  'WeChat does not take the token that the third-party platform has for this account (authorizer_access_token). A new authorisation of the account ends the former token at once, and another program of the platform may have asked for one: all must share the store. A token that you passed to the call yourself comes anew from component.getAuthorizerAccessToken.',
  '微信不接受第三方平台为该账号取得的 token（authorizer_access_token）。账号重新授权后旧 token 立即失效；平台的其他程序也可能获取了新的，所有程序要共用同一个 store。如果 token 是你自己传入的，请用 component.getAuthorizerAccessToken 重新获取。',
);
const CLOUD_RUN = words(
  "微信云托管 has added no token that WeChat takes (accessToken: 'none'). In its console: switch 开放接口服务 on, add the path of this call under 云调用 → 微信令牌权限配置, and then make a new version of the service. An AppID that borrows the environment needs its own permission.",
  "微信云托管没有为这次调用附加有效的 token（accessToken: 'none'）。请在云托管控制台打开“开放接口服务”，在“云调用 → 微信令牌权限配置”中加入该接口的路径，然后重新创建服务版本。资源复用的账号需要单独授权。",
);
const USER = words(
  "This is no token of the web authorisation, or no longer. Calls of sns/… take the access_token that oauth.getAccessToken gives for this user, not the account's own; oauth.refreshToken renews it.",
  '这不是有效的网页授权 access_token。sns/… 接口要用 oauth.getAccessToken 为该用户取得的 access_token，不是公众号自己的 access_token；可用 oauth.refreshToken 续期。',
);
const COMPONENT = words(
  'The component_access_token is not the newest. Each call of component.getComponentAccessToken makes a new one, and the former ends after about 5 minutes: all programs of the platform must share one.',
  'component_access_token 不是最新的。每次调用 component.getComponentAccessToken 都会生成新的，旧的约 5 分钟后失效：平台的所有程序要共用同一个。',
);
const COMPONENT_SECRET = words(
  "The AppSecret is not that of the third-party platform. createApi({ appId, appSecret }) must have the platform's AppID and AppSecret, from the open platform's console.",
  'AppSecret 不是第三方平台的。createApi({ appId, appSecret }) 要使用第三方平台的 AppID 和 AppSecret（在开放平台后台查看）。',
);
const SECRET = words(
  'The AppSecret is wrong. It is shown only once; reset it in the console if it is lost.',
  'AppSecret 不正确。它只显示一次，如果遗失，请在后台重置。',
);

/** Hints that depend on which credential was refused. */
export const byCredential = {
  40001: by(
    words(
      'The AppSecret is wrong, or the access token is not the newest. Check appSecret; and look for another program that asks for tokens of this account without sharing the store.',
      'AppSecret 不正确，或 access_token 不是最新的。请检查 appSecret；并检查是否有别的程序没有共用 store 就在获取该账号的 token。',
    ),
    {
      account: words(
        'The access token is not the newest one of this account. Look for another program that asks for its tokens without sharing the store; the AppSecret may also have been reset meanwhile.',
        'access_token 不是该账号最新的。请检查是否有别的程序没有共用 store 就在获取该账号的 token；也可能是 AppSecret 刚被重置过。',
      ),
      'app-secret': words(
        'The AppSecret is wrong, or is not that of this AppID: compare both with the console.',
        'AppSecret 不正确，或与 AppID 不属于同一个账号，请与后台核对。',
      ),
      'component-secret': COMPONENT_SECRET,
      function: GIVEN,
      authorizer: AUTHORIZER,
      user: USER,
      component: COMPONENT,
      cloudrun: CLOUD_RUN,
    },
  ),
  40013: by(
    words(
      'The AppID is wrong: it begins with "wx" and stands in the console beside the AppSecret. Is it the AppID of this kind of account?',
      'AppID 不正确：它以 wx 开头，在后台与 AppSecret 显示在一起。请检查它是不是这个账号的 AppID。',
    ),
    {
      component: words(
        'The component_appid or the authorizer_appid is wrong: the first is the AppID of the third-party platform, the second that of an account which has authorised it.',
        'component_appid 或 authorizer_appid 不正确：前者是第三方平台的 AppID，后者是已授权账号的 AppID。',
      ),
      'component-secret': words(
        'The AppID is not one of a third-party platform: createApi({ appId }) must have that of the platform, not that of an account.',
        'AppID 不是第三方平台的：createApi({ appId }) 要填第三方平台的 AppID，不是公众号的。',
      ),
      user: words(
        'The appid is not the one for which the user has agreed: it must be the account whose web authorisation gave the token.',
        'appid 与用户授权的账号不符：应为发起网页授权的那个公众号。',
      ),
    },
  ),
  40014: by(
    words('The access token is not one of this account.', 'access_token 不是该账号的，或格式不正确。'),
    { function: GIVEN, authorizer: AUTHORIZER, user: USER, component: COMPONENT, cloudrun: CLOUD_RUN },
  ),
  40125: by(SECRET, { 'component-secret': COMPONENT_SECRET }),
  41001: by(
    words(
      'No access token was sent. Is something between us and WeChat dropping the query?',
      '请求中没有 access_token。请检查中间的代理是否丢掉了查询参数。',
    ),
    {
      user: words(
        "The user's token is missing: pass the access_token that oauth.getAccessToken gives.",
        '缺少用户的 access_token：请传入 oauth.getAccessToken 返回的 access_token。',
      ),
      component: words(
        'The component_access_token is missing: pass the one that component.getComponentAccessToken gives.',
        '缺少 component_access_token：请传入 component.getComponentAccessToken 返回的值。',
      ),
      cloudrun: CLOUD_RUN,
      authorizer: words(
        'The call has no token: pass the authorizer_access_token of the account as access_token.',
        '这次调用没有 token：请把账号的 authorizer_access_token 作为 access_token 传入。',
      ),
    },
  ),
  42001: by(
    words(
      'The access token is over. Are the clocks of this machine and of the shared store right?',
      'access_token 已过期。请检查本机和共用存储（Redis）所在机器的时钟是否准确。',
    ),
    {
      function: words(
        'The token that your function accessToken() gave is over. Look at that function: it keeps tokens for longer than their expires_in.',
        '你的 accessToken() 函数给出的 token 已过期。请检查该函数：它保存 token 的时间超过了 expires_in。',
      ),
      cloudrun: CLOUD_RUN,
      authorizer: words(
        'The token that the third-party platform has for this account is over: an authorizer_access_token lives 2 hours. One that you passed to the call yourself comes anew from component.getAuthorizerAccessToken.',
        '第三方平台为该账号取得的 token 已过期：authorizer_access_token 有效期 2 小时。如果 token 是你自己传入的，请用 component.getAuthorizerAccessToken 重新获取。',
      ),
      user: words(
        "The user's token is over: it lives 2 hours. oauth.refreshToken renews it within 30 days; after that send the user through the authorisation again.",
        '用户的网页授权 access_token 已过期（有效期 2 小时）。30 天内可用 oauth.refreshToken 续期，之后需要用户重新授权。',
      ),
      component: words(
        'The component_access_token is over: it lives 2 hours. Get a new one with component.getComponentAccessToken and the newest component_verify_ticket.',
        'component_access_token 已过期（有效期 2 小时）。请用最新的 component_verify_ticket 调用 component.getComponentAccessToken 重新获取。',
      ),
    },
  ),
  48001: by(
    words(
      'The account may not use this interface. Unverified and subscription accounts have fewer: 微信开发者平台 → 接口管理 → 接口权限与额度 shows which.',
      '账号没有该接口的权限。未认证账号和订阅号的权限较少，请在“微信开发者平台 → 接口管理 → 接口权限与额度”中查看。',
    ),
    {
      user: words(
        'The user has not agreed to this: profiles need the scope snsapi_userinfo, and the token of the web authorisation.',
        '用户没有授予这项权限：获取用户资料需要 scope 为 snsapi_userinfo 的网页授权 access_token。',
      ),
      component: words(
        'The account may not use this interface, or this is the wrong kind of token: calls of component/… take the component_access_token, all others the authorizer_access_token of the account.',
        '账号没有该接口的权限，或 token 用错了：component/… 接口用 component_access_token，其他接口用账号的 authorizer_access_token。',
      ),
      function: words(
        'The account may not use this interface, or the token of your function accessToken() is of the wrong kind. 微信开发者平台 → 接口管理 → 接口权限与额度 shows what an account may do; a third-party platform also needs the permission set.',
        '账号没有该接口的权限，或 accessToken() 函数给出的 token 类型不对。账号的权限见“微信开发者平台 → 接口管理 → 接口权限与额度”；由第三方平台代管时，还需要授权相应的权限集。',
      ),
      authorizer: words(
        'The account may not use this interface, or has not granted its permission set to the third-party platform: component.getAuthorizerInfo tells which it has (func_info).',
        '账号没有该接口的权限，或没有把相应的权限集授权给第三方平台：component.getAuthorizerInfo 返回的 func_info 列出了已授权的权限集。',
      ),
    },
  ),
} as const satisfies Readonly<Record<number, Hint>>;
