import { randomInt } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { readAccount } from './account';
import type { AccountChange, SimulatedAccount, SimulatedCloudRun } from './account';
import { BoundedMap } from './api/bounded-map';
import type { FakeApi } from './api/fake-api';
import { setInternals } from './internals';
import { check, deliver } from './deliver';
import type { NetworkFault, ProcessFault } from './disturbance';
import { ConfigError } from '../errors';
import { serve, connectTo } from './app-host';
import type { RunningApp } from './app-host';
import { createAppProcesses } from './app-process';
import type { RestartableApp } from './app-process';
import type { MovableClock } from './movable-clock';
import type { Pace } from './pace';
import { playAccount } from './played-account';
import type { Receiver } from './played-account';
import { nextPushId } from './push';
import type { SimulatedPush } from './push';
import type { Seen } from './seen';
import { restoreSnapshot, takeSnapshot } from './snapshot';
import type { AccountSnapshot } from './account-snapshot';
import type { SimulatedUser } from './user';
import { openEnvironment } from './environment';

/** Pushes that can be delivered once more. */
const MAX_REMEMBERED = 500;

/** Plays WeChat and its users for an app under test. */
export interface Simulator {
  /** The user with that openid, always the same one; without openid a new user. */
  user(openid?: string): SimulatedUser;
  /**
   * WeChat's API for this account: give its `url()` or `transport` to `createApi()`. It knows the simulated
   * users.
   */
  readonly api: FakeApi;
  /** Give it to the app, `wechat({ …, clock })`, and `advance` moves both. Runs with real time until then. */
  readonly clock: MovableClock;
  /**
   * Changes the account as one does in the console: pushes from now on go by it. Those on their way do not.
   */
  change(settings: AccountChange): void;
  /**
   * Lets the network between WeChat and the app go wrong for the next delivery, or the next `times`;
   * `Infinity` until what it returns is called. `'dies-before-answer'`: the process of the app ends after the
   * handlers of the next message, when they have stored what they keep, and before their answer is; it needs
   * `simulate({ start })`, and the app a store by `keeps`.
   *
   * @throws {ConfigError} Such a process is not known here.
   */
  disturb(fault: NetworkFault | ProcessFault, options?: { readonly times?: number }): () => void;
  /**
   * Ends the process of the app and starts another, by `simulate({ start })`: handlers at work end,
   * connections break, what was in memory is lost. Stores that outlive it (`keeps`) stay.
   *
   * @throws {ConfigError} The app was not given as `{ start }`.
   */
  restart(): void;
  /**
   * What the account has now, as JSON: menu, templates, tags, files, users. Give it to
   * `simulate(app, { …, snapshot })`.
   */
  snapshot(): AccountSnapshot;
  /**
   * Checks the app's address as the console does when it is saved: `replied` when the app returns the
   * echostr.
   */
  verifyUrl(): Promise<Seen>;
  /** Ends what is on its way, and the servers of the app and of the API. */
  close(): Promise<void>;
}

/**
 * Plays WeChat for an app: signs, encrypts and delivers pushes as WeChat does, and judges the answers as
 * strictly. `app` is an Express app (or any listener), which is then served on a free port of this machine,
 * or `{ url }` of a server that runs, in any language; or `{ start }`, which builds the app anew at each
 * `restart()`. When `wechat()` is mounted at a path of the app, `account.path` must say so.
 *
 * @example
 * const alice = simulate(app, { appId: 'wx1', token: 'token' }).user('alice');
 * expect(await alice.says('hours')).toMatchObject({ reply: { Content: 'We are open from 9 to 18.' } });
 *
 * @throws {ConfigError} Something of the account is missing or not possible.
 */
export const simulate = (
  app: RequestListener | RunningApp | RestartableApp,
  account: SimulatedAccount | SimulatedCloudRun,
): Simulator => createSimulator(app, account);

/** The same, where pushes may go by a time of their own. `paceOf` is asked for each. */
export function createSimulator(
  app: RequestListener | RunningApp | RestartableApp,
  account: SimulatedAccount | SimulatedCloudRun,
  paceOf?: () => Pace,
): Simulator {
  let settings = readAccount(account);
  let given = account;
  const { clock, path, originalId, appId, appSecret, api: shared, apiPort: port } = settings;
  const restartable = typeof app === 'object' && 'start' in app ? app : undefined;
  const served =
    restartable !== undefined
      ? serve((req, res) => processes?.listen(req, res), path)
      : typeof app === 'function'
        ? serve(app, path)
        : undefined;
  // Neither of the two others is left.
  const host = served ?? connectTo(app as RunningApp);
  const { environment, pace, whileOpen, close } = openEnvironment({
    host,
    clock,
    paceOf,
    observe: account.observe,
  });
  const { disturbances, observe, closing } = environment;
  const played = playAccount({
    ...{ appId, appSecret, originalId, clock, pace, observe, closing, shared, port },
    kind: () => settings.kind,
    windowOverlap: () => settings.windowOverlap,
    arrivalJitter: () => settings.arrivalJitter,
    webDomain: () => settings.webDomain,
    jsDomains: () => settings.jsDomains,
    isPlatform: false,
  });
  const { fake, userRecords, getOrCreateUser } = played;
  const sent = new BoundedMap<SimulatedPush>(MAX_REMEMBERED);
  const receive: Receiver = (made, from) => {
    sent.set(String(made.id), made);
    return whileOpen(() => deliver(made, settings, environment, from));
  };
  played.add(receive);
  const processes =
    restartable &&
    createAppProcesses({
      start: restartable.start,
      clock,
      transport: fake.api.transport,
      diesBeforeAnswer: () => disturbances.diesBeforeAnswer(),
      cut: () => served?.cut(),
    });
  const needProcesses = (what: string) => {
    if (processes !== undefined) return processes;
    throw new ConfigError(`${what} needs an app that can start again: simulate({ start: () => app }).`);
  };

  const { user, userTelling } = played.users(receive, { host, closing, whileOpen });
  const simulator: Simulator = {
    clock,
    api: fake.api,
    user,
    change(changes) {
      // Of what is changed, readAccount() says what is not possible.
      const next = { ...given, ...changes } as typeof given;
      settings = readAccount({ ...next, clock });
      given = next;
    },
    snapshot: () => takeSnapshot(fake.account),
    disturb(fault, { times = 1 } = {}) {
      if (fault === 'dies-before-answer' && !needProcesses(`disturb('${fault}')`).keepsStore())
        throw new ConfigError(
          `disturb('${fault}') needs a store of which the process tells: start: ({ keeps }) => … wechat({ store: keeps(store) }).`,
        );
      return disturbances.add(fault, times);
    },
    restart: () => needProcesses('restart()').restart(),
    verifyUrl: () =>
      whileOpen(() => check(String(randomInt(2 ** 47)).padStart(19, '5'), settings, environment)),
    async close() {
      await Promise.all([close(), fake.close()]);
    },
  };
  if (account.snapshot !== undefined) restoreSnapshot(account.snapshot, fake.account, getOrCreateUser);
  setInternals(simulator, {
    account: fake.account,
    userRecords,
    userTelling,
    api: fake.listener,
    redeliver(id) {
      const former = sent.get(String(id));
      if (former === undefined) return undefined;
      const { arrived: _, ...message } = former;
      const made = { ...message, id: nextPushId() };
      const over = receive(made, 'user').then((seen) => {
        if (seen.reply !== undefined) userRecords.get(made.from)?.receive(seen.reply, made.id);
        return seen;
      });
      return { push: made.id, over };
    },
  });
  return simulator;
}
