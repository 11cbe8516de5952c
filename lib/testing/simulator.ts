import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { RequestListener } from 'node:http';
import { ConfigError } from '../errors';
import { readAccount } from './account';
import type { AccountChange, SimulatedAccount } from './account';
import { callbacks } from './api/callbacks';
import { createFakeApi } from './api/create-fake-api';
import type { FakeApi } from './api/fake-api';
import { hasService } from './api/rights';
import { noteInvoices } from './api/invoice-order';
import { qrcodes } from './api/endpoints/qrcode';
import { temporaryMedia } from './api/endpoints/media';
import { setBackstage } from './backstage';
import { check, deliver } from './deliver';
import { createDisturbances } from './disturbance';
import type { NetworkFault } from './disturbance';
import type { World } from './exchange';
import { serve, visit } from './host';
import type { RunningApp } from './host';
import type { MovableClock } from './movable-clock';
import type { Happening } from './observed';
import type { Pace } from './pace';
import { createPerson, nextEventTime } from './person';
import type { Person } from './person';
import { nextPushId } from './push';
import type { PushFields, SimulatedPush } from './push';
import { newOpenid } from './samples';
import type { Seen, SeenMessage } from './seen';
import { restoreSnapshot, takeSnapshot } from './snapshot';
import type { AccountSnapshot } from './snapshot';
import { createUser } from './user';
import type { SimulatedUser } from './user';

/** Plays WeChat and its users for an app under test. */
export interface Simulator {
  /** The user with that openid, always the same one; without openid a new user. */
  user(openid?: string): SimulatedUser;
  /** WeChat's API for this account: give its `url()` or `transport` to `createApi()`. It knows the simulated users. */
  readonly api: FakeApi;
  /** Give it to the app, `wechat({ …, clock })`, and `advance` moves both. Runs with real time until then. */
  readonly clock: MovableClock;
  /** Changes the account as one does in the console: pushes from now on go by it. Those on their way do not. */
  change(settings: AccountChange): void;
  /**
   * Lets the network between WeChat and the app go wrong for the next delivery, or the next `times`; `Infinity` until what it
   * returns is called.
   */
  disturb(fault: NetworkFault, options?: { readonly times?: number }): () => void;
  /** What the account has now, as JSON: menu, templates, tags, files, users. Give it to `simulate(app, { …, snapshot })`. */
  snapshot(): AccountSnapshot;
  /** Checks the app's address as the console does when it is saved: `replied` when the app returns the echostr. */
  verifyUrl(): Promise<Seen>;
  /** Ends what is on its way, and the servers of the app and of the API. */
  close(): Promise<void>;
}

/**
 * Plays WeChat for an app: signs, encrypts and delivers pushes as WeChat does, and judges the answers as strictly.
 * `app` is an Express app (or any listener), which is then served on a free port of this machine, or `{ url }` of a server
 * that runs, in any language. When `wechat()` is mounted at a path of the app, `account.path` must say so.
 *
 * @throws {ConfigError} Something of the account is missing or not possible.
 */
export const simulate = (app: RequestListener | RunningApp, account: SimulatedAccount): Simulator =>
  createSimulator(app, account);

/** The same, where pushes may go by a time of their own. `paceOf` is asked for each. */
export function createSimulator(
  app: RequestListener | RunningApp,
  account: SimulatedAccount,
  paceOf?: () => Pace,
): Simulator {
  let settings = readAccount(account);
  let given = account;
  const { clock, originalId } = settings;
  const pace = paceOf ?? (() => ({ clock, now: () => clock.now() }));
  const closing = new AbortController();
  // Each request on its way listens; there may be many.
  setMaxListeners(0, closing.signal);
  const observe = (happening: Happening): void =>
    account.observe?.({
      ...happening,
      at: Math.floor(clock.now()),
      moment: pace().clock.monotonic(),
    });
  const disturbances = createDisturbances();
  const world: World = {
    host: typeof app === 'function' ? serve(app, settings.path) : visit(app),
    get clock() {
      return pace().clock;
    },
    now: () => pace().now(),
    disturbances,
    observe,
    closing: closing.signal,
  };
  const people = new Map<string, Person>();
  const users = new Map<string, SimulatedUser>();
  const wechat = createPerson(newOpenid());

  const whileOpen = (work: () => Promise<Seen>): Promise<Seen> =>
    closing.signal.aborted ? Promise.reject(new ConfigError('This simulator is closed.')) : work();

  function meet(openid: string): Person {
    const person = people.get(openid) ?? createPerson(openid, (message, push) => tell(openid, message, push));
    people.set(openid, person);
    return person;
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

  async function send(made: SimulatedPush, from: 'user' | 'wechat'): Promise<Seen> {
    const seen = await whileOpen(() => deliver(made, settings, world, from));
    fake.account.of(callbacks).note(seen);
    return seen;
  }

  /** An event that a call of the app has set off. */
  function push(event: string, fields: PushFields, openid?: string): Promise<Seen> {
    const person = openid === undefined ? wechat : meet(openid);
    const names = { ToUserName: originalId, FromUserName: person.openid };
    const header = {
      ...names,
      CreateTime: nextEventTime(person, pace().now()),
      MsgType: 'event',
      Event: event,
    };
    const all = { ...header, ...fields };
    const made = { id: nextPushId(), fields: all, from: person.openid, to: originalId, isEvent: true };
    return send(made, 'wechat');
  }

  const { appId, appSecret, api: shared, apiPort: port } = settings;
  const fake = createFakeApi({
    appId,
    appSecret,
    clock,
    people,
    meet,
    push,
    kind: () => settings.kind,
    port,
    observe,
    closing: closing.signal,
    shared,
  });

  const simulator: Simulator = {
    clock,
    api: fake.api,
    user(openid = newOpenid()) {
      const known = users.get(openid);
      if (known !== undefined) return known;
      const user = createUser({
        person: meet(openid),
        originalId,
        now: () => clock.now(),
        dated: () => pace().now(),
        deliver: (made) => {
          noteInvoices(fake.account, made.from, made.fields);
          return send(made, 'user');
        },
        hasService: () => hasService(settings.kind),
        ticketOf: (scene) => fake.account.of(qrcodes).ticketOf(scene),
        sendsMedia: (id, type) => fake.account.of(temporaryMedia).receive(id, type),
      });
      users.set(openid, user);
      return user;
    },
    change(changes) {
      const next = { ...given, ...changes };
      settings = readAccount({ ...next, clock });
      given = next;
    },
    snapshot: () => takeSnapshot(fake.account),
    disturb: (fault, { times = 1 } = {}) => disturbances.add(fault, times),
    verifyUrl: () => whileOpen(() => check(String(randomInt(2 ** 47)).padStart(19, '5'), settings, world)),
    async close() {
      closing.abort();
      await Promise.all([world.host.close(), fake.close()]);
    },
  };
  if (account.snapshot !== undefined) restoreSnapshot(account.snapshot, fake.account, meet);
  setBackstage(simulator, { account: fake.account, people, api: fake.listener });
  return simulator;
}
