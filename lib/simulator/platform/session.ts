import { notices } from '../../model/notices';
import type {
  NoticeName,
  Observed,
  ProblemText,
  Seen,
  SeenMessage,
  SimulatedAuthorizer,
} from '../../testing';
import { permissionSetsOf } from '../../testing/api/permissions';
import { BoundedMap } from '../../testing/api/bounded-map';
import type { ApiServer } from '../../testing/api/server';
import { createPlatformSimulator } from '../../testing/platform/simulate-platform';
import { comeBack } from '../../testing/platform/browser';
import { connectTo } from '../../testing/app-host';
import { createTime } from '../time';
import type {
  AuthorizerState,
  PermissionState,
  PlatformPushState,
  PlatformState,
  ReleaseTestState,
  SaidState,
} from './protocol';
import { readPlatformOptions } from './settings';
import type { PlatformPageSettings, PlatformSimulatorOptions } from './settings';
import type { PlatformSimulator } from '../../testing';

const MAX_PUSHES = 200;
const MAX_SAID = 100;
const MAX_TEXT = 4000;

/** The offline WeChat for a platform with all there is to show of it, without the page's server. */
export interface PlatformSession {
  readonly simulator: PlatformSimulator;
  readonly settings: PlatformPageSettings;
  readonly apiUrl: string;
  readonly listener: ApiServer['listener'];
  account(appId: string): SimulatedAuthorizer | undefined;
  addAccount(kind: SimulatedAuthorizer['kind']): void;
  /** The user of an account does something. */
  say(account: SimulatedAuthorizer, text: string): void;
  enter(account: SimulatedAuthorizer): void;
  /** Follows the redirect of an authorisation, as the browser that set out. */
  land(account: SimulatedAuthorizer, redirect: string, cookie: string): Promise<void>;
  /** Shows where the browser would be led. */
  point(account: SimulatedAuthorizer, redirect: string): void;
  test(pair?: number): void;
  step(ms: number): Promise<void>;
  state(): PlatformState;
  close(): Promise<void>;
}

interface Shown {
  readonly account: SimulatedAuthorizer;
  /** The one user of the account on this page. */
  readonly openid: string;
  readonly said: SaidState[];
  redirect?: AuthorizerState['redirect'];
}

/** Opens a session. `changed` is called when there is something new to show. */
export async function createPlatformSession(
  options: PlatformSimulatorOptions,
  changed: () => void,
): Promise<PlatformSession> {
  const settings = readPlatformOptions(options);
  const time = createTime(settings.platform.clock);
  const pushes = new BoundedMap<PlatformPushState>(MAX_PUSHES);
  const shown = new Map<string, Shown>();
  let releaseTest: ReleaseTestState = { is: 'never' };
  let ids = 0;

  const simulator = createPlatformSimulator(
    { url: settings.origin },
    { ...settings.platform, clock: time.clock, observe },
    () => time.pace(),
  );
  const apiUrl = await simulator.api.url();

  function observe(event: Observed): void {
    if (event.type === 'push') {
      const { push: id, at, kind, name, appId } = event;
      pushes.set(String(id), {
        ...{ id, at, kind, name, text: '' },
        ...(kind !== 'notice' && appId !== undefined && { appId }),
      });
    } else if (event.type === 'delivery') update(event.push, { text: event.request.text.slice(0, MAX_TEXT) });
    else if (event.type === 'delivered') {
      const { status, ms } = event.delivery;
      update(event.push, { ms, ...(status !== undefined && { status }) });
    } else if (event.type === 'verdict') {
      const { outcome, problemText: problem } = event.seen;
      update(event.push, { outcome, ...(problem && { problem }) });
    } else if (event.type === 'seen') saw(event.openid, event.message);
    changed();
  }

  function update(id: number, more: Partial<PlatformPushState>): void {
    const known = pushes.get(String(id));
    // What is set anew moves to the end; the id says where it belongs.
    if (known !== undefined) pushes.set(String(id), { ...known, ...more });
  }

  function saw(openid: string, message: SeenMessage): void {
    const one = [...shown.values()].find((each) => each.openid === openid);
    if (one !== undefined) add(one, message.MsgType === 'system' ? 'wechat' : 'account', textOf(message));
  }

  function add(one: Shown, by: SaidState['by'], text: string, problem?: ProblemText): void {
    one.said.push({
      ...{ id: ++ids, at: Math.floor(time.clock.now()), by, text },
      ...(problem && { problem }),
    });
    if (one.said.length > MAX_SAID) one.said.shift();
  }

  function show(account: SimulatedAuthorizer): Shown {
    const known = shown.get(account.appId);
    if (known !== undefined) return known;
    const one = { account, openid: account.user().openid, said: [] };
    shown.set(account.appId, one);
    return one;
  }

  /** What the user does stands in the chat; so does what is wrong with the answer. */
  function act(account: SimulatedAuthorizer, text: string, work: () => Promise<Seen>): void {
    const one = show(account);
    add(one, 'user', text);
    const done = ({ outcome, problemText }: Seen): void => {
      if (problemText !== undefined && outcome === 'silent') add(one, 'wechat', '', problemText);
      changed();
    };
    // A simulator that is closed delivers nothing more.
    work().then(done, () => undefined);
    changed();
  }

  const stateOf = ({ account, said, redirect }: Shown): AuthorizerState => ({
    appId: account.appId,
    originalId: account.originalId,
    kind: account.kind,
    granted: account.permissions,
    ...(redirect && { redirect }),
    said: [...said],
  });

  return {
    simulator,
    settings,
    apiUrl,
    listener: simulator.listener,
    account: (appId) => shown.get(appId)?.account,
    addAccount(kind) {
      show(simulator.account({ kind }));
      changed();
    },
    say(account, text) {
      act(account, text, () => account.user(show(account).openid).says(text));
    },
    enter(account) {
      const user = account.user(show(account).openid);
      const isMini = account.kind === 'mini-program';
      const event = isMini ? 'user_enter_tempsession' : 'subscribe';
      act(account, `[${event}]`, () => user.triggers(event));
    },
    async land(account, redirect, cookie) {
      const status = await comeBack(
        redirect,
        connectTo({ url: settings.origin }),
        settings.platform.domain,
        cookie,
      );
      show(account).redirect = { address: settings.origin + redirect, status };
      changed();
    },
    point(account, redirect) {
      show(account).redirect = { address: settings.origin + redirect };
      changed();
    },
    test(pair) {
      if (releaseTest.is === 'running') return;
      releaseTest = { is: 'running' };
      changed();
      const over = (state: ReleaseTestState): void => {
        releaseTest = state;
        changed();
      };
      simulator.releaseTest(pair === undefined ? {} : { pair: pair as 1 | 2 | 3 | 4 | 5 }).then(
        (result) => over({ is: 'over', ...result }),
        // A simulator that is closed tests nothing more.
        () => over({ is: 'never' }),
      );
    },
    async step(ms) {
      await time.step(ms);
      changed();
    },
    state: () => ({
      ...(settings.language !== undefined && { language: settings.language }),
      componentAppId: settings.platform.componentAppId,
      apiUrl,
      eventsUrl: settings.origin + settings.platform.eventsPath,
      messagesUrl: settings.origin + settings.platform.messagesPath,
      now: Math.floor(time.clock.now()),
      pushesTickets: simulator.pushesTickets,
      permissions: { officialAccount: setsOf('service'), miniProgram: setsOf('mini-program') },
      notices: Object.keys(notices) as NoticeName[], // The names of that table.
      accounts: [...shown.values()].map(stateOf),
      pushes: pushes.values().sort((a, b) => a.id - b.id),
      releaseTest,
    }),
    close: () => simulator.close(),
  };
}

const setsOf = (kind: SimulatedAuthorizer['kind']): PermissionState[] =>
  Object.entries(permissionSetsOf(kind)).map(([id, { en, zh }]) => ({ id: Number(id), name: { en, zh } }));

/** What is shown of a message: its text, or its kind. */
const textOf = (message: SeenMessage): string =>
  'Content' in message && typeof message.Content === 'string' ? message.Content : `[${message.MsgType}]`;
