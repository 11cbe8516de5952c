import type { PlatformAccountKind, PlayedKind } from './rights';

/** A permission set (权限集), which an account grants to a platform. */
export interface PermissionSet {
  readonly en: string;
  readonly zh: string;
  /** The calls that need it. WeChat has no list; what none of the sets names takes no permission. */
  readonly paths?: RegExp;
}

/** Those of official accounts, by the ids of `func_info`. */
const OFFICIAL_ACCOUNT: Readonly<Record<number, PermissionSet>> = {
  1: { en: 'messages', zh: '消息管理', paths: /^\/cgi-bin\/message\/custom\// },
  2: { en: 'users', zh: '用户管理', paths: /^\/cgi-bin\/(?:user|tags|changeopenid)(?:\/|$)/ },
  3: {
    en: 'account',
    zh: '账号服务',
    paths: /^\/(?:cgi-bin\/(?:qrcode|shorturl|shorten|get_current_autoreply_info)(?:\/|$)|datacube\/)/,
  },
  4: {
    en: 'web pages',
    zh: '网页服务',
    paths: /^\/(?:cgi-bin\/ticket\/getticket$|sns\/oauth2\/component\/)/,
  },
  5: { en: 'shop', zh: '微信小店', paths: /^\/(?:merchant|channels\/ec)\// },
  6: {
    en: 'customer service staff',
    zh: '微信多客服',
    paths: /^\/(?:customservice\/|cgi-bin\/customservice\/)/,
  },
  7: {
    en: 'mass messages and notices',
    zh: '群发与通知',
    paths:
      /^\/(?:cgi-bin\/(?:message\/(?:mass|template|subscribe)|template|freepublish|comment)\/|wxaapi\/newtmpl\/)/,
  },
  8: { en: 'coupons', zh: '微信卡券', paths: /^\/card\/(?!invoice\/)/ },
  9: { en: 'scanning of products', zh: '微信扫一扫', paths: /^\/scan\// },
  10: { en: 'Wi-Fi', zh: '微信连 WiFi', paths: /^\/bizwifi\// },
  11: { en: 'material', zh: '素材管理', paths: /^\/cgi-bin\/(?:media|material|draft)\// },
  12: { en: 'shake around', zh: '微信摇周边', paths: /^\/shakearound\// },
  13: {
    en: 'stores',
    zh: '微信门店',
    paths:
      /^\/(?:cgi-bin\/poi\/|wxa\/(?:get_merchant|apply_merchant|modify_merchant|get_district|search_map_poi|create_map_poi|\w*_store))/,
  },
  15: { en: 'menu', zh: '自定义菜单', paths: /^\/cgi-bin\/(?:menu\/|get_current_selfmenu_info$)/ },
  16: { en: 'verification', zh: '获取认证状态及信息' },
  22: { en: 'city services', zh: '城市服务' },
  23: { en: 'advertising', zh: '广告管理' },
  24: { en: 'open-platform accounts', zh: '开放平台账号管理', paths: /^\/cgi-bin\/open\// },
  26: { en: 'invoices', zh: '微信电子发票', paths: /^\/card\/invoice\// },
  27: {
    en: 'registration of mini programs',
    zh: '快速注册小程序',
    paths: /^\/cgi-bin\/account\/fastregister$/,
  },
  33: { en: 'linked mini programs', zh: '小程序管理', paths: /^\/cgi-bin\/wxopen\// },
  34: { en: 'product library', zh: '微信商品库' },
  35: { en: 'calories', zh: '微信卡路里' },
  44: { en: 'Haowu circle', zh: '好物圈' },
  46: { en: 'codes of things', zh: '微信一物一码', paths: /^\/intp\/marketcode\// },
  47: { en: 'tickets of public bodies', zh: '微信财政电子票据', paths: /^\/nontax\// },
  54: { en: 'conversations of service accounts', zh: '服务号对话' },
};

/** Those of mini programs. */
const MINI_PROGRAM: Readonly<Record<number, PermissionSet>> = {
  17: { en: 'account', zh: '账号管理' },
  18: {
    en: 'development and statistics',
    zh: '开发与数据分析',
    paths: /^\/(?:cgi-bin\/message\/subscribe\/|wxaapi\/newtmpl\/|wxa\/)/,
  },
  19: {
    en: 'customer service',
    zh: '客服消息管理',
    paths: /^\/cgi-bin\/(?:message\/custom|media)\//,
  },
  20: { en: 'login', zh: '微信登录', paths: /^\/sns\/component\/jscode2session$/ },
  21: { en: 'statistics', zh: '数据分析', paths: /^\/datacube\// },
  25: { en: 'open-platform accounts', zh: '开放平台账号管理', paths: /^\/cgi-bin\/open\// },
  30: { en: 'basic settings', zh: '基本信息设置' },
  31: { en: 'verification', zh: '小程序认证' },
  36: { en: 'calories', zh: '微信卡路里' },
  37: { en: 'places nearby', zh: '附近的小程序' },
  40: { en: 'plugins', zh: '插件管理' },
  41: { en: 'Haowu circle', zh: '好物圈' },
  45: { en: 'logistics', zh: '微信物流服务' },
  48: { en: 'codes of things', zh: '微信一物一码', paths: /^\/intp\/marketcode\// },
  49: { en: 'tickets of public bodies', zh: '微信财政电子票据', paths: /^\/nontax\// },
  51: { en: 'cloud development', zh: '云开发管理' },
  52: { en: 'instant delivery', zh: '即时配送' },
  57: { en: 'promotion of pages', zh: '页面推广' },
};

/** What accounts of that kind can grant. */
export const permissionSetsOf = (kind: PlayedKind): Readonly<Record<number, PermissionSet>> =>
  kind === 'mini-program' ? MINI_PROGRAM : OFFICIAL_ACCOUNT;

/** The ids of all that accounts of that kind can grant. */
export const allPermissions = (kind: PlayedKind): number[] => Object.keys(permissionSetsOf(kind)).map(Number);

/** The set without which the platform gets no messages of the account's users. */
export const MESSAGES: Readonly<Record<PlatformAccountKind, number>> = {
  personal: 1,
  'unverified-service': 1,
  subscription: 1,
  service: 1,
  'mini-program': 19,
};

/** The id of the set that a call needs, if it needs one. */
export const permissionFor = (kind: PlayedKind, path: string): number | undefined => {
  const found = Object.entries(permissionSetsOf(kind)).find(([, { paths }]) => paths?.test(path));
  return found && Number(found[0]);
};
