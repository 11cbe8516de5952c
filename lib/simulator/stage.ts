import type { AccountSnapshot, Seen, Simulator } from '../testing';
import { backstage } from '../testing/backstage';
import type { Backstage } from '../testing/backstage';
import { createSimulator } from '../testing/simulator';
import { perform } from './act';
import { createBoard } from './board';
import { movesOf } from './deeds';
import { Failed } from './failed';
import { createPeople } from './people';
import type { People } from './people';
import type { ChatEntry, LiveEvent, ReplayState, State, UserCommand } from './protocol';
import { readOptions } from './settings';
import type { Settings, SimulatorOptions } from './settings';
import { kept, shown } from './shown';
import { createSteps } from './steps';
import type { LiveStep, Steps } from './steps';
import { createSwitchboard } from './switches';
import type { Switchboard } from './switches';
import { createTime } from './time';
import { createView } from './view';
import type { Parts } from './view';
import { createWatcher, problemOf } from './watcher';

/** Most pushes of users on their way at once. */
const MOST_RUNNING = 100;

/** The offline WeChat with all there is to show of it, without the page's server. */
export interface Stage extends Backstage {
  readonly simulator: Simulator;
  readonly settings: Settings;
  readonly users: People;
  readonly switches: Switchboard;
  readonly steps: Steps;
  /** What the account had before the first of the steps. */
  before(): AccountSnapshot;
  readonly apiUrl: string;
  /** Lets a user do something; resolves when what it pushed is over. */
  play(command: UserCommand): { readonly step: LiveStep; readonly over: Promise<void> };
  /** Verifies the address; tells what came of it. */
  check(): void;
  setPaused(paused: boolean): void;
  step(ms: number): Promise<void>;
  /** WeChat's clock shows real time again. */
  resetClock(): Promise<void>;
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
  const time = createTime(settings.clock);
  const board = createBoard(tell);
  const watch = createWatcher(board);
  const steps = createSteps();
  let turn = 0;
  let entries = 0;
  let running = 0;
  /** What the account had before the first of the steps. */
  let before: AccountSnapshot = {};
  /** What is being done right now: pushes begin before it is over. */
  let doing: { readonly step: LiveStep; entry?: ChatEntry } | undefined;

  const simulator = createSimulator(
    // Each delivery goes to the next of the bot's processes, where that is switched on.
    { url: () => urls[switches.now().rotate ? turn++ % urls.length : 0] ?? '' },
    {
      ...played,
      clock: time.clock,
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
        view.refresh();
      },
    },
    () => time.pace(),
  );
  const stage = backstage(simulator);
  const { account } = stage;
  const users = createPeople(simulator, stage);
  const switches = createSwitchboard(simulator, account, settings.start, settings.canEncrypt);
  const apiUrl = await simulator.api.url();
  let pictures = apiUrl;
  let isClosed = false;
  const moment: Parts['moment'] = {};
  const view = createView({ account, settings, apiUrl, board, users, switches, time, moment }, tell);
  const tellTime = (): void => tell({ type: 'clock', clock: time.state() });

  function add(openid: string, entry: Omit<ChatEntry, 'id' | 'openid' | 'at' | 'moment'>): ChatEntry {
    const made = {
      id: ++entries,
      openid,
      at: Math.floor(account.clock.now()),
      moment: time.pace().clock.monotonic(),
      ...entry,
    };
    board.entry(made);
    return made;
  }

  return {
    ...stage,
    // Whoever takes the clock out gives it to a bot.
    simulator: Object.defineProperties({} as Simulator, {
      ...Object.getOwnPropertyDescriptors(simulator),
      clock: {
        enumerable: true,
        get() {
          time.share();
          return time.clock;
        },
      },
    }),
    settings,
    users,
    switches,
    steps,
    before: () => before,
    apiUrl,
    refresh: () => view.refresh(),
    play(command) {
      const user = users.user(command.openid);
      if (running >= MOST_RUNNING) throw Failed.because('too-many-pushes', { most: MOST_RUNNING });
      const moves = movesOf(command, stage, pictures);
      const acts = moves.flatMap(({ act }) => act ?? []);
      if (steps.all().length === 0) before = simulator.snapshot();
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
      view.refresh();
      return { step, over: Promise.all(results).then(() => undefined) };
    },
    check() {
      const done = (seen: Seen) => {
        moment.check = { outcome: seen.outcome, ...problemOf(seen) };
        view.refresh();
      };
      // A simulator that is closed checks nothing any more.
      simulator.verifyUrl().then(done, () => undefined);
    },
    setPaused(paused) {
      time.setPaused(paused);
      tellTime();
    },
    async step(ms) {
      await time.step(ms);
      tellTime();
      view.refresh();
    },
    async resetClock() {
      await time.reset();
      // No two events of a user are of the same second, nor of one that is still to come.
      for (const person of stage.people.values()) person.eventTime = 0;
      tellTime();
      view.refresh();
    },
    replaying(state) {
      moment.replay = state;
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
    state: () => view.state(),
  };
}
