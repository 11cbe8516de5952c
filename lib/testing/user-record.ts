import { deedsOf } from '../model/service-deeds';
import type { ServiceDeed } from '../model/service-deeds';
import { openWindow, refusalIn, spendWindow } from '../model/service-windows';
import type { ServiceWindows, WindowOverlap } from '../model/service-windows';
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
  windows: ServiceWindows;
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

const MAX_SEEN = 10_000;

/**
 * Somebody who has not done anything yet. `onSee` is told of what reaches them; `arrive` lets it arrive when
 * it will.
 */
export function createUserRecord(
  openid: string,
  onSee?: (message: SeenMessage, push?: number) => void,
  arrive: (message: () => void) => void = (message) => message(),
): UserRecord {
  const seen: SeenMessage[] = [];
  return {
    openid,
    seen,
    receive(message, push) {
      arrive(() => {
        if (seen.push(message) > MAX_SEEN) seen.shift();
        onSee?.(message, push);
      });
    },
    follows: false,
    followedAt: 0,
    scene: undefined,
    remark: '',
    tags: new Set(),
    blocked: false,
    windows: {},
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

/** Whether a deed opens a window for the account. */
export type OpensWindow = (deed: ServiceDeed) => boolean;

/** Takes note of a push. Who has followed, sent a message or tapped the menu is a follower. */
export function observe(person: UserRecord, fields: PushFields, now: number, opens: OpensWindow): void {
  const event = fields.MsgType === 'event' ? String(fields.Event) : undefined;
  if (event === 'unsubscribe') leave(person, now);
  const deeds = deedsOf(fields);
  if (event === 'subscribe' || (deeds.length > 0 && !person.follows)) follow(person, fields, now);
  for (const deed of deeds.filter(opens)) person.windows = openWindow(person.windows, deed, now);
  if (event === undefined) write(person, fields, now);
  else if (event.startsWith('subscribe_msg_')) subscribe(person, fields);
}

/** Takes note of a payment, which no push tells. */
export function pay(person: UserRecord, now: number, opens: OpensWindow): void {
  if (opens('payment')) person.windows = openWindow(person.windows, 'payment', now);
}

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
  person.windows = {};
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

/**
 * Uses up one customer-service message. 0, or the code why there is none: 45015 too late, 45047 all are used
 * up.
 */
export function useWindow(person: UserRecord, now: number, overlap: WindowOverlap): 0 | 45015 | 45047 {
  const refusal = refusalIn(person.windows, now);
  if (refusal === 0) person.windows = spendWindow(person.windows, now, overlap).windows;
  return refusal;
}
