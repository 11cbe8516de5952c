import type { PushFields } from './push-types';
import type { SeenMessage } from './seen';

/** What WeChat knows of somebody. Users change it by what they do, the account by its calls. */
export interface UserRecord {
  readonly openid: string;
  /** All that reached them, in order; the last 10,000. */
  readonly seen: readonly SeenMessage[];
  /** A message reaches them, as the reply to `push` if there is one. */
  receive(message: SeenMessage, push?: number): void;
  follows: boolean;
  /** Milliseconds since 1970. */
  followedAt: number;
  /** The scene of the QR code that brought them. */
  scene: string | undefined;
  remark: string;
  readonly tags: Set<number>;
  /** On the account's black list: what they send does not reach it. */
  blocked: boolean;
  /** How much the account may still write to them, by what they did. */
  readonly windows: Map<WindowTrigger, { left: number; readonly until: number }>;
  /** When one of the two wrote last, in milliseconds since 1970. */
  exchangedAt: number;
  /** Until when they see that the account is typing. */
  typingUntil: number;
  /** Since when they wait for the staff; 0 = they do not. */
  waitingSince: number;
  /** How many notices of a template they still want. */
  readonly subscriptions: Map<string, number>;
  /** `CreateTime` of their last event. */
  eventTime: number;
  /** What they did, in order: statistics and records are made of it. */
  readonly activity: UserActivity[];
}

/** Something that somebody did once, in milliseconds since 1970. */
export type UserActivity = { readonly at: number } & (
  | { readonly did: 'follow'; readonly scene: string | undefined }
  | { readonly did: 'leave' }
  | {
      readonly did: 'write';
      readonly type: string;
      /** Of anything else than a text, the kind: `[image]`. */
      readonly text: string;
    }
);

/** What lets the account write to somebody for a while. */
export type WindowTrigger = 'message' | 'menu' | 'follow' | 'scan';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How many customer-service messages a trigger allows, and for how long (page: 发送客服消息). */
const ALLOWED: Readonly<Record<WindowTrigger, { readonly count: number; readonly ms: number }>> = {
  message: { count: 5, ms: 48 * HOUR },
  menu: { count: 3, ms: MINUTE },
  follow: { count: 3, ms: MINUTE },
  scan: { count: 3, ms: MINUTE },
};

const WINDOW_TRIGGERS: ReadonlyMap<string, WindowTrigger> = new Map([
  ['subscribe', 'follow'],
  ['SCAN', 'scan'],
  ['CLICK', 'menu'],
  ['scancode_push', 'menu'],
  ['scancode_waitmsg', 'menu'],
]);

const MOST_SEEN = 10_000;

/** Somebody who has not done anything yet. `onSee` is told of what reaches them. */
export function createUserRecord(
  openid: string,
  onSee?: (message: SeenMessage, push?: number) => void,
): UserRecord {
  const seen: SeenMessage[] = [];
  return {
    openid,
    seen,
    receive(message, push) {
      if (seen.push(message) > MOST_SEEN) seen.shift();
      onSee?.(message, push);
    },
    follows: false,
    followedAt: 0,
    scene: undefined,
    remark: '',
    tags: new Set(),
    blocked: false,
    windows: new Map(),
    exchangedAt: -Infinity,
    typingUntil: -Infinity,
    waitingSince: 0,
    subscriptions: new Map(),
    eventTime: 0,
    activity: [],
  };
}

/** WeChat's events have no id: what tells two of a user apart is the second, so no two have the same. */
export const nextEventTime = (person: UserRecord, now: number): number =>
  (person.eventTime = Math.max(Math.floor(now / 1000), person.eventTime + 1));

/** Takes note of a push. Who has followed, sent a message or tapped the menu is a follower. */
export function observe(person: UserRecord, fields: PushFields, now: number): void {
  const event = fields.MsgType === 'event' ? String(fields.Event) : undefined;
  if (event === 'unsubscribe') leave(person, now);
  const trigger = event === undefined ? messageTrigger(fields) : WINDOW_TRIGGERS.get(event);
  if (trigger !== undefined) {
    if (!person.follows || trigger === 'follow') follow(person, fields, now);
    person.windows.set(trigger, { left: ALLOWED[trigger].count, until: now + ALLOWED[trigger].ms });
  }
  if (event === undefined) write(person, fields, now);
  else if (event.startsWith('subscribe_msg_')) subscribe(person, fields);
}

/** A tap on an entry of a menu message is a text with this field. */
const messageTrigger = ({ bizmsgmenuid }: PushFields): WindowTrigger =>
  bizmsgmenuid === undefined ? 'message' : 'menu';

function follow(person: UserRecord, { EventKey }: PushFields, now: number): void {
  person.follows = true;
  person.followedAt = now;
  person.scene = /^qrscene_(.+)$/s.exec(String(EventKey))?.[1];
  person.activity.push({ at: now, did: 'follow', scene: person.scene });
}

function write(person: UserRecord, { MsgType, Content }: PushFields, now: number): void {
  person.exchangedAt = now;
  // What somebody on the black list sends does not arrive.
  if (person.blocked) return;
  const type = String(MsgType);
  person.activity.push({
    at: now,
    did: 'write',
    type,
    text: typeof Content === 'string' ? Content : `[${type}]`,
  });
}

function leave(person: UserRecord, now: number): void {
  if (person.follows) person.activity.push({ at: now, did: 'leave' });
  person.follows = false;
  person.windows.clear();
  person.tags.clear();
  person.subscriptions.clear();
}

/** A yes to a notice allows one of them; a no ends all. */
function subscribe(person: UserRecord, fields: PushFields): void {
  for (const wrapper of [fields.SubscribeMsgPopupEvent, fields.SubscribeMsgChangeEvent]) {
    if (!isObject(wrapper)) continue;
    for (const entry of [wrapper.List].flat()) {
      if (!isObject(entry)) continue;
      const template = String(entry.TemplateId);
      const accepted = entry.SubscribeStatusString === 'accept';
      person.subscriptions.set(template, accepted ? (person.subscriptions.get(template) ?? 0) + 1 : 0);
    }
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The windows in which the account may still write to somebody. */
export const openWindows = ({ windows }: UserRecord, now: number) =>
  [...windows.values()].filter(({ until }) => until > now);

/** Uses up one customer-service message. 0, or the code why there is none: 45015 too late, 45047 all are used up. */
export function useWindow(person: UserRecord, now: number): 0 | 45015 | 45047 {
  const open = openWindows(person, now);
  if (open.length === 0) return 45015;
  const [next] = open.filter(({ left }) => left > 0).sort((a, b) => a.until - b.until);
  if (next === undefined) return 45047;
  next.left--;
  return 0;
}
