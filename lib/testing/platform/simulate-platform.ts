import { randomInt } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { ConfigError } from '../../errors';
import { notices as noticeTable } from '../../model/notices';
import type { Account } from '../account';
import type { FakeApi } from '../api/fake-api';
import type { FakeAccount } from '../api/fake-account';
import { MESSAGES } from '../api/permissions';
import { platforms } from '../api/platform';
import { ticketPushes } from '../api/ticket-pushes';
import { check, deliver } from '../deliver';
import type { NetworkFault } from '../disturbance';
import { hostAt, serve, connectTo } from '../app-host';
import type { RunningApp } from '../app-host';
import type { MovableClock } from '../movable-clock';
import type { Pace } from '../pace';
import { playAccount, playedOn } from '../played-account';
import type { PlayedAccount, Receiver } from '../played-account';
import { problem, tell } from '../problems';
import type { Problem } from '../problems';
import type { PushFields } from '../push-types';
import { sampleNotice } from '../samples';
import type { Seen } from '../seen';
import { openEnvironment } from '../environment';
import { visitAuthorizationPage } from './authorization-page';
import { createAuthorizer, newAppId, newOriginalId } from './authorizer';
import type { AuthorizerSettings, SimulatedAuthorizer } from './authorizer';
import { follow, isWeChats } from './browser';
import { createHeldNotices } from './held-notices';
import { testRelease } from './release-test';
import type { ReleaseTest } from './release-test';
import { readPlatform } from './settings';
import type { PlatformChange, SimulatedPlatform } from './settings';

/** The name of a notice, as in `InfoType`. */
export type NoticeName = keyof typeof noticeTable;

/** Plays WeChat for a third-party platform: its accounts, their owners and their users. */
export interface PlatformSimulator {
  /**
   * WeChat's API, for the platform and for its accounts: give its `url()` or `transport` to
   * `createPlatform()`.
   */
  readonly api: FakeApi;
  /**
   * Give it to the app, `platform({ …, clock })`, and `advance` moves both. Tickets are pushed by it, every
   * ten minutes.
   */
  readonly clock: MovableClock;
  /** Whether tickets are pushed; no more after three in a row were not answered with `success`. */
  readonly pushesTickets: boolean;
  /**
   * A new account; with the `appId` of one that is there, that one. It has not authorised the platform yet.
   */
  account(settings?: AuthorizerSettings): SimulatedAuthorizer;
  /** The accounts that `account()` has made, in order. */
  readonly accounts: readonly SimulatedAuthorizer[];
  /**
   * Pushes a notice; fields that are not given are made up. `times`: how often it is delivered. What it
   * resolves to says what came of the last one. Of `notify_third_fasteregister`, mini program and code are
   * new and real ones.
   */
  push(
    name: NoticeName,
    fields?: PushFields,
    options?: { readonly times?: number },
  ): Promise<Seen | undefined>;
  /**
   * Keeps notices, each with its own time, until what this returns is called: delivers them then, in order or
   * reversed.
   */
  holdNotices(): (order?: 'reversed') => Promise<readonly Seen[]>;
  /** The next tickets do not reach the app; by default one. */
  loseTickets(count?: number): void;
  /** The next answers of `api_authorizer_token` have `''` in place of the refresh token; by default one. */
  blankRefreshTokens(count?: number): void;
  /** Changes the platform as one does in the console: pushes and calls from now on go by it. */
  change(settings: PlatformChange): void;
  /** Lets the network between WeChat and the app go wrong, as `disturb()` of `simulate()` does. */
  disturb(fault: NetworkFault, options?: { readonly times?: number }): () => void;
  /**
   * Checks the address for notices, or that for messages of an account: `replied` when the app returns the
   * echostr.
   */
  verifyUrl(appId?: string): Promise<Seen>;
  /**
   * The test before a platform may be released (全网发布接入检测), with all five pairs of WeChat's accounts, or with
   * the one of that number. Moves the clock a little. Afterwards the accounts have withdrawn, but are still
   * in the list, as WeChat's are.
   */
  releaseTest(options?: { readonly pair?: 1 | 2 | 3 | 4 | 5 }): Promise<ReleaseTest>;
  /** Ends what is on its way, and the servers of the app and of the API. */
  close(): Promise<void>;
}

/**
 * Plays WeChat for the app of a third-party platform. `app` is an Express app (or any listener), which is
 * then served on a free port of this machine, or `{ url }` of a server that runs. A ticket is pushed at once,
 * and every ten minutes by the clock.
 *
 * @throws {ConfigError} Something of the platform is missing or not possible.
 * @example
 * const settings = { componentAppId, componentAppSecret, token, encodingAESKey };
 * const wechat = simulatePlatform(app, { ...settings, eventsPath: '/wechat' });
 * const shop = wechat.account({ permissions: [1, 2, 4, 7, 11, 15] });
 * await shop.authorizes();
 * expect(await shop.user().says('hi')).toMatchObject({ reply: { Content: 'hello' } });
 */
export const simulatePlatform = (
  app: RequestListener | RunningApp,
  platform: SimulatedPlatform,
): PlatformSimulator => createPlatformSimulator(app, platform);

/** What `createPlatformSimulator` adds for what shows it. */
export interface OwnPlatformSimulator extends PlatformSimulator {
  readonly platform: FakeAccount;
  readonly played: (appId: string) => PlayedAccount | undefined;
  readonly listener: PlayedAccount['fake']['listener'];
}

/** The same, where pushes may go by a time of their own. `paceOf` is asked for each. */
export function createPlatformSimulator(
  app: RequestListener | RunningApp,
  given: SimulatedPlatform,
  paceOf?: () => Pace,
): OwnPlatformSimulator {
  let current = given;
  let settings = readPlatform(current);
  const { appId: componentAppId, appSecret, clock, api: shared, apiPort: port } = settings.account;
  const isHere = typeof app === 'function';
  const host = isHere ? serve(app, '/') : connectTo(app);
  const opened = openEnvironment({ host, clock, paceOf, observe: given.observe });
  const { pace, at } = opened;
  const { observe, closing, disturbances } = opened.environment;
  const common = { clock, pace, observe, closing };

  const notices = at(hostAt(host, settings.eventsPath));
  const held = createHeldNotices((made) => deliver(made, settings.account, notices, 'wechat'));
  const component = playAccount({
    ...common,
    ...{ appId: componentAppId, appSecret, originalId: '', shared, port, isPlatform: true },
    kind: () => 'service',
    windowOverlap: () => 'adds-up',
    arrivalJitter: () => 0,
    webDomain: () => settings.domain,
    jsDomains: () => undefined,
    notify: (made) => opened.whileOpen(() => held.send(made)),
  });
  const { fake } = component;
  const platform = fake.account.part(platforms);
  const tickets = fake.account.part(ticketPushes);
  platform.change(settings.rules);

  const accounts = new Map<
    string,
    { readonly authorizer: SimulatedAuthorizer; readonly end: () => Promise<void> }
  >();

  /** The first ticket, which everything else waits for. */
  const started = new Promise<void>((resolve) => {
    const release = clock.hold();
    // After whoever creates the simulator has set it up.
    setImmediate(() => {
      tickets.run();
      const first = closing.aborted ? Promise.resolve() : tickets.push();
      void first
        .catch(() => undefined)
        .finally(() => {
          release();
          resolve();
        });
    });
  });
  const whileOpen = <T>(work: () => Promise<T>): Promise<T> =>
    opened.whileOpen(async () => {
      await started;
      return opened.whileOpen(work);
    });

  /** Why the platform gets no messages of an account, if so. */
  function barrier(appId: string, kind: SimulatedAuthorizer['kind']): Problem | undefined {
    const known = platform.get(appId);
    if (known === undefined) return problem('not-authorized', { appId });
    const permission = MESSAGES[kind];
    return known.permissions.includes(permission)
      ? undefined
      : problem('messages-not-granted', { appId, permission });
  }

  const addressOf = (appId: string) => hostAt(host, settings.messagesPath.replaceAll('$APPID$', appId));

  function add({
    appId = newAppId(),
    appSecret,
    permissions,
    ...rest
  }: AuthorizerSettings): SimulatedAuthorizer {
    const { kind = 'service', originalId = newOriginalId() } = rest;
    const known = playedOn(fake.host, appId);
    const played =
      known ??
      playAccount({
        ...common,
        ...{ appId, appSecret, originalId, shared: fake.api, port: 0, isPlatform: false },
        kind: () => kind,
        windowOverlap: () => 'adds-up',
        arrivalJitter: () => 0,
        webDomain: () => settings.domain,
        jsDomains: () => undefined,
      });
    const accountKind = played.fake.account.kind();
    if (accountKind === 'test') throw new ConfigError('A test account (测试号) cannot authorise a platform.');
    const of = played.fake.account;
    const environment = at(addressOf(appId));
    const asAccount = (): Account => ({
      ...settings.account,
      ...{ appId, originalId: of.originalId, appSecret: of.appSecret, kind: accountKind },
      path: settings.messagesPath.replaceAll('$APPID$', appId),
    });
    const receive: Receiver = (made, from) =>
      whileOpen(async () => {
        const why = barrier(appId, accountKind);
        if (why !== undefined) return { outcome: 'silent', ...tell([why]), deliveries: [] };
        return deliver(made, asAccount(), environment, from);
      });
    const leave = played.add(receive);
    const authorizer = createAuthorizer({
      account: of,
      api: played.fake.api,
      kind: accountKind,
      permissions,
      platform,
      user: played.users(receive, { host, closing, whileOpen }).user,
      whileOpen,
      notify: (name, fields) => fake.account.notify(name, fields),
      open: (page) =>
        isWeChats(page.url) ? Promise.resolve(fromOwnPage(page.url)) : follow(page, host, settings.domain),
      visit: (arrival) =>
        visitAuthorizationPage(
          { arrival, componentAppId, domain: settings.domain, appId, kind: accountKind },
          platform,
        ),
    });
    const end = async (): Promise<void> => {
      leave();
      if (known === undefined) await played.fake.close();
    };
    accounts.set(appId, { authorizer, end });
    return authorizer;
  }

  /** The address of WeChat's page is enough where the page that leads there is not looked at. */
  function fromOwnPage(address: string) {
    const url = new URL(address);
    const target = url.searchParams.get('redirect_uri') ?? '';
    const domain = settings.domain ?? (URL.canParse(target) ? new URL(target).host : '');
    return { url, referer: domain === '' ? '' : `https://${domain}/`, cookie: '' };
  }

  const account = (asked: AuthorizerSettings = {}): SimulatedAuthorizer =>
    (asked.appId === undefined ? undefined : accounts.get(asked.appId)?.authorizer) ?? add(asked);

  /** The fields of a notice that must not be made up. */
  function realFields(name: NoticeName, fields: PushFields): PushFields {
    if (name === 'component_verify_ticket') return { ComponentVerifyTicket: platform.ticket() };
    if (
      name === 'notify_third_fasteregister' &&
      fields.appid === undefined &&
      fields.auth_code === undefined
    ) {
      const registered = account({ kind: 'mini-program' });
      const owner = playedOn(fake.host, registered.appId);
      if (owner === undefined) return {};
      return { appid: registered.appId, auth_code: platform.authorize(owner.fake.account).code };
    }
    return {};
  }

  return {
    api: fake.api,
    clock,
    platform: fake.account,
    listener: fake.listener,
    played: (appId) => playedOn(fake.host, appId),
    get pushesTickets() {
      return tickets.state === 'running';
    },
    account,
    get accounts() {
      return [...accounts.values()].map(({ authorizer }) => authorizer);
    },
    push: (name, fields = {}, { times = 1 } = {}) =>
      whileOpen(async () => {
        if (!Object.hasOwn(noticeTable, name))
          throw new ConfigError(`push() takes ${Object.keys(noticeTable).join(', ')}, not "${name}".`);
        const all = {
          ...sampleNotice(name, Math.floor(pace().now() / 1000)),
          ...realFields(name, fields),
          ...fields,
        };
        let seen: Seen | undefined;
        for (let time = 0; time < times; time++) seen = await fake.account.notify(name, all);
        return seen;
      }),
    holdNotices() {
      const release = held.hold();
      return (order) => whileOpen(() => release(order));
    },
    loseTickets: (count = 1) => tickets.lose(count),
    blankRefreshTokens: (count = 1) => platform.blankRefreshTokens(count),
    change(changes) {
      const next = { ...current, ...changes };
      settings = readPlatform({ ...next, clock });
      current = next;
      platform.change(settings.rules);
    },
    disturb: (fault, { times = 1 } = {}) => disturbances.add(fault, times),
    verifyUrl: (appId) =>
      opened.whileOpen(() => {
        const echostr = String(randomInt(2 ** 47)).padStart(19, '5');
        return check(echostr, settings.account, appId === undefined ? notices : at(addressOf(appId)));
      }),
    releaseTest: ({ pair } = {}) =>
      whileOpen(() =>
        testRelease({ account, ticket: tickets.push, platform, clock, everyMs: isHere ? 5 : 100 }, pair),
      ),
    async close() {
      tickets.close();
      await opened.close();
      for (const { end } of accounts.values()) await end();
      await fake.close();
    },
  };
}
