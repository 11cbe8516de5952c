/** Path of the call that sends a customer-service message. */
export const CUSTOM_SEND_PATH = '/cgi-bin/message/custom/send';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const PAGE =
  '客服消息 https://developers.weixin.qq.com/doc/offiaccount/Message_Management/Service_Center_messages.html';

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
    source: '客服消息, the guide of service accounts; the page of the call has no such row',
    comparedAt: '2026-11',
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly en: string;
      readonly zh: string;
      readonly count: number;
      readonly ms: number;
      readonly source: string;
      readonly comparedAt: string;
    }
  >
>;

/** What a user does that lets the account write to them for a while. */
export type ServiceDeed = keyof typeof WINDOWS;

/** Whether something is the name of a deed: callers may be JavaScript. */
export const isServiceDeed = (value: unknown): value is ServiceDeed =>
  typeof value === 'string' && Object.hasOwn(WINDOWS, value);

/** Longest that a window is open. */
export const LONGEST_WINDOW_MS = Math.max(...Object.values(WINDOWS).map(({ ms }) => ms));

/** What is left of a deed, and until when, in milliseconds since 1970. */
export interface ServiceWindow {
  readonly left: number;
  readonly until: number;
}

/** The windows of a user, by deed. */
export type ServiceWindows = Readonly<Partial<Record<ServiceDeed, ServiceWindow>>>;

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
 * The deeds that a push tells of. A follow by QR code counts as the scan alone, since WeChat promises no more; one that a payment has
 * brought is a payment too. A tap on an entry of a menu message is a text, and counts as a tap on the menu.
 */
export function deedsOf({ MsgType, Event, EventKey, bizmsgmenuid }: DeedFields): readonly ServiceDeed[] {
  if (MsgType === 'notice') return [];
  if (MsgType !== 'event') return bizmsgmenuid === undefined ? ['message'] : ['menu'];
  const deeds = typeof Event === 'string' && Object.hasOwn(EVENTS, Event) ? (EVENTS[Event] ?? []) : [];
  if (Event !== 'subscribe' || typeof EventKey !== 'string') return deeds;
  if (EventKey.startsWith('qrscene_')) return ['scan'];
  return EventKey.startsWith('last_trade_no_') ? [...deeds, 'payment'] : deeds;
}

/** Opens the window of a deed, or refreshes it: to its maximum, not beyond. */
export const openWindow = (windows: ServiceWindows, deed: ServiceDeed, now: number): ServiceWindows => ({
  ...stillOpen(windows, now),
  [deed]: { left: WINDOWS[deed].count, until: now + WINDOWS[deed].ms },
});

/** The windows that are open, used up or not. */
export function stillOpen(windows: ServiceWindows, now: number): ServiceWindows {
  const open = entries(windows).filter(([, { until }]) => until > now);
  // The names are those of the windows given.
  return Object.fromEntries(open);
}

/** Uses up what is left in all windows that are open. */
export function exhaustWindows(windows: ServiceWindows, now: number): ServiceWindows {
  const used = entries(stillOpen(windows, now)).map(([deed, { until }]) => [deed, { left: 0, until }]);
  // The names are those of the windows given.
  return Object.fromEntries(used) as ServiceWindows;
}

/** How windows of several deeds combine, which WeChat does not say: each allows its own number, or they run down together. */
export type WindowOverlap = 'adds-up' | 'strict';

/** One message less: of the window that ends first; with `strict` of every window. */
export function spendWindow(
  windows: ServiceWindows,
  now: number,
  overlap: WindowOverlap = 'adds-up',
): { readonly windows: ServiceWindows; readonly deed: ServiceDeed | undefined } {
  const open = stillOpen(windows, now);
  const usable = entries(open).filter(([, { left }]) => left > 0);
  const [first] = usable.sort(([, a], [, b]) => a.until - b.until);
  if (first === undefined) return { windows: open, deed: undefined };
  const spent = overlap === 'strict' ? usable : [first];
  const changed = spent.map(([deed, { left, until }]) => [deed, { left: left - 1, until }]);
  // The names are those of the windows given.
  return { windows: { ...open, ...(Object.fromEntries(changed) as ServiceWindows) }, deed: first[0] };
}

/** What may still be sent, and until when something may; `undefined` when no window is open. */
export function leftIn(
  windows: ServiceWindows,
  now: number,
  overlap: WindowOverlap = 'adds-up',
): { readonly left: number; readonly until: number | undefined } {
  const open = Object.values(stillOpen(windows, now));
  if (open.length === 0) return { left: 0, until: undefined };
  const lefts = open.map(({ left }) => left);
  const left = overlap === 'strict' ? Math.max(...lefts) : lefts.reduce((sum, each) => sum + each, 0);
  // A window in which nothing is left does not prolong those in which something is.
  const usable = left > 0 ? open.filter((each) => each.left > 0) : open;
  return { left, until: Math.max(...usable.map(({ until }) => until)) };
}

/** Why nothing can be sent: 45015 no window is open, 45047 all are used up; 0: something can. */
export function refusalIn(windows: ServiceWindows, now: number): 0 | 45015 | 45047 {
  const { left, until } = leftIn(windows, now);
  return left > 0 ? 0 : until === undefined ? 45015 : 45047;
}

const entries = (windows: ServiceWindows) =>
  // By construction of the type: a window that is there has the name of a deed.
  Object.entries(windows) as [ServiceDeed, ServiceWindow][];
