import { ACCOUNT_KINDS } from './account-kinds';
import type { AccountKind } from './account-kinds';

/** Something that accounts of some kinds may do. */
export interface Right {
  readonly en: string;
  readonly zh: string;
  readonly kinds: readonly AccountKind[];
  /** The calls, by path. Where two rows have one, the first counts. */
  readonly paths?: RegExp;
  /** The same calls as functions: `group`, or `group.method`, which counts before its group. */
  readonly endpoints?: readonly string[];
  /** What is not said of a kind, and was decided here. */
  readonly note?: string;
  /** The same in Chinese. */
  readonly noteZh?: string;
  /** Since when it is so, where WeChat has changed it. */
  readonly since?: string;
  /** The page that says so, and when it was last compared. */
  readonly source: string;
  readonly comparedAt: string;
}

const ALL = ACCOUNT_KINDS;
const VERIFIED = ['subscription', 'service', 'test'] as const;
const SERVICE = ['service', 'test'] as const;

const RIGHTS_PAGE =
  '接口权限说明 https://developers.weixin.qq.com/doc/offiaccount/Getting_Started/Explanation_of_interface_privileges.html';
const SANDBOX_PAGE =
  '接口测试号申请 https://developers.weixin.qq.com/doc/offiaccount/Basic_Information/Requesting_an_API_Test_Account.html';

/** What accounts may do. A call that no row names takes what `everything-else` says. */
export const RIGHTS = {
  receive: {
    en: 'receiving messages and events, replying',
    zh: '接收消息和事件、被动回复',
    kinds: ALL,
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  'safe-mode': {
    en: 'encrypted messages (安全模式)',
    zh: '安全模式',
    kinds: ['personal', 'subscription', 'unverified-service', 'service'],
    source: SANDBOX_PAGE,
    comparedAt: '2026-11',
  },
  basics: {
    en: 'tokens, quotas, tickets; reading what is set in the console',
    zh: '获取 token、查询额度、ticket，读取后台的设置',
    kinds: ALL,
    paths:
      /^\/cgi-bin\/(?:token|stable_token|clear_quota|clear_quota\/v2|openapi\/.*|get_api_domain_ip|getcallbackip|callback\/check|ticket\/getticket|get_current_selfmenu_info|get_current_autoreply_info|component\/.*)$/,
    endpoints: ['base', 'openapi', 'ticket', 'autoreply', 'component', 'menu.getCurrentSelfmenuInfo'],
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  menu: {
    en: 'custom menu by API (`CLICK` events)',
    zh: '自定义菜单接口（`CLICK` 事件）',
    kinds: ['subscription', 'unverified-service', 'service', 'test'],
    paths: /^\/cgi-bin\/menu\//,
    endpoints: ['menu'],
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  'customer-service': {
    en: 'customer-service messages (late answers, `ctx.send`)',
    zh: '客服消息（包括补发、`ctx.send`）',
    kinds: VERIFIED,
    paths: /^\/(?:cgi-bin\/(?:message\/custom|customservice)|customservice)\//,
    endpoints: ['customerMessage', 'kfAccount', 'kfSession', 'kfRecord'],
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  mass: {
    en: 'mass messages',
    zh: '群发',
    kinds: ['subscription', 'service'],
    paths: /^\/cgi-bin\/message\/mass\//,
    note: 'test accounts have none, by the table of test accounts',
    noteZh: '测试号的权限表里没有',
    endpoints: ['mass'],
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  publish: {
    en: 'publishing articles',
    zh: '发布文章',
    kinds: VERIFIED,
    paths: /^\/cgi-bin\/freepublish\//,
    endpoints: ['freepublish'],
    since: '2025-07',
    note: 'the page does not speak of test accounts',
    noteZh: '页面没有提到测试号',
    source: '发布能力 https://developers.weixin.qq.com/doc/offiaccount/Publish/Publish.html',
    comparedAt: '2026-11',
  },
  'one-time-subscription': {
    en: 'one-time subscription messages',
    zh: '一次性订阅消息',
    kinds: VERIFIED,
    paths: /^\/cgi-bin\/message\/template\/subscribe$/,
    endpoints: ['onetimeSubscription'],
    note: 'the page does not speak of test accounts',
    noteZh: '页面没有提到测试号',
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  templates: {
    en: 'template messages',
    zh: '模板消息',
    kinds: SERVICE,
    paths: /^\/(?:cgi-bin\/(?:message\/template|template)\/|wxa\/sec\/queryblocktmplmsg$)/,
    endpoints: ['templateMessage'],
    note: 'queryblocktmplmsg tells of template messages that were held back, so it goes with them',
    noteZh: 'queryblocktmplmsg 查询被拦截的模板消息，所以归在一起',
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  notices: {
    en: 'subscription notices',
    zh: '订阅通知',
    kinds: SERVICE,
    paths: /^\/(?:cgi-bin\/message\/subscribe|wxaapi\/newtmpl)\//,
    endpoints: ['subscribeMessage'],
    note: 'the page does not speak of test accounts',
    noteZh: '页面没有提到测试号',
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  'qr-codes': {
    en: 'QR codes with scenes (`SCAN` events), short links',
    zh: '带参数二维码（`SCAN` 事件）、短链接',
    kinds: SERVICE,
    paths: /^\/cgi-bin\/(?:(?:qrcode|shorturl|shorten)(?:\/|$)|showqrcode$|wxopen\/qrcodejump)/,
    endpoints: [
      'qrcode',
      'shorten',
      'wxopen.getQrcodeJumpRules',
      'wxopen.addQrcodeJumpRule',
      'wxopen.publishQrcodeJumpRule',
      'wxopen.deleteQrcodeJumpRule',
      'wxopen.downloadQrcodeText',
    ],
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  'codes-of-things': {
    en: 'codes of things (一物一码)',
    zh: '一物一码',
    kinds: SERVICE,
    paths: /^\/intp\/marketcode\//,
    endpoints: ['marketcode'],
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  location: {
    en: 'reports of the location (`LOCATION` events)',
    zh: '上报地理位置（`LOCATION` 事件）',
    kinds: SERVICE,
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  'web-pages': {
    en: 'signing in on web pages (OAuth)',
    zh: '网页授权',
    kinds: SERVICE,
    paths: /^\/(?:sns|connect)\//,
    endpoints: ['oauth'],
    note: 'subscription accounts have none, verified or not: the page of authorisation is for service accounts',
    noteZh: '订阅号无论是否认证都没有：网页授权只面向服务号',
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  'js-sdk-share': {
    en: 'sharing by JS-SDK',
    zh: 'JS-SDK 分享接口',
    kinds: VERIFIED,
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
  'everything-else': {
    en: 'all other calls: users, tags, material, drafts, statistics…',
    zh: '其他接口：用户、标签、素材、草稿箱、数据统计等',
    kinds: VERIFIED,
    source: RIGHTS_PAGE,
    comparedAt: '2026-11',
  },
} as const satisfies Readonly<Record<string, Right>>;
