import type { EventMessage, EventName, Message, MessageType } from '../model/message';
import type { PushFields, SimulatedPush } from './push';
import { sampleEvent, sampleMessage } from './samples';
import { OUT_OF_SERVICE } from './seen';
import type { Seen, SeenMessage } from './seen';

/** Fields of a push: those of the tables, and any other. `undefined` leaves a field out. */
export type FieldsOf<M> = { readonly [K in keyof M]?: M[K] | undefined } & Readonly<Record<string, unknown>>;

/** Somebody who uses the account. What each method resolves to says what came of it. */
export interface SimulatedUser {
  readonly openid: string;
  /** Sends a text. */
  says(content: string): Promise<Seen>;
  /** Sends a message; fields that are not given are made up. */
  sends<T extends MessageType>(type: T, fields?: FieldsOf<Message<T>>): Promise<Seen>;
  /** Causes an event; fields that are not given are made up. */
  triggers<E extends EventName>(event: E, fields?: FieldsOf<EventMessage<E>>): Promise<Seen>;
  /** Follows the account, by the QR code of a scene if one is given. */
  follows(scene?: string | number): Promise<Seen>;
  /** Unfollows; nothing is shown to the user. */
  unfollows(): Promise<Seen>;
  /**
   * Scans the QR code of a scene: `SCAN` for a follower, else `subscribe`. Who has followed, sent a message or tapped
   * the menu is a follower; a new user is not.
   */
  scans(scene: string | number): Promise<Seen>;
  /** Taps the menu button with that key. */
  clicks(key: string): Promise<Seen>;
  /** All that reached the user, in order. */
  sees(): SeenMessage[];
}

/** What a user needs of the simulator. */
export interface UserOptions {
  readonly openid: string;
  readonly originalId: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly deliver: (push: SimulatedPush) => Promise<Seen>;
}

/** Creates a user. */
export function createUser({ openid, originalId, now, deliver }: UserOptions): SimulatedUser {
  const seen: SeenMessage[] = [];
  let follows = false;
  let lastEvent = 0;

  async function push(fields: PushFields): Promise<Seen> {
    const isEvent = fields.MsgType === 'event';
    const { FromUserName: from = openid, ToUserName: to = originalId } = fields;
    const result = await deliver({ fields, from: String(from), to: String(to), isEvent });
    // Who has left reads nothing.
    if (isEvent && fields.Event === 'unsubscribe') return result;
    if (result.reply !== undefined) seen.push(result.reply);
    else if (result.outcome !== 'silent') seen.push({ MsgType: 'system', Content: OUT_OF_SERVICE });
    return result;
  }

  const header = (CreateTime: number) => ({ ToUserName: originalId, FromUserName: openid, CreateTime });
  const seconds = (): number => Math.floor(now() / 1000);

  /** WeChat's events have no id: what tells two of a user apart is the second, so no two have the same. */
  const eventTime = (): number => (lastEvent = Math.max(seconds(), lastEvent + 1));

  function send(type: string, fields: PushFields): Promise<Seen> {
    follows = true;
    return push({
      ...header(seconds()),
      MsgType: type,
      ...sampleMessage(type),
      ...fields,
    });
  }

  function trigger(name: string, fields: PushFields): Promise<Seen> {
    if (name === 'subscribe' || name === 'SCAN' || name === 'CLICK') follows = true;
    if (name === 'unsubscribe') follows = false;
    return push({
      ...header(eventTime()),
      MsgType: 'event',
      Event: name,
      ...sampleEvent(name),
      ...fields,
    });
  }

  const followBy = (scene: string | number): Promise<Seen> =>
    trigger('subscribe', { EventKey: `qrscene_${scene}`, Ticket: sampleEvent('SCAN').Ticket });

  return {
    openid,
    says: (content) => send('text', { Content: content }),
    sends: (type, fields = {}) => send(type, fields),
    triggers: (event, fields = {}) => trigger(event, fields),
    follows: (scene) => (scene === undefined ? trigger('subscribe', {}) : followBy(scene)),
    unfollows: () => trigger('unsubscribe', {}),
    scans: (scene) => (follows ? trigger('SCAN', { EventKey: String(scene) }) : followBy(scene)),
    clicks: (key) => trigger('CLICK', { EventKey: key }),
    sees: () => [...seen],
  };
}
