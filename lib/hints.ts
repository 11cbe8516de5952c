const ALLOW_LIST = '设置与开发 → 开发接口管理 (or the developer platform) → IP白名单';

/** What usually helps, for the return codes one meets first. Made from WeChat's words where these name something. */
const HINTS: Readonly<Record<number, string | ((errmsg: string) => string)>> = {
  [-1]: 'WeChat is busy. Try again a little later.',
  40001:
    'The AppSecret is wrong, or the access token is not the newest. Check appSecret; and look for another program that asks for tokens of this account without sharing the store.',
  40003:
    'This openid is not one of this account, or its user does not follow. Each account has openids of its own.',
  40004: 'This media type is not known. The type must fit the file.',
  40005: 'This kind of file is not taken. The extension of its name must be there, in lower case and true.',
  40007:
    'No such media_id: temporary ones live 3 days, and calls that want permanent material do not take them.',
  40013: 'The AppID is wrong: it begins with "wx" and stands in the console beside the AppSecret.',
  40014: 'The access token is not one of this account.',
  40029:
    'The code of the web authorisation is wrong or older than 5 minutes. Send the user through it again.',
  40037: 'This account has no template with this template_id.',
  40066: 'No such address: check the path.',
  40097: 'An argument is not acceptable: compare with the documentation of this call.',
  40125: 'The AppSecret is wrong. It is shown only once; reset it in the console if it is lost.',
  40163: 'A code of the web authorisation works once. Was the page loaded twice?',
  40164: (errmsg) =>
    `Add the address ${/\d{1,3}(?:\.\d{1,3}){3}/.exec(errmsg)?.[0] ?? 'of this server'} to the IP allow-list: ${ALLOW_LIST}.`,
  41001: 'No access token was sent. Is something between us and WeChat dropping the query?',
  41005: 'The file is missing: it needs content and a file name.',
  42001: 'The access token is over. Is the clock of the shared store right?',
  42007:
    'The user changed the password or withdrew the consent. Send the user through the authorisation again.',
  43004: 'The user does not follow the account.',
  43019: 'The user is on the blacklist of the account.',
  43101: 'The user did not accept this subscription message, or it is used up.',
  44990: 'Too many calls in a second. Slow down.',
  45009:
    'The quota of the day is used up. It starts again at midnight in Beijing; openapi.clearQuota resets it 10 times a month.',
  45011: 'Too many calls in this minute. The next minute is free again.',
  45015: 'Customer-service messages reach a user only for 48 hours after the user did something.',
  45047: 'Too many customer-service messages to this user since the user last did something.',
  45066: 'This clientmsgid was tried less than a minute ago.',
  47001: 'WeChat cannot read the body. Compare its fields with the documentation; all text must be UTF-8.',
  48001:
    'The account may not use this interface. Unverified and subscription accounts have fewer: 设置与开发 → 接口权限 shows which.',
  50002: 'The user or the account is restricted, frozen or cancelled.',
  61004: `The address of this server is not registered. For a third-party platform: its own allow-list; else ${ALLOW_LIST}.`,
  61007: 'The account has not given the third-party platform this right.',
  61023:
    'The refresh token is not valid any more: the owner of the account must authorise the platform again.',
  63002: 'The signature is wrong: compare the signed string with the documentation, byte for byte.',
  65320:
    'Conditional menus do not match by language, sex or region any more: matchrule has tag_id and client_platform_type.',
  87009: 'The signature is wrong: it must be made with the session_key or key this call names.',
  89503: 'The administrator has been asked to confirm this address: look at the phone of the administrator.',
  89506: 'The administrator refused this address twice; it is blocked for 24 hours.',
  89507: 'The administrator refused this address; ask again in an hour.',
};

/** What usually helps, if we know. */
export function hintFor(errcode: number, errmsg: string): string | undefined {
  const hint = Object.hasOwn(HINTS, errcode) ? HINTS[errcode] : undefined;
  return typeof hint === 'function' ? hint(errmsg) : hint;
}
