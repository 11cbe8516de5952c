import { callbacks } from './api/callbacks';
import { createFakeApi } from './api/create-fake-api';
import type { FakeApiOptions, OwnFakeApi } from './api/create-fake-api';
import { qrcodes } from './api/endpoints/qrcode';
import { temporaryMedia } from './api/endpoints/media';
import type { ApiHost } from './api/host';
import type { AppHost } from './app-host';
import { noteInvoices } from './api/invoice-order';
import { hasService, opensWindow } from './api/rights';
import type { SimulatorEvent } from './observed';
import type { Pace } from './pace';
import { createUserRecord, nextEventTime } from './user-record';
import type { UserRecord } from './user-record';
import { nextPushId } from './push';
import type { SimulatedPush } from './push';
import type { PushFields } from './push-types';
import { newOpenid } from './samples';
import { MINI_PROGRAM_OUT_OF_SERVICE, OUT_OF_SERVICE } from './seen';
import type { Seen, SeenMessage } from './seen';
import { createUser } from './user';
import type { SimulatedUser } from './user';
import { createWebView } from './web/web-view';

/** An app that gets the pushes of an account: says what it made of one. */
export type Receiver = (push: SimulatedPush, from: 'user' | 'wechat') => Promise<Seen>;

export interface PlayedAccountOptions extends Omit<
  FakeApiOptions,
  'userRecords' | 'getOrCreateUser' | 'push' | 'notify'
> {
  /**
   * Delivers a notice to the platform that this is; undefined when it is not delivered. Default: as an event.
   */
  readonly notify?: (push: SimulatedPush) => Promise<Seen | undefined>;
  /** Most milliseconds that a message takes to its user, each another. */
  readonly arrivalJitter: () => number;
  /** By which clock deliveries go, and pushes are dated. */
  readonly pace: () => Pace;
  readonly observe: (event: SimulatorEvent) => void;
}

/** Where the web pages of an app are. */
export interface WebSite {
  readonly host: AppHost;
  /** Aborts when the simulator is closed. */
  readonly closing: AbortSignal;
  /** Does something, unless the simulator is closed. */
  readonly whileOpen: <T>(work: () => Promise<T>) => Promise<T>;
}

/** The users of an account. */
export interface PlayedUsers {
  /** The user with that openid, always the same; without one a new user. */
  readonly user: (openid?: string) => SimulatedUser;
  /** The same person, whose pushes are told of. */
  readonly userTelling: (openid: string, onPush?: (push: number) => void) => SimulatedUser;
}

/** An account with its users and its side of the API, whoever gets its pushes. */
export interface PlayedAccount {
  readonly fake: OwnFakeApi;
  readonly userRecords: ReadonlyMap<string, UserRecord>;
  readonly getOrCreateUser: (openid: string) => UserRecord;
  /**
   * The users, as one of the apps that get their pushes sees them: what they do resolves to what that app
   * answered.
   */
  users(receiver: Receiver, site: WebSite): PlayedUsers;
  /** From now on that app gets the pushes, until what this returns is called. */
  add(receiver: Receiver): () => void;
}

/** The accounts of an API, by their AppIDs. */
const played = new WeakMap<ApiHost, Map<string, PlayedAccount>>();

/** The account with that AppID that is played on an API already, if there is one. */
export const playedOn = (host: ApiHost, appId: string): PlayedAccount | undefined =>
  played.get(host)?.get(appId);

/** Plays an account. */
export function playAccount(options: PlayedAccountOptions): PlayedAccount {
  const { originalId, clock, kind, pace, observe, arrivalJitter } = options;
  const userRecords = new Map<string, UserRecord>();
  const receivers = new Set<Receiver>();
  const wechat = createUserRecord(newOpenid());

  function getOrCreateUser(openid: string): UserRecord {
    const person =
      userRecords.get(openid) ??
      createUserRecord(openid, (message, push) => tell(openid, message, push), arrive);
    userRecords.set(openid, person);
    return person;
  }

  /** Each message takes its own time to its user. */
  function arrive(message: () => void): void {
    const most = arrivalJitter();
    if (most > 0) clock.setTimeout(message, Math.random() * most);
    else message();
  }

  function tell(openid: string, message: SeenMessage, push?: number): void {
    const call = fake.running();
    observe({
      type: 'seen',
      openid,
      message,
      ...(push !== undefined && { push }),
      ...(call !== undefined && { call }),
    });
  }

  /**
   * All receivers get a push; which reply counts where several answer is not known: here it is that of the
   * first.
   */
  async function send(made: SimulatedPush, from: 'user' | 'wechat', first?: Receiver): Promise<Seen> {
    const all =
      first === undefined ? [...receivers] : [first, ...[...receivers].filter((each) => each !== first)];
    const sent = all.map((receive, index) =>
      receive(index === 0 ? made : { ...made, id: nextPushId() }, from),
    );
    const [seen = { outcome: 'silent', deliveries: [] }, ...others] = await Promise.all(sent);
    for (const each of [seen, ...others]) fake.account.part(callbacks).note(each);
    return [seen, ...others].find(({ deliveries }) => deliveries.length > 0) ?? seen;
  }

  /** An event that a call of the app has set off. */
  function push(event: string, fields: PushFields, openid?: string): Promise<Seen> {
    const person = openid === undefined ? wechat : getOrCreateUser(openid);
    const names = { ToUserName: originalId, FromUserName: person.openid };
    const header = {
      ...names,
      CreateTime: nextEventTime(person, pace().now()),
      MsgType: 'event',
      Event: event,
    };
    const all = { ...header, ...fields };
    return send(
      { id: nextPushId(), fields: all, from: person.openid, to: originalId, kind: 'event' },
      'wechat',
    );
  }

  function notify(name: string, fields: PushFields): Promise<Seen | undefined> {
    const header = { AppId: options.appId, CreateTime: Math.floor(pace().now() / 1000), InfoType: name };
    const all = { ...header, ...fields };
    const made: SimulatedPush = {
      ...{
        id: nextPushId(),
        fields: all,
        from: '',
        to: typeof fields.AppId === 'string' ? fields.AppId : options.appId,
      },
      kind: 'notice',
    };
    return options.notify === undefined ? send(made, 'wechat') : options.notify(made);
  }

  const fake = createFakeApi({ ...options, userRecords, getOrCreateUser, push, notify });

  const account: PlayedAccount = {
    fake,
    userRecords,
    getOrCreateUser,
    users(receiver, { host, closing, whileOpen }) {
      const users = new Map<string, SimulatedUser>();
      const create: PlayedUsers['userTelling'] = (openid, onPush) => {
        const person = getOrCreateUser(openid);
        const openPage = createWebView({ account: fake.account, person, host, clock, closing });
        return createUser({
          onPush,
          person,
          opens: (url, asked) => whileOpen(() => openPage(url, asked)),
          originalId,
          now: () => clock.now(),
          hold: () => pace().clock.hold(),
          dated: () => pace().now(),
          deliver: (made) => {
            noteInvoices(fake.account, made.from, made.fields);
            return send(made, 'user', receiver);
          },
          opensWindow: (deed) => opensWindow(kind(), deed),
          hasService: () => hasService(kind()),
          outOfService: () => (kind() === 'mini-program' ? MINI_PROGRAM_OUT_OF_SERVICE : OUT_OF_SERVICE),
          ticketOf: (scene) => fake.account.part(qrcodes).ticketOf(scene),
          sendsMedia: (id, type) => fake.account.part(temporaryMedia).receive(id, type),
        });
      };
      return {
        user: (openid = newOpenid()) => {
          const user = users.get(openid) ?? create(openid);
          users.set(openid, user);
          return user;
        },
        userTelling: create,
      };
    },
    add(receiver) {
      receivers.add(receiver);
      return () => void receivers.delete(receiver);
    },
  };
  const onHost = played.get(fake.host) ?? new Map<string, PlayedAccount>();
  played.set(fake.host, onHost);
  if (!onHost.has(options.appId)) onHost.set(options.appId, account);
  return account;
}
