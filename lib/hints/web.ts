import { words, type Hint, type Hints, type Words } from './hint';

/** Codes come of web pages, and of mini programs. */
const byLogin =
  (page: Words, miniProgram: Words): Hint =>
  ({ endpoint }) =>
    endpoint?.endsWith('/jscode2session') === true ? miniProgram : page;

/** The web authorisation (网页授权). */
export const web: Hints = {
  // These are shown by the page on which the user agrees.
  10003: words(
    'The domain of redirect_uri is not the one registered for the web authorisation: 设置与开发 → 账号设置 → 功能设置 → 网页授权域名, without http://.',
    'redirect_uri 的域名与后台配置不一致：请在“设置与开发 → 账号设置 → 功能设置 → 网页授权域名”中填写，不带 http://。',
  ),
  10004: words(
    'The account is banned: the console has a notice that says why.',
    '该公众号被封禁，原因请看公众平台的站内通知。',
  ),
  10005: words(
    'The account may not use this scope: the web authorisation is for verified service accounts, or for test accounts.',
    '该公众号没有这个 scope 的权限：网页授权需要已认证的服务号，或使用测试号。',
  ),
  10006: words('The user must follow this test account first.', '请先关注这个测试号。'),
  10009: words('The user did this too often: try again a little later.', '操作太频繁，请稍后再试。'),
  10015: words(
    'The account has not authorised the third-party platform: remove component_appid from the address, or let its administrator authorise.',
    '公众号没有授权给该第三方平台：请去掉地址中的 component_appid，或请管理员授权。',
  ),
  10016: words(
    'This is an AppID of the open platform: the page takes that of an account (公众号).',
    '不支持开放平台的 AppID，请使用公众号的 AppID。',
  ),
  40226: words(
    'WeChat holds this user of a mini program to be a risk and gives no session: let the user try later.',
    '微信判定该用户存在风险，没有返回登录态，请让用户稍后再试。',
  ),
  40029: byLogin(
    words(
      'The code of the web authorisation is wrong or older than 5 minutes. Send the user through it again.',
      '网页授权的 code 不正确或已超过 5 分钟，请让用户重新授权。',
    ),
    words(
      'The code of wx.login() is wrong, older than 5 minutes, or one of another mini program: call wx.login() again.',
      'wx.login() 的 code 不正确、已超过 5 分钟或属于别的小程序，请重新调用 wx.login()。',
    ),
  ),
  40030: words(
    'The refresh token of the user is wrong, or one of another account. Send the user through the web authorisation again.',
    '用户的 refresh_token 不正确，或属于别的账号，请让用户重新进行网页授权。',
  ),
  40163: byLogin(
    words(
      'A code of the web authorisation works once. Was the page loaded twice?',
      '网页授权的 code 只能使用一次。页面是不是加载了两次？',
    ),
    words(
      'A code of wx.login() works once: call wx.login() again.',
      'wx.login() 的 code 只能使用一次，请重新调用 wx.login()。',
    ),
  ),
  40188: words(
    'The scope is not one of the web authorisation: snsapi_base or snsapi_userinfo.',
    'scope 不正确：公众号网页授权只有 snsapi_base 和 snsapi_userinfo。',
  ),
  41003: words(
    'The refresh token is missing: pass the refresh_token that came with the user’s token.',
    '缺少 refresh_token：请传入与用户 access_token 一起返回的 refresh_token。',
  ),
  41008: words(
    'The code is missing: it comes in the query of the page to which WeChat sends the user back.',
    '缺少 code：它在微信跳转回来的页面地址的查询参数中。',
  ),
  42002: words(
    'The refresh token of the user is over: it lives 30 days. Send the user through the web authorisation again.',
    '用户的 refresh_token 已过期（有效期 30 天），请让用户重新进行网页授权。',
  ),
  42003: words(
    'The code of the web authorisation is over: it lives 5 minutes. Send the user through it again, and exchange the code at once.',
    '网页授权的 code 已过期（有效期 5 分钟），请让用户重新授权，并在收到 code 后立即使用。',
  ),
  42007: words(
    'The user changed the password or withdrew the consent. Send the user through the authorisation again.',
    '用户修改了密码或取消了授权，请让用户重新进行网页授权。',
  ),
  60005: words('The name of the JS API is missing.', '缺少 JS 接口的名称。'),
  60006: words(
    'The user cancelled the authorisation: ask again only when the user wants to go on.',
    '用户取消了授权，请在用户愿意继续时再次发起。',
  ),
  63002: words(
    'The signature is wrong: compare the signed string with the documentation, byte for byte.',
    '签名不正确：请逐字节核对参与签名的字符串与文档是否一致。',
  ),
  87009: words(
    'The signature is wrong: it must be made with the session_key or key this call names.',
    '签名不正确：必须使用该接口指定的 session_key 或密钥生成。',
  ),
};
