import type { AccountKind } from './account-kinds';

/** Path of the call that sends a customer-service message. */
export const CUSTOM_SEND_PATH = '/cgi-bin/message/custom/send';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PAGE =
  '客服消息 https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html';

/** What a deed of a user allows. */
export interface WindowRow {
  readonly en: string;
  readonly zh: string;
  /** How many customer-service messages. */
  readonly count: number;
  readonly ms: number;
  /** Of which kinds of accounts, if not of all that have customer service. */
  readonly kinds?: readonly AccountKind[];
  /** The page that says so, and when it was last compared. */
  readonly source: string;
  /** The same in Chinese, where it is more than a title and an address. */
  readonly sourceZh?: string;
  readonly comparedAt: string;
}

/** How many customer-service messages a deed of a user allows, and for how long. */
export const WINDOWS = {
  message: {
    en: 'writes a message',
    zh: '发送消息',
    count: 5,
    ms: 48 * HOUR_MS,
    source: PAGE,
    comparedAt: '2026-11',
  },
  menu: {
    en: 'taps the menu, or an entry of a menu message',
    zh: '点击自定义菜单或菜单消息',
    count: 3,
    ms: MINUTE_MS,
    source: PAGE,
    comparedAt: '2026-11',
  },
  follow: { en: 'follows', zh: '关注公众号', count: 3, ms: MINUTE_MS, source: PAGE, comparedAt: '2026-11' },
  scan: {
    en: 'scans a QR code',
    zh: '扫描二维码',
    count: 3,
    ms: MINUTE_MS,
    source: PAGE,
    comparedAt: '2026-11',
  },
  payment: {
    en: 'pays (service accounts)',
    zh: '支付成功（服务号）',
    count: Infinity,
    ms: 48 * HOUR_MS,
    kinds: ['service', 'test'],
    source: '客服消息, the guide of service accounts; the page of the call has no such row',
    sourceZh: '服务号的客服消息指南；接口文档里没有这一行',
    comparedAt: '2026-11',
  },
} as const satisfies Readonly<Record<string, WindowRow>>;

/** What a user does that lets the account write to them for a while. */
export type ServiceDeed = keyof typeof WINDOWS;

/** Whether something is the name of a deed: callers may be JavaScript. */
export const isServiceDeed = (value: unknown): value is ServiceDeed =>
  typeof value === 'string' && Object.hasOwn(WINDOWS, value);

/** Whether a deed opens a window for accounts of that kind, as far as they have customer service. */
export const opensWindow = (kind: AccountKind, deed: ServiceDeed): boolean => {
  const { kinds }: WindowRow = WINDOWS[deed];
  return kinds?.includes(kind) ?? true;
};

/** Longest that a window is open. */
export const LONGEST_WINDOW_MS = Math.max(...Object.values(WINDOWS).map(({ ms }) => ms));

const EVENTS: Readonly<Record<string, readonly ServiceDeed[]>> = {
  subscribe: ['follow'],
  SCAN: ['scan'],
  CLICK: ['menu'],
  scancode_push: ['menu'],
  scancode_waitmsg: ['menu'],
};

/** The fields of a push by which deeds are told. */
export interface DeedFields {
  readonly MsgType?: unknown;
  readonly Event?: unknown;
  readonly EventKey?: unknown;
  readonly bizmsgmenuid?: unknown;
}

/**
 * The deeds that a push tells of. A follow by QR code counts as the scan alone, since WeChat promises no
 * more; one that a payment has brought is a payment too. A tap on an entry of a menu message is a text, and
 * counts as a tap on the menu.
 */
export function deedsOf({ MsgType, Event, EventKey, bizmsgmenuid }: DeedFields): readonly ServiceDeed[] {
  if (MsgType === 'notice') return [];
  if (MsgType !== 'event') return bizmsgmenuid === undefined ? ['message'] : ['menu'];
  const deeds = typeof Event === 'string' && Object.hasOwn(EVENTS, Event) ? (EVENTS[Event] ?? []) : [];
  if (Event !== 'subscribe' || typeof EventKey !== 'string') return deeds;
  if (EventKey.startsWith('qrscene_')) return ['scan'];
  return EventKey.startsWith('last_trade_no_') ? [...deeds, 'payment'] : deeds;
}
