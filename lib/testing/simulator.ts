import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { RequestListener } from 'node:http';
import { ConfigError } from '../errors';
import { readAccount } from './account';
import type { SimulatedAccount } from './account';
import { createFakeApi } from './api/create-fake-api';
import type { FakeApi } from './api/fake-api';
import { qrcodes } from './api/endpoints/qrcode';
import { temporaryMedia } from './api/endpoints/media';
import { check, deliver } from './deliver';
import type { World } from './exchange';
import { serve, visit } from './host';
import type { MovableClock } from './movable-clock';
import { createPerson, nextEventTime } from './person';
import type { Person } from './person';
import type { PushFields } from './push';
import { newOpenid } from './samples';
import type { Seen } from './seen';
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
  /** Checks the app's address as the console does when it is saved: `replied` when the app returns the echostr. */
  verifyUrl(): Promise<Seen>;
  /** Ends what is on its way, and the servers of the app and of the API. */
  close(): Promise<void>;
}

/**
 * Plays WeChat for an app: signs, encrypts and delivers pushes as WeChat does, and judges the answers as strictly.
 * `app` is an Express app (or any listener), which is then served on a free port of this machine, or `{ url }` of a server
 * that runs. When `wechat()` is mounted at a path of the app, `account.path` must say so.
 *
 * @throws {ConfigError} Something of the account is missing or not possible.
 */
export function simulate(
  app: RequestListener | { readonly url: string },
  account: SimulatedAccount,
): Simulator {
  const settings = readAccount(account);
  const { clock, format, originalId } = settings;
  const closing = new AbortController();
  // Each request on its way listens; there may be many.
  setMaxListeners(0, closing.signal);
  const world: World = {
    host: typeof app === 'function' ? serve(app, settings.path) : visit(app.url),
    clock,
    headers: {
      'User-Agent': 'Mozilla/4.0',
      Accept: '*/*',
      Pragma: 'no-cache',
      'Content-Type': format === 'xml' ? 'text/xml' : 'application/json',
    },
    closing: closing.signal,
  };
  const people = new Map<string, Person>();
  const users = new Map<string, SimulatedUser>();
  const wechat = createPerson(newOpenid());

  const whileOpen = (work: () => Promise<Seen>): Promise<Seen> =>
    closing.signal.aborted ? Promise.reject(new ConfigError('This simulator is closed.')) : work();

  function meet(openid: string): Person {
    const person = people.get(openid) ?? createPerson(openid);
    people.set(openid, person);
    return person;
  }

  /** An event that a call of the app has set off. */
  function push(event: string, fields: PushFields, openid?: string): Promise<Seen> {
    const person = openid === undefined ? wechat : meet(openid);
    const names = { ToUserName: originalId, FromUserName: person.openid };
    const header = {
      ...names,
      CreateTime: nextEventTime(person, clock.now()),
      MsgType: 'event',
      Event: event,
    };
    const made = { fields: { ...header, ...fields }, from: person.openid, to: originalId, isEvent: true };
    return whileOpen(() => deliver(made, settings, world));
  }

  const { appId, appSecret, api: shared } = settings;
  const fake = createFakeApi({
    appId,
    appSecret,
    clock,
    people,
    meet,
    push,
    closing: closing.signal,
    shared,
  });

  return {
    clock,
    api: fake.api,
    user(openid = newOpenid()) {
      const known = users.get(openid);
      if (known !== undefined) return known;
      const user = createUser({
        person: meet(openid),
        originalId,
        now: () => clock.now(),
        deliver: (made) => whileOpen(() => deliver(made, settings, world)),
        ticketOf: (scene) => fake.account.of(qrcodes).ticketOf(scene),
        sendsMedia: (id, type) => fake.account.of(temporaryMedia).receive(id, type),
      });
      users.set(openid, user);
      return user;
    },
    verifyUrl: () => whileOpen(() => check(String(randomInt(2 ** 47)).padStart(19, '5'), settings, world)),
    async close() {
      closing.abort();
      await Promise.all([world.host.close(), fake.close()]);
    },
  };
}
