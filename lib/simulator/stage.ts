import { simulate } from '../testing';
import type { Seen, Simulator } from '../testing';
import { qrcodes } from '../testing/api/endpoints/qrcode';
import { backstage } from '../testing/backstage';
import type { Backstage } from '../testing/backstage';
import { perform } from './act';
import { createBoard, LIMITS } from './board';
import { shownUrl } from './curl';
import { movesOf } from './deeds';
import { Failed } from './failed';
import { createPeople } from './people';
import type { People } from './people';
import type {
  AccountState,
  ChatEntry,
  ClockState,
  LiveEvent,
  QrCode,
  ReplayState,
  State,
  UserCommand,
} from './protocol';
import { readOptions } from './settings';
import type { SimulatorOptions } from './settings';
import { kept, shown } from './shown';
import { createSteps } from './steps';
import type { LiveStep, Steps } from './steps';
import { createSwitchboard } from './switches';
import type { Switchboard } from './switches';
import { createWatcher } from './watcher';

/** Most pushes of users on their way at once. */
const MOST_RUNNING = 100;

/** The offline WeChat with all there is to show of it, without the page's server. */
export interface Stage extends Backstage {
  readonly simulator: Simulator;
  readonly settings: ReturnType<typeof readOptions>;
  readonly users: People;
  readonly switches: Switchboard;
  readonly steps: Steps;
  readonly apiUrl: string;
  /** Lets a user do something; resolves when what it pushed is over. */
  play(command: UserCommand): { readonly step: LiveStep; readonly over: Promise<void> };
  /** Verifies the address; tells what came of it. */
  check(): void;
  setPaused(paused: boolean): void;
  step(ms: number): Promise<void>;
  replaying(state: ReplayState): void;
  clear(): void;
  state(): State;
  /** Tells of what has changed. */
  refresh(): void;
  /** Where the bot finds pictures that users send, if not at `apiUrl`. */
  setPictures(origin: string): void;
  close(): Promise<void>;
}

/** Sets the stage. `tell` is told of everything that changes. */
export async function createStage(
  options: SimulatorOptions,
  tell: (event: LiveEvent) => void,
): Promise<Stage> {
  const settings = readOptions(options);
  const { urls, account: played } = settings;
  const board = createBoard(tell);
  const watch = createWatcher(board);
  const steps = createSteps();
  let turn = 0;
  let entries = 0;
  let running = 0;
  let checked: AccountState['check'];
  let replay: ReplayState | undefined;
  let resume: (() => void) | undefined;
  /** What is being done right now: pushes begin before it is over. */
  let doing: { readonly step: LiveStep; entry?: ChatEntry } | undefined;

  const simulator = simulate(
    // Each delivery goes to the next of the bot's processes, where that is switched on.
    { url: () => urls[switches.now().rotate ? turn++ % urls.length : 0] ?? '' },
    {
      ...played,
      observe: (event) => {
        watch(event);
        if (event.type === 'push' && doing !== undefined) {
          doing.step.pushes.push(event.push);
          if (doing.entry !== undefined) board.entry((doing.entry = { ...doing.entry, pushId: event.push }));
        } else if (event.type === 'delivered' && event.delivery.lost === true) switches.lost();
        else if (event.type === 'seen') {
          const { openid, message, push, call } = event;
          steps.saw(openid, message, push);
          add(openid, {
            message: kept(message),
            ...shown(account, message),
            ...(push !== undefined && { pushId: push }),
            ...(call !== undefined && { callId: call }),
          });
        }
        refresh();
      },
    },
  );
  const stage = backstage(simulator);
  const { account } = stage;
  const users = createPeople(simulator, stage);
  const switches = createSwitchboard(simulator, account, settings.start, settings.canEncrypt);
  const apiUrl = await simulator.api.url();
  let pictures = apiUrl;
  let isClosed = false;

  function add(openid: string, entry: Omit<ChatEntry, 'id' | 'openid' | 'at'>): ChatEntry {
    const made = { id: ++entries, openid, at: Math.floor(account.clock.now()), ...entry };
    board.entry(made);
    return made;
  }

  const clockState = (): ClockState => ({
    now: Math.floor(simulator.clock.now()),
    paused: resume !== undefined,
  });

  const accountState = (): AccountState => ({
    appId: account.appId,
    originalId: settings.originalId,
    urls: urls.map(shownUrl),
    apiUrl,
    canEncrypt: settings.canEncrypt,
    ...(checked && { check: checked }),
    switches: switches.now(),
  });

  const codes = (): QrCode[] =>
    account
      .of(qrcodes)
      .alive()
      .slice(-LIMITS.codes)
      .map(({ ticket, scene, expiresAt }) => ({
        ticket,
        scene,
        url: `https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`,
        ...(expiresAt !== Infinity && { expiresAt }),
      }));

  /** What was told last, by kind, as JSON. */
  const told = new Map<string, string>();
  function tellIfNew(name: string, event: LiveEvent): void {
    const json = JSON.stringify(event);
    if (told.get(name) !== json) tell(event);
    told.set(name, json);
  }

  function refresh(): void {
    tellIfNew('account', { type: 'account', account: accountState() });
    tellIfNew('codes', { type: 'codes', codes: codes() });
    for (const user of users.states()) tellIfNew(user.openid, { type: 'user', user });
  }

  const tellTime = (): void => tell({ type: 'clock', clock: clockState() });

  return {
    ...stage,
    simulator,
    settings,
    users,
    switches,
    steps,
    apiUrl,
    refresh,
    play(command) {
      const user = users.user(command.openid);
      if (running >= MOST_RUNNING) throw new Failed('busy', `${MOST_RUNNING} pushes are on their way.`);
      const moves = movesOf(command, stage, pictures);
      const acts = moves.flatMap(({ act }) => act ?? []);
      const step = steps.begin(command, acts, account.clock.now());
      const results = moves.map(async ({ deed, act, shows }) => {
        doing = { step };
        doing.entry = add(command.openid, { deed });
        let pending: Promise<Seen> | undefined;
        try {
          pending = act && perform(user, act);
        } finally {
          doing = undefined;
        }
        if (shows !== undefined) stage.people.get(command.openid)?.see(shows);
        if (act === undefined || pending === undefined) return;
        running++;
        try {
          step.results[acts.indexOf(act)] = await pending;
        } catch (error) {
          // What was on its way when the simulator was closed; anything else is a mistake of ours.
          if (!isClosed) throw error;
        } finally {
          running--;
        }
      });
      refresh();
      return { step, over: Promise.all(results).then(() => undefined) };
    },
    check() {
      const done = ({ outcome, problem }: Seen) => {
        checked = { outcome, ...(problem !== undefined && { problem }) };
        refresh();
      };
      // A simulator that is closed checks nothing any more.
      simulator.verifyUrl().then(done, () => undefined);
    },
    setPaused(paused) {
      if (paused) resume ??= simulator.clock.pause();
      else {
        resume?.();
        resume = undefined;
      }
      tellTime();
    },
    async step(ms) {
      await simulator.clock.advance(ms);
      tellTime();
      refresh();
    },
    replaying(state) {
      replay = state;
      tell({ type: 'replay', replay: state });
    },
    clear() {
      board.clear();
      steps.clear();
    },
    setPictures: (origin) => void (pictures = origin),
    close() {
      isClosed = true;
      return simulator.close();
    },
    state: () => ({
      ...(settings.language && { language: settings.language }),
      account: accountState(),
      clock: clockState(),
      users: users.states(),
      entries: board.entries(),
      pushes: board.pushes(),
      calls: board.calls(),
      codes: codes(),
      ...(replay && { replay }),
      limits: LIMITS,
    }),
  };
}
