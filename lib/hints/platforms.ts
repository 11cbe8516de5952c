import { words, type Hints } from './hint';

const TICKET = (en: string, zh: string) =>
  words(
    `${en} Use the newest one that was pushed: WeChat sends one every 10 minutes, to the address for authorisation events; component.startPushTicket starts that again.`,
    `${zh}请使用最新收到的 ticket：微信每 10 分钟向授权事件接收 URL 推送一次，可用 component.startPushTicket 重新启动推送。`,
  );

/** Third-party platforms (第三方平台) and the open platform. */
export const platforms: Hints = {
  40091: TICKET(
    'The component_verify_ticket is wrong or outdated.',
    'component_verify_ticket 不正确或已过时。',
  ),
  40094: words(
    'The AppSecret of the third-party platform is wrong: compare it with the open platform’s console.',
    '第三方平台的 AppSecret 不正确，请与开放平台后台核对。',
  ),
  41018: words(
    'The component_appid is missing: it is the AppID of the third-party platform.',
    '缺少 component_appid：它是第三方平台的 AppID。',
  ),
  41021: words(
    'The component_access_token is missing: pass the one of component.getComponentAccessToken, which is not the token of an account.',
    '缺少 component_access_token：请传入 component.getComponentAccessToken 返回的值，它不是账号的 access_token。',
  ),
  42006: words(
    'The component_access_token is over, after 2 hours or because another program of the platform got a new one. Get one with component.getComponentAccessToken, and share it.',
    'component_access_token 已失效：超过 2 小时，或平台的其他程序获取了新的。请用 component.getComponentAccessToken 重新获取，并让所有程序共用。',
  ),
  61000: words(
    'This is no AppID of a third-party platform: pass the component_appid of yours.',
    '这不是第三方平台的 AppID：请传入你的 component_appid。',
  ),
  61001: words(
    'The kind of the third-party platform does not fit this AppID: compare component_appid and authorizer_appid.',
    '第三方平台的类型与 AppID 不匹配，请核对 component_appid 和 authorizer_appid。',
  ),
  61003: words(
    'This account has not authorised the third-party platform, or has withdrawn it. component.getAuthorizerInfo confirms that; then forget its tokens, and let its administrator authorise again.',
    '该账号没有授权给这个第三方平台，或已取消授权。可用 component.getAuthorizerInfo 确认；确认后请清除它的 token，并请账号管理员重新授权。',
  ),
  61005: TICKET(
    'The component_verify_ticket is over: it lives 12 hours.',
    'component_verify_ticket 已过期（有效期 12 小时）。',
  ),
  61006: TICKET(
    'The component_verify_ticket is wrong: empty, or one of another platform.',
    'component_verify_ticket 不正确：为空，或属于别的平台。',
  ),
  61007: words(
    'The account has not given the third-party platform this right. func_info of component.getAuthorizerInfo tells which it gave; for more, its administrator must authorise again.',
    '账号没有把这项权限授权给第三方平台。component.getAuthorizerInfo 的 func_info 列出了已授权的权限集；如需更多，请管理员重新授权。',
  ),
  61008: words(
    'The platform has used this request key before: use a new one.',
    '平台的请求标识重复，请换一个新的。',
  ),
  61009: words(
    'The code of the authorisation is wrong, of another platform, or was exchanged already: it comes with the push and with the page, and works once. If it was, component.getAuthorizerInfo gives the refresh token.',
    '授权码不正确、属于别的平台，或已经使用过：推送和页面跳转带来的是同一个授权码，只能使用一次。如果已用过，可用 component.getAuthorizerInfo 取得 refresh_token。',
  ),
  61010: words(
    'The code of the authorisation is over: it lives an hour. component.getAuthorizerInfo may still give the refresh token; else the administrator must authorise again.',
    '授权码已过期（有效期 1 小时）。可先用 component.getAuthorizerInfo 尝试取得 refresh_token，否则需要管理员重新授权。',
  ),
  61011: words(
    'There is no such third-party platform: component_appid must be the AppID of yours.',
    '第三方平台不存在：component_appid 应为你的第三方平台的 AppID。',
  ),
  61012: words(
    'There is no such option: location_report, voice_recognize or customer_service.',
    '选项名不正确：可用 location_report、voice_recognize、customer_service。',
  ),
  61013: words(
    'The value is not one of this option: location_report takes "0", "1" or "2", the others "0" or "1".',
    '选项值不正确：location_report 为 "0"、"1" 或 "2"，其他为 "0" 或 "1"。',
  ),
  61014: words(
    'This call takes the component_access_token of the platform, not the token of an account.',
    '该接口要用第三方平台的 component_access_token，不能用账号的 token。',
  ),
  61015: words(
    'This call takes the authorizer_access_token of the account, not the token of the platform.',
    '该接口要用账号的 authorizer_access_token，不能用第三方平台的 component_access_token。',
  ),
  61016: words(
    'The account’s administrator has to confirm this permission set first.',
    '这个权限集需要先由账号管理员确认。',
  ),
  61017: words(
    'The account has not granted this permission set to the platform: its administrator must authorise again.',
    '账号没有把这个权限集授权给平台，请管理员重新授权。',
  ),
  61018: words('This was confirmed before: nothing is to be done.', '之前已确认过，无需再次确认。'),
  61019: words('This permission set needs no confirmation.', '这个权限集不需要确认。'),
  61023: words(
    'The refresh token is not the newest. It is not lost: component.getAuthorizerInfo and component.getAuthorizerList give the valid one back. Keep it, and try once more; only if they have none must the owner of the account authorise again.',
    '刷新令牌（authorizer_refresh_token）不是最新的。它没有丢失：component.getAuthorizerInfo 和 component.getAuthorizerList 会返回有效的那个，请保存后再试一次；只有查不到时，才需要账号管理员重新授权。',
  ),
  61024: words(
    'A third-party platform gets its token by component.getComponentAccessToken, not by cgi-bin/token or stable_token.',
    '第三方平台要用 component.getComponentAccessToken 获取 token，不能用 cgi-bin/token 或 stable_token。',
  ),
  61028: words(
    'The platform is not published (全网发布): until then only accounts in its list of test accounts (授权测试列表) may authorise it.',
    '第三方平台还没有全网发布：发布前只有“授权测试列表”中的账号可以授权。',
  ),
  86000: words(
    'Only a third-party platform may make this call, with the token of the account it acts for.',
    '该接口只能由第三方平台代账号调用。',
  ),
  89000: words(
    'The account is bound to an open-platform account already: open.get tells to which.',
    '账号已绑定开放平台账号，可用 open.get 查询。',
  ),
  89001: words(
    'Account and open-platform account must have the same owner (主体).',
    '公众号与开放平台账号的主体必须相同。',
  ),
  89002: words(
    'The account is bound to no open-platform account: open.create or open.bind.',
    '账号没有绑定开放平台账号，请先用 open.create 或 open.bind。',
  ),
  89003: words(
    'This open-platform account was not made by a call: change it on open.weixin.qq.com.',
    '该开放平台账号不是通过接口创建的，请在 open.weixin.qq.com 上操作。',
  ),
  89004: words(
    'The open-platform account has as many accounts as it may have: unbind one first.',
    '开放平台账号绑定的账号数已达上限，请先解绑。',
  ),
  89036: words(
    'The open-platform account must be verified, or have been made by a call.',
    '该开放平台账号必须已认证，或由接口创建。',
  ),
};
