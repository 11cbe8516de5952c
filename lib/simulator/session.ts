import type { AccountSnapshot, Seen, Simulator } from '../testing';
import { internalsOf } from '../testing/internals';
import type { SimulatorInternals } from '../testing/internals';
import { createSimulator } from '../testing/simulator';
import { runAction } from './run-action';
import { createHistory } from './history';
import { watchSessions } from './kept-sessions';
import { planActions } from './plan-actions';
import { CommandError } from './command-error';
import { createUsers } from './session-users';
import type { SessionUsers } from './session-users';
import type { ChatEntry, LiveEvent, ReplayState, State, UserCommand } from './protocol';
import { readOptions } from './settings';
import type { SimulatorSettings, SimulatorOptions } from './settings';
import { kept, resolveIds } from './resolve-ids';
import { createSteps } from './steps';
import type { LiveStep, Steps } from './steps';
import { createSwitchboard } from './switches';
import type { Switchboard } from './switches';
import { createTime } from './time';
import { createStatePublisher } from './state-publisher';
import type { StatePublisher, StateSources } from './state-publisher';
import { watchMailbox } from './mailboxes';
import { createRecorder, problemOf } from './recorder';

/** Most pushes of users on their way at once. */
const MAX_RUNNING = 100;

/** The offline WeChat with all there is to show of it, without the page's server. */
export interface SimulatorSession extends SimulatorInternals {
  readonly simulator: Simulator;
  readonly settings: SimulatorSettings;
  readonly users: SessionUsers;
  readonly switches: Switchboard;
  readonly steps: Steps;
  /** What the account had before the first of the steps. */
  before(): AccountSnapshot;
  readonly apiUrl: string;
  /** Lets a user do something; resolves when what it pushed is over. */
  play(command: UserCommand): { readonly step: LiveStep; readonly over: Promise<void> };
  /** Delivers a push once more, as the same message. */
  again(push: number): void;
  /** Verifies the address; tells what came of it. */
  check(): void;
  /** Ends the bot's process and starts another. */
  restart(): void;
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

/** Opens a session. `tell` gets an event for everything that changes. */
export async function createSession(
  options: SimulatorOptions,
  tell: (event: LiveEvent) => void,
): Promise<SimulatorSession> {
  const settings = readOptions(options);
  const { urls, start, account: played } = settings;
  const time = createTime(settings.clock);
  // A bot that is built here has the clock of the simulator.
  if (start !== undefined) time.share();
  const history = createHistory(tell);
  /** What a bot that is built here may need before it is made: it may call WeChat, or tell, at once. */
  const late: { switches?: Switchboard; publisher?: StatePublisher } = {};
  const refresh = (): void => late.publisher?.refresh();
  const record = createRecorder(history, () => late.switches?.now().kind ?? settings.switches.kind);
  const steps = createSteps();
  let turn = 0;
  let entries = 0;
  let running = 0;
  /** What the account had before the first of the steps. */
  let before: AccountSnapshot = {};

  const simulator = createSimulator(
    start === undefined
      ? // Each delivery goes to the next of the bot's processes, where that is switched on.
        { url: () => urls[switches.now().rotate ? turn++ % urls.length : 0] ?? '' }
      : {
          start(process) {
            late.switches?.restarted();
            return start(process);
          },
        },
    {
      ...played,
      clock: time.clock,
      observe: (event) => {
        record(event);
        if (event.type === 'delivered' && event.delivery.lost === true) switches.lost();
        else if (event.type === 'seen') {
          const { openid, message, push, call } = event;
          steps.saw(openid, message, push);
          add(openid, {
            message: kept(message),
            ...resolveIds(account, message),
            ...(push !== undefined && { pushId: push }),
            ...(call !== undefined && { callId: call }),
          });
        }
        refresh();
      },
    },
    () => time.pace(),
  );
  const session = internalsOf(simulator);
  const { account } = session;
  const mailboxes = watchMailbox(
    settings.mailbox,
    settings.originalId,
    () => [...users.names.keys()],
    refresh,
  );
  const botSessions = watchSessions(settings.originalId, refresh);
  const users = createUsers(
    simulator,
    session,
    (openid) => mailboxes.of(openid),
    (openid) => botSessions.of(openid),
  );
  const switches = createSwitchboard(simulator, account, settings.switches, settings.canEncrypt);
  late.switches = switches;
  const apiUrl = await simulator.api.url();
  let pictures = apiUrl;
  let isClosed = false;
  const transient: StateSources['transient'] = {};
  const publisher = createStatePublisher(
    { account, settings, apiUrl, history, users, switches, time, transient },
    tell,
  );
  late.publisher = publisher;
  const tellTime = (): void => tell({ type: 'clock', clock: time.state() });

  function checkRoom(): void {
    if (running >= MAX_RUNNING) throw CommandError.because('too-many-pushes', { most: MAX_RUNNING });
  }

  /** Counts what is on its way until it is over. */
  async function count(over: Promise<unknown>): Promise<void> {
    running++;
    try {
      await over;
    } catch (error) {
      // What was on its way when the simulator was closed; anything else is a mistake of ours.
      if (!isClosed) throw error;
    } finally {
      running--;
    }
  }

  function add(openid: string, entry: Omit<ChatEntry, 'id' | 'openid' | 'at' | 'moment'>): ChatEntry {
    const made = {
      id: ++entries,
      openid,
      at: Math.floor(account.clock.now()),
      moment: time.pace().clock.monotonic(),
      ...entry,
    };
    history.entry(made);
    return made;
  }

  return {
    ...session,
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
    refresh: () => publisher.refresh(),
    play(command) {
      users.check(command.openid);
      checkRoom();
      const planned = planActions(command, session, pictures);
      const calls = planned.flatMap(({ call }) => call ?? []);
      if (steps.all().length === 0) before = simulator.snapshot();
      const step = steps.begin(command, calls, account.clock.now());
      const results = planned.map(async ({ action, call, shows }) => {
        let entry = add(command.openid, { action });
        const user = session.userTelling(command.openid, (push) => {
          step.pushes.push(push);
          history.entry((entry = { ...entry, pushId: push }));
        });
        const pending = call && runAction(user, call);
        if (shows !== undefined) session.userRecords.get(command.openid)?.receive(shows);
        if (call === undefined || pending === undefined) return;
        await count(pending.then((result) => void (step.results[calls.indexOf(call)] = result)));
      });
      publisher.refresh();
      return { step, over: Promise.all(results).then(() => undefined) };
    },
    again(id) {
      const push = history.pushes().find((each) => each.id === id);
      if (push === undefined || !users.has(push.openid)) throw CommandError.because('no-push', { id });
      checkRoom();
      const again = session.redeliver(id);
      if (again === undefined) throw CommandError.because('no-push', { id });
      add(push.openid, { action: { type: 'again', push: id }, pushId: again.push });
      void count(again.over).finally(() => publisher.refresh());
    },
    check() {
      const done = (seen: Seen) => {
        transient.check = { outcome: seen.outcome, ...problemOf(seen) };
        publisher.refresh();
      };
      // A simulator that is closed checks nothing any more.
      simulator.verifyUrl().then(done, () => undefined);
    },
    restart() {
      if (start === undefined) throw CommandError.because('cannot-restart');
      simulator.restart();
      publisher.refresh();
    },
    setPaused(paused) {
      time.setPaused(paused);
      tellTime();
    },
    async step(ms) {
      await time.step(ms);
      tellTime();
      publisher.refresh();
    },
    async resetClock() {
      await time.reset();
      // No two events of a user are of the same second, nor of one that is still to come.
      for (const person of session.userRecords.values()) person.eventTime = 0;
      tellTime();
      publisher.refresh();
    },
    replaying(state) {
      transient.replay = state;
      tell({ type: 'replay', replay: state });
    },
    clear() {
      history.clear();
      steps.clear();
    },
    setPictures: (origin) => void (pictures = origin),
    close() {
      isClosed = true;
      mailboxes.close();
      botSessions.close();
      return simulator.close();
    },
    state: () => publisher.state(),
  };
}
