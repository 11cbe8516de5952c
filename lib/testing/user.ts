import { randomInt } from 'node:crypto';
import type { EventMessage, EventName, Message, MessageType } from '../model/message';
import { nextEventTime, observe, pay } from './user-record';
import type { OpensWindow, UserRecord } from './user-record';
import { nextPushId } from './push';
import type { SimulatedPush } from './push';
import type { PushFields } from './push-types';
import { sampleEvent, sampleMessage } from './samples';
import type { Seen, SeenMessage, SystemNotice } from './seen';
import { findTap } from './taps';
import type { OpenOptions } from './web/page-options';
import type { WebPage } from './web/web-page';

/** Fields of a push: those of the tables, and any other. `undefined` leaves a field out. */
export type FieldsOf<M> = { readonly [K in keyof M]?: M[K] | undefined } & Readonly<Record<string, unknown>>;

/** Somebody who uses the account. What each method resolves to says what came of it. */
export interface SimulatedUser {
  readonly openid: string;
  /**
   * Sends a text; of several one shortly after the other, within a second. What came of each is in the same
   * order.
   */
  says(content: string): Promise<Seen>;
  says(contents: readonly string[]): Promise<readonly Seen[]>;
  /** Sends a message; fields that are not given are made up. */
  sends<T extends MessageType>(type: T, fields?: FieldsOf<Message<T>>): Promise<Seen>;
  /** Causes an event; fields that are not given are made up. */
  triggers<E extends EventName>(event: E, fields?: FieldsOf<EventMessage<E>>): Promise<Seen>;
  /**
   * Follows the account, by the QR code of a scene if one is given. The `Ticket` is that of the account's own
   * code for it.
   */
  follows(scene?: string | number): Promise<Seen>;
  /** Unfollows; nothing is shown to the user. */
  unfollows(): Promise<Seen>;
  /**
   * Scans the QR code of a scene: `SCAN` for a follower, else `subscribe`. Who has followed, sent a message
   * or tapped the menu is a follower; a new user is not.
   */
  scans(scene: string | number): Promise<Seen>;
  /** Taps the menu button with that key. */
  clicks(key: string): Promise<Seen>;
  /**
   * Pays the account by 微信支付: for 48 h it may send any number of customer-service messages, if it is a
   * service account. WeChat pushes nothing, so nothing is delivered; with `follows` the payment makes a
   * follower, which is pushed (`EventKey` begins with `last_trade_no_`).
   */
  pays(options?: { readonly follows?: boolean }): Promise<Seen>;
  /**
   * Opens a page of the app in WeChat: follows its redirects, agrees on WeChat's authorisation page (网页授权)
   * unless the options say otherwise, and keeps cookies. A path is one of the account's `webDomain`, without
   * it of the address of the app.
   *
   * `const page = await alice.opens('/me', { from: 'menu' })`
   *
   * @throws {ConfigError} More than 20 redirects, or an address that is not the app's.
   */
  opens(url: string, options?: OpenOptions): Promise<WebPage>;
  /**
   * Taps a link in a text that sends something (`tap`, `reply.choices`), or an answer of a menu message
   * (`msgmenu`), by what it shows; of several the one that came last. It comes as a text with `bizmsgmenuid`.
   *
   * `await alice.taps('继续')`
   *
   * @throws {ConfigError} Nothing that has reached the user shows that.
   */
  taps(label: string): Promise<Seen>;
  /** All that reached the user, in order: replies, and what the account sent by calls. */
  sees(): SeenMessage[];
}

/** What a user needs of the simulator. */
export interface UserOptions {
  readonly person: UserRecord;
  readonly originalId: string;
  /** Milliseconds since 1970, by WeChat's clock. */
  readonly now: () => number;
  /** Milliseconds since 1970 with which pushes are dated. */
  readonly dated: () => number;
  readonly opens: SimulatedUser['opens'];
  readonly deliver: (push: SimulatedPush) => Promise<Seen>;
  /** Is told the id of each push of the user, as soon as it is on its way. */
  readonly onPush?: ((push: number) => void) | undefined;
  /** Lets the clock wait until the returned function is called. */
  readonly hold: () => () => void;
  /** The ticket of the account's QR code for a scene, if it has one. */
  readonly ticketOf: (scene: string) => string | undefined;
  /** Whether what the user does opens a window for the account. */
  readonly opensWindow: OpensWindow;
  /** Whether the account has customer service. */
  readonly hasService: () => boolean;
  /** What WeChat says where the account does not answer, or not as it must. */
  readonly outOfService: () => SystemNotice['Content'];
  /** Is told the id of a media that the user sends. */
  readonly sendsMedia: (mediaId: string, type: string) => void;
}

const randomDigits = (count: number): string => Array.from({ length: count }, () => randomInt(10)).join('');

/** Creates a user. */
export function createUser(options: UserOptions): SimulatedUser {
  const { person, originalId, now, dated } = options;
  const { openid, seen } = person;

  async function push(fields: PushFields, arrived?: () => void): Promise<Seen> {
    const isEvent = fields.MsgType === 'event';
    const { FromUserName: from = openid, ToUserName: to = originalId } = fields;
    observe(person, fields, now(), options.opensWindow);
    // What they send does not reach the account.
    if (person.blocked) return { outcome: 'silent', deliveries: [] };
    const id = nextPushId();
    const kind = isEvent ? 'event' : 'message';
    const made = {
      id,
      fields,
      from: String(from),
      to: String(to),
      kind,
      ...(arrived && { arrived }),
    } as const;
    const delivering = options.deliver(made);
    options.onPush?.(id);
    const result = await delivering;
    // Who has left reads nothing.
    if (isEvent && fields.Event === 'unsubscribe') return result;
    if (result.reply?.MsgType === 'transfer_customer_service' && options.hasService())
      person.waitingSince = now();
    if (result.reply !== undefined) {
      person.typingUntil = -Infinity;
      person.receive(result.reply, id);
    } else if (result.outcome !== 'silent')
      person.receive({ MsgType: 'system', Content: options.outOfService() }, id);
    return result;
  }

  const sender = { openid, originalId };
  const header = (CreateTime: number) => ({ ToUserName: originalId, FromUserName: openid, CreateTime });

  function send(type: string, fields: PushFields, arrived?: () => void): Promise<Seen> {
    const message = {
      ...header(Math.floor(dated() / 1000)),
      MsgType: type,
      ...sampleMessage(type, sender),
      ...fields,
    };
    for (const [name, value] of Object.entries(message))
      if (/^(Thumb)?MediaId$/.test(name))
        options.sendsMedia(String(value), name === 'MediaId' ? type : 'thumb');
    return push(message, arrived);
  }

  /** Each text sets out when the app has the one before. Time stands still meanwhile. */
  async function sayAll(contents: readonly string[]): Promise<readonly Seen[]> {
    const sent: Promise<Seen>[] = [];
    const release = options.hold();
    for (const Content of contents)
      await new Promise<void>((resolve) => {
        const over = send('text', { Content }, resolve);
        sent.push(over);
        // Of one that did not arrive.
        over.then(
          () => resolve(),
          () => resolve(),
        );
      });
    release();
    return Promise.all(sent);
  }

  function says(content: string): Promise<Seen>;
  function says(contents: readonly string[]): Promise<readonly Seen[]>;
  function says(content: string | readonly string[]): Promise<Seen | readonly Seen[]> {
    return typeof content === 'string' ? send('text', { Content: content }) : sayAll(content);
  }

  function trigger(name: string, fields: PushFields): Promise<Seen> {
    return push({
      ...header(nextEventTime(person, dated())),
      MsgType: 'event',
      Event: name,
      ...sampleEvent(name, sender),
      ...fields,
    });
  }

  /** Every code has a ticket; that of the account's own, if it has made one for the scene. */
  const ticket = (scene: string | number) => options.ticketOf(String(scene)) ?? sampleEvent('SCAN').Ticket;

  const followBy = (scene: string | number): Promise<Seen> =>
    trigger('subscribe', { EventKey: `qrscene_${scene}`, Ticket: ticket(scene) });

  const scan = (scene: string | number): Promise<Seen> =>
    person.follows ? trigger('SCAN', { EventKey: String(scene), Ticket: ticket(scene) }) : followBy(scene);

  return {
    openid,
    says,
    sends: (type, fields = {}) => send(type, fields),
    triggers: (event, fields = {}) => trigger(event, fields),
    follows: (scene) => (scene === undefined ? trigger('subscribe', {}) : followBy(scene)),
    unfollows: () => trigger('unsubscribe', {}),
    scans: scan,
    clicks: (key) => trigger('CLICK', { EventKey: key }),
    taps: async (label) => {
      const { says, id } = findTap(seen, label);
      return send('text', { Content: says, bizmsgmenuid: id });
    },
    pays: ({ follows = false } = {}) => {
      if (follows) return trigger('subscribe', { EventKey: `last_trade_no_${randomDigits(28)}` });
      pay(person, now(), options.opensWindow);
      return Promise.resolve({ outcome: 'silent', deliveries: [] });
    },
    opens: options.opens,
    sees: () => [...seen],
  };
}
