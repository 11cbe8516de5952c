import { randomInt } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { readAccount } from './account';
import type { AccountChange, SimulatedAccount, SimulatedCloudRun } from './account';
import type { FakeApi } from './api/fake-api';
import { setInternals } from './internals';
import { check, deliver } from './deliver';
import type { NetworkFault } from './disturbance';
import { serve, connectTo } from './app-host';
import type { RunningApp } from './app-host';
import type { MovableClock } from './movable-clock';
import type { Pace } from './pace';
import { playAccount } from './played-account';
import type { Receiver } from './played-account';
import type { Seen } from './seen';
import { restoreSnapshot, takeSnapshot } from './snapshot';
import type { AccountSnapshot } from './account-snapshot';
import type { SimulatedUser } from './user';
import { openEnvironment } from './environment';

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
export const simulate = (
  app: RequestListener | RunningApp,
  account: SimulatedAccount | SimulatedCloudRun,
): Simulator => createSimulator(app, account);

/** The same, where pushes may go by a time of their own. `paceOf` is asked for each. */
export function createSimulator(
  app: RequestListener | RunningApp,
  account: SimulatedAccount | SimulatedCloudRun,
  paceOf?: () => Pace,
): Simulator {
  let settings = readAccount(account);
  let given = account;
  const { clock, path, originalId, appId, appSecret, api: shared, apiPort: port } = settings;
  const host = typeof app === 'function' ? serve(app, path) : connectTo(app);
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
    webDomain: () => settings.webDomain,
    isPlatform: false,
  });
  const { fake, userRecords, getOrCreateUser } = played;
  const receive: Receiver = (made, from) => whileOpen(() => deliver(made, settings, environment, from));
  played.add(receive);

  const simulator: Simulator = {
    clock,
    api: fake.api,
    user: played.users(receive, { host, closing, whileOpen }),
    change(changes) {
      // Of what is changed, readAccount() says what is not possible.
      const next = { ...given, ...changes } as typeof given;
      settings = readAccount({ ...next, clock });
      given = next;
    },
    snapshot: () => takeSnapshot(fake.account),
    disturb: (fault, { times = 1 } = {}) => disturbances.add(fault, times),
    verifyUrl: () =>
      whileOpen(() => check(String(randomInt(2 ** 47)).padStart(19, '5'), settings, environment)),
    async close() {
      await Promise.all([close(), fake.close()]);
    },
  };
  if (account.snapshot !== undefined) restoreSnapshot(account.snapshot, fake.account, getOrCreateUser);
  setInternals(simulator, { account: fake.account, userRecords, api: fake.listener });
  return simulator;
}
