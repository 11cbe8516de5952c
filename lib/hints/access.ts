import { ACCOUNT_KIND_WORDS } from '../model/account-kinds';
import { RIGHTS } from '../model/account-rights-table';
import { rightFor } from '../model/account-rights';
import type { AccountKind } from '../model/account-kinds';
import { addressIn } from './address';
import { byCredential, isOfPlatform } from './credentials';
import { words, type Hint, type Hints, type Refusal, type Words } from './hint';

const LIST = words(
  '微信开发者平台 → 基础信息 → 开发密钥 → API IP白名单',
  '“微信开发者平台 → 基础信息 → 开发密钥”中的“API IP白名单”',
);
const PLATFORM_LIST = words(
  "that of the third-party platform, in the open platform's console (白名单IP地址列表)",
  '第三方平台的“白名单IP地址列表”（在开放平台后台）',
);
const EITHER_LIST = words(
  `${LIST.en}; of a third-party platform its own list, 白名单IP地址列表`,
  `${LIST.zh}；第三方平台则是它自己的“白名单IP地址列表”`,
);

/** What to do with an address that is not allowed. */
function toAdd({ errmsg }: Refusal, list: Words): Words {
  const address = addressIn(errmsg);
  // Such addresses change often, and not every list takes them.
  const six = address?.includes(':') === true;
  return words(
    `Add the address ${address ?? 'of this server'} to the IP allow-list: ${list.en}.${
      six ? ` If it takes no IPv6 address, let calls leave by IPv4: ${BY_IPV4}.` : ''
    }`,
    `请把${address === undefined ? '这台服务器的出口 IP ' : ` IP 地址 ${address} `}加入${list.zh}。${
      six ? `如果白名单不接受 IPv6 地址，可以让调用走 IPv4：${BY_IPV4}。` : ''
    }`,
  );
}

const BY_IPV4 = 'createApi({ agent: new https.Agent({ family: 4 }) })';
const allow: Hint = (refusal) => toAdd(refusal, isOfPlatform(refusal) ? PLATFORM_LIST : LIST);

const named = ({ errmsg }: Refusal) => {
  const address = addressIn(errmsg);
  return address === undefined
    ? { en: 'this address', zh: '这个 IP 地址' }
    : { en: address, zh: ` IP 地址 ${address} ` };
};

const OVERLOADED = words(
  'WeChat is busy, or its system failed. Try again a little later.',
  '微信系统繁忙或内部出错，请稍后再试。',
);

const said = (hint: Hint, refusal: Refusal): Words => (typeof hint === 'function' ? hint(refusal) : hint);

/** How an account of that kind gets more rights. */
const WAYS: Readonly<Record<AccountKind, Words>> = {
  personal: words(
    'An account of a person cannot be verified; one of a company can (微信认证). Meanwhile a test account (测试号) has nearly all calls.',
    '个人主体的账号不能认证，企业等主体可以申请微信认证；开发时可以先用测试号，它有几乎所有接口。',
  ),
  subscription: words('It takes a verified service account (服务号).', '这项权限只有已认证的服务号才有。'),
  'unverified-service': words(
    'Have it verified (微信认证): until then it has the menu alone.',
    '请先完成微信认证；认证之前只有自定义菜单接口。',
  ),
  service: words(
    '微信开发者平台 → 接口管理 → 接口权限与额度 shows why.',
    '原因请看“微信开发者平台 → 接口管理 → 接口权限与额度”。',
  ),
  test: words(
    'Test accounts never have it: try it with the account itself.',
    '测试号没有这项权限，请用正式账号测试。',
  ),
};

/** What to do when accounts of the kind in the settings do not have a call. */
function lacking(kind: AccountKind, { endpoint = '' }: Refusal): Words {
  const { en, zh } = ACCOUNT_KIND_WORDS[kind];
  const right = RIGHTS[rightFor(endpoint)];
  return words(
    `By the setting "kind" this is ${en}, which does not have: ${right.en}. ${WAYS[kind].en} If the account has it since, change "kind"; \`npx offiaccount doctor\` tells what WeChat allows.`,
    `按照设置 kind，这是${zh}，没有这项权限：${right.zh}。${WAYS[kind].zh}如果账号后来有了这项权限，请修改 kind；可以用 npx offiaccount doctor 检查微信实际开放的权限。`,
  );
}

/** Credentials, addresses, quotas and rights. */
export const access: Hints = {
  [-1]: OVERLOADED,
  [-1000]: OVERLOADED,
  40001: byCredential[40001],
  40002: words(
    'The grant_type is not one of this call: compare it with the documentation.',
    'grant_type 不对，请对照该接口的文档。',
  ),
  40013: byCredential[40013],
  40014: byCredential[40014],
  40090: allow,
  40095: words(
    'This caller may not use this call: look at the kind of the account and at its rights.',
    '调用来源没有权限使用这个接口，请检查账号类型和接口权限。',
  ),
  40125: byCredential[40125],
  40164: allow,
  40200: words(
    'This kind of account cannot use the call: its page says for which kinds it is.',
    '这种类型的账号不能使用该接口，请看接口文档中“适用范围”的说明。',
  ),
  40243: words(
    'The AppSecret was frozen in the console: unfreeze it there (微信开发者平台 → 基础信息 → 开发密钥).',
    'AppSecret 已在后台被冻结，请先在“微信开发者平台 → 基础信息 → 开发密钥”中解冻。',
  ),
  41001: byCredential[41001],
  41002: words(
    'The AppID is missing. Set appId; if it is set, is something between here and WeChat changing the request?',
    '缺少 appid。请检查 appId 的设置；如果已设置，请检查中间的代理是否改动了请求。',
  ),
  41004: words(
    'The AppSecret is missing. Set appSecret; if it is set, is something between here and WeChat changing the request?',
    '缺少 AppSecret。请检查 appSecret 的设置；如果已设置，请检查中间的代理是否改动了请求。',
  ),
  42001: byCredential[42001],
  42005: words(
    'The right to use this call has ended: renew it in the console.',
    '该接口的使用期限已到，请在后台续期。',
  ),
  43007: words(
    'The owner of the account has to grant this ability first.',
    '需要账号主体先开通或授权这项能力。',
  ),
  43015: words(
    'This ability has to be opened by WeChat: apply for it first.',
    '这项能力需要向微信申请开通。',
  ),
  43016: words(
    'The account is not verified: this call is for verified accounts (微信认证).',
    '账号没有认证，该接口只对已完成微信认证的账号开放。',
  ),
  43104: words(
    'This AppID has no right to do this: is it the AppID of the account that owns what is changed?',
    '这个 AppID 没有权限进行此操作，请检查它是不是所操作内容的所属账号。',
  ),
  44990: words('Too many calls in a second. Slow down.', '每秒调用次数超限，请降低频率。'),
  45009: (refusal) =>
    isOfPlatform(refusal)
      ? words(
          'The quota of the day is used up, that of the third-party platform. It starts again at midnight in Beijing; component.clearQuotaByAppSecret resets it 10 times a month.',
          '第三方平台当天的调用额度已用完，北京时间零点恢复；每月可用 component.clearQuotaByAppSecret 重置 10 次。',
        )
      : words(
          'The quota of the day is used up. It starts again at midnight in Beijing; openapi.clearQuota resets it 10 times a month.',
          '该接口当天的调用次数已用完，北京时间零点恢复；每月可用 openapi.clearQuota 重置 10 次。',
        ),
  45011: words(
    'Too many calls in this minute. The next minute is free again.',
    '这一分钟内调用过于频繁，下一分钟可以再试。',
  ),
  45035: allow,
  45040: words(
    'The quota of the month is used up: it starts again with the next month.',
    '当月的调用次数已用完，下个月恢复。',
  ),
  45102: words(
    'WeChat has blocked this call for the moment. The console has a notice that says why.',
    '该接口暂时被封禁，原因请看公众平台的站内通知。',
  ),
  45103: words(
    'WeChat has withdrawn this call: its page names what replaces it.',
    '该接口已下线，替代接口请看官方文档。',
  ),
  45104: words('The quota of this domain is used up.', '该域名的调用额度已用完。'),
  45501: words(
    'WeChat has blocked some calls of this account for breaking rules. The console has a notice that says why.',
    '该账号的部分接口因违规被暂时封禁，原因请看公众平台的站内通知。',
  ),
  47009: words(
    'WeChat has closed this call: its page names what replaces it.',
    '该接口已停用，请改用官方文档中给出的新接口。',
  ),
  48001: (refusal) =>
    refusal.kind === undefined ? said(byCredential[48001], refusal) : lacking(refusal.kind, refusal),
  48004: words(
    'This call is banned for the account as a penalty. The console has a notice that says why and until when.',
    '该接口因违规被封禁，原因和期限请看公众平台的站内通知。',
  ),
  48006: words(
    'The resets of quotas of this month are used up: 10 for all calls of an account. Wait for midnight in Beijing.',
    '本月的额度重置次数（10 次）已用完，请等到北京时间零点额度恢复。',
  ),
  48009: words(
    'The right to this call has ended: renew it in the console.',
    '该接口的权限已过期，请在后台续期。',
  ),
  50001: words(
    'The user has not granted this: send the user through the authorisation with the scope it needs.',
    '用户没有授权这个接口，请让用户重新授权，并使用所需的 scope。',
  ),
  50002: words(
    'The user or the account is restricted, frozen or cancelled.',
    '用户或账号受限，可能被冻结、限制或已注销。',
  ),
  50003: words(
    'The user is not on the list of those who may use this: add the user, or publish.',
    '该用户不在允许使用的名单中，请先加入名单或正式发布。',
  ),
  50004: words(
    'The account may not use its token, as a penalty. The console has a notice that says why.',
    '账号因违规被禁止使用 token，原因请看公众平台的站内通知。',
  ),
  89401: words(
    "WeChat's system is not stable just now: try again later.",
    '微信系统暂时不稳定，请稍后再试。',
  ),
  89247: words(
    'WeChat failed inside: try again later, and keep the rid.',
    '微信内部错误，请稍后再试，并记下 rid。',
  ),
  89501: (refusal) =>
    words(
      `The administrator has been asked to confirm ${named(refusal).en}, and has not answered yet. A permanent entry in the IP allow-list needs no such confirmation.`,
      `${named(refusal).zh.trimStart()}正在等待管理员确认。加入 IP 白名单就不再需要这种确认。`,
    ),
  89503: (refusal) =>
    words(
      `The administrator has been asked to confirm ${named(refusal).en}: look at the phone of the administrator.`,
      `来自${named(refusal).zh}的调用需要管理员确认，请管理员查看手机微信上的通知。`,
    ),
  89504: words(
    'The mass message waits for the administrator, who confirms it on the phone.',
    '群发需要管理员在手机微信上确认。',
  ),
  89505: words(
    'The administrator refused the mass message, or has not confirmed it yet.',
    '管理员拒绝了这次群发，或还没有确认。',
  ),
  89506: (refusal) =>
    words(
      `The administrator refused ${named(refusal).en} twice; it is blocked for 24 hours.`,
      `管理员在 24 小时内两次拒绝了${named(refusal).zh.trimEnd()}，24 小时内不能再调用。`,
    ),
  89507: (refusal) =>
    words(
      `The administrator refused ${named(refusal).en}; ask again in an hour.`,
      `管理员拒绝了${named(refusal).zh.trimEnd()}，请一小时后再试。`,
    ),
  61004: (refusal) => {
    // Both kinds of list are meant by this code.
    const { credential } = refusal;
    if (credential === 'account' || credential === 'app-secret') return toAdd(refusal, LIST);
    return toAdd(refusal, isOfPlatform(refusal) || credential === 'authorizer' ? PLATFORM_LIST : EITHER_LIST);
  },
};
