import { decide } from '../../../lib/inbound/decide';
import { isUntold, newMessage } from '../../../lib/inbound/message-state';
import type { Effect, MessageEvent } from '../../../lib/inbound/message-state';
import { note } from '../../../lib/inbound/note';
import { copyFacts, noFacts, sync } from '../../../lib/store/facts';
import type { Facts } from '../../../lib/store/facts';
import { copyWorld, TIMES } from './world';
import type { Fault, Flight, World } from './world';

/** What may happen, and how much of it. */
export interface Setting {
  readonly processes: number;
  readonly faults: readonly Fault[];
  /** Most faults in one course. */
  readonly most: number;
  /** Handlers end at any moment between these. */
  readonly takes: readonly [least: number, most: number];
  /** Whether each delivery says how old its message is. */
  readonly isAgeKnown: boolean;
  readonly endsRetries: boolean;
  /** Handlers that end their process. */
  readonly isPoison: boolean;
  /** How long the store remembers a message after its last change, and its answer; absent: for ever. */
  readonly memory?: { readonly message: number; readonly answer: number };
  /** Handlers that leave something for after their answer. */
  readonly leavesWork: boolean;
}

/** Two processes and no fault. */
export const USUAL: Setting = {
  processes: 2,
  faults: [],
  most: 0,
  takes: [0, 14],
  isAgeKnown: true,
  endsRetries: false,
  isPoison: false,
  leavesWork: false,
};

const ANSWER = {};
const DELIVERIES = 3;
const MOST_FROZEN = 9;
const MOST_AWAY = 8;
const CLOCK_AHEAD = 8;

/** One world that comes after another, and what has happened. */
export type Step = readonly [next: World, what: string];

/** The moves of a world: what may happen next in it. */
export function planActions(setting: Setting) {
  function perform(world: World, i: number, effects: readonly Effect[]): string {
    const process = world.processes[i]!;
    const { me, facts, leavesWork } = process.message!;
    const said: string[] = [];
    /** The answer has gone its way, or none will. */
    const handIn = (isOwn: boolean): void => {
      if (!setting.leavesWork || process.handedIn !== 'not-yet') return;
      process.handedIn = isOwn ? 'here' : 'nowhere';
      if (isOwn && leavesWork) world.followers.push(me);
    };
    process.wakeAt = Infinity;
    for (const effect of effects) {
      said.push('waiting' in effect ? `${effect.do} ${effect.waiting.id}` : effect.do);
      switch (effect.do) {
        case 'answer':
        case 'acknowledge':
          if (effect.do === 'answer' && !effect.isCertain) handIn(false);
          if (world.open?.id !== effect.waiting.id || world.open.to !== i) break;
          if (effect.do === 'answer') {
            show(world, facts);
          }
          world.over = true;
          world.open = undefined;
          break;
        case 'start':
          world.starts++;
          process.working = world.now;
          if (setting.isPoison) {
            crash(world, i);
            return `${said.join(', ')}, and dies`;
          }
          break;
        case 'abort':
        case 'expire':
          process.working = undefined;
          break;
        case 'send':
          // What a shutdown tells is that there is none.
          if (process.message!.facts.answer === process.message!.me && process.message!.shutdown === 'left')
            world.told++;
          else {
            show(world, facts);
            handIn(facts.answer === me);
          }
          break;
        case 'ask': {
          const { wish } = effect;
          process.flight = { me, told: copyFacts(facts), wish, askedAt: world.now, view: undefined };
          said[said.length - 1] =
            `ask (run ${wish.run}${wish.ack ? ', ack' : ''}${wish.send ? ', send' : ''})`;
          break;
        }
        case 'wake':
          process.wakeAt = effect.at;
          break;
        case 'forget': {
          if (isUntold(process.message!)) process.past = copyFacts(facts);
          process.message = undefined;
          process.working = undefined;
          break;
        }
        case 'leave':
      }
    }
    if (facts.taken) handIn(facts.answer === me);
    if (process.message === undefined) process.handedIn = 'not-yet';
    return said.filter((each) => each !== 'wake').join(', ');
  }

  function happen(world: World, i: number, event: MessageEvent, what: string): Step {
    const message = world.processes[i]!.message!;
    note(message, event, world.now, TIMES);
    const said = perform(world, i, decide(message, world.now, TIMES));
    return [world, `t${world.now} P${i} ${what}${said && `: ${said}`}`];
  }

  function crash(world: World, i: number): void {
    Object.assign(world.processes[i]!, {
      alive: false,
      frozen: undefined,
      message: undefined,
      flight: undefined,
      inbox: [],
      working: undefined,
      past: undefined,
      handedIn: 'not-yet',
    });
    if (world.open?.to === i) world.open = undefined;
  }

  function carryOut(world: World, flight: Flight): Flight {
    const storeNow = world.now + world.shift;
    const shift = storeNow - flight.askedAt;
    // Leases travel as what is left of them, and so does when the first delivery came.
    forget(world, storeNow);
    const { answer, ack } = world.store;
    const before = setting.memory && JSON.stringify(world.store);
    sync(world.store, flight.me, flight.told, shift, flight.wish, storeNow, TIMES);
    const isGranted = ack === undefined && flight.told.ack === undefined && world.store.ack !== undefined;
    if (answer !== undefined && isGranted) world.isNeedless = true;
    if (setting.memory !== undefined && JSON.stringify(world.store) !== before) {
      world.keptUntil = storeNow + setting.memory.message;
      if (answer !== world.store.answer) world.answerUntil = storeNow + setting.memory.answer;
    }
    const view = copyFacts(world.store, -shift);
    // What is the caller's own does not travel.
    if (view.answer === flight.me) view.value = flight.told.value;
    return { ...flight, view };
  }

  /** What the store remembers no more, by its own clock. */
  function forget(world: World, storeNow: number): void {
    if (storeNow >= world.answerUntil) world.store.value = undefined;
    if (storeNow < world.keptUntil) return;
    world.store = noFacts();
    world.keptUntil = world.answerUntil = Infinity;
  }

  /** The user gets the answer: nothing, if it is not kept any more. */
  function show(world: World, { answer, value }: Facts): void {
    if (setting.memory !== undefined && value === undefined) world.isEmpty = true;
    world.visible++;
    world.shown = answer;
  }

  function* faults(world: World): Generator<Step> {
    if (world.faults.length >= setting.most) return;
    const may = (fault: Fault): boolean => setting.faults.includes(fault);
    const fails = (fault: Fault): World => {
      const next = copyWorld(world);
      next.faults.push(fault);
      return next;
    };
    const { now } = world;
    for (const [i, process] of world.processes.entries()) {
      if (!process.alive) continue;
      const isBusy = process.message !== undefined || process.inbox.length > 0;
      if (isBusy && may('crash') && world.processes.filter(({ alive }) => alive).length > 1) {
        const next = fails('crash');
        crash(next, i);
        yield [next, `t${now} P${i} CRASHES`];
      }
      if (isBusy && may('freeze') && process.frozen === undefined) {
        const next = fails('freeze');
        next.processes[i]!.frozen = now;
        yield [next, `t${now} P${i} FREEZES`];
      }
      if (may('close') && process.message !== undefined && !process.closed && process.frozen === undefined) {
        const next = fails('close');
        next.processes[i]!.closed = true;
        yield happen(next, i, { on: 'shutdown', how: 'left' }, 'CLOSES');
      }
      if (may('away') && process.awayUntil === undefined && process.flight?.view === undefined) {
        const next = fails('away');
        next.processes[i]!.awayUntil = now + MOST_AWAY;
        yield [next, `t${now} P${i} LOSES THE STORE`];
      }
      const { flight } = process;
      if (flight?.view !== undefined || flight === undefined) continue;
      if (process.awayUntil !== undefined || process.frozen !== undefined) continue;
      for (const fault of ['lost', 'reply-lost', 'executed-later'] as const) {
        if (!may(fault)) continue;
        const next = fails(fault);
        if (fault === 'reply-lost') carryOut(next, flight);
        if (fault === 'executed-later') next.ghosts.push({ ...flight, told: copyFacts(flight.told) });
        next.processes[i]!.flight = undefined;
        yield happen(next, i, { on: 'failed', maybe: true }, `is not heard (${fault})`);
      }
    }
    if (may('away-for-all') && world.processes.every(({ awayUntil }) => awayUntil === undefined)) {
      const next = fails('away-for-all');
      for (const process of next.processes) process.awayUntil = now + MOST_AWAY;
      yield [next, `t${now} THE STORE IS GONE`];
    }
    const isKnown = world.store.seen.length > 0 || world.store.ack !== undefined;
    if (may('forgotten') && isKnown) {
      const next = fails('forgotten');
      next.store = copyFacts({ ...next.store, seen: [], first: Infinity, runs: [], knows: [] });
      Object.assign(next.store, { ack: undefined, answer: undefined, late: undefined, taken: false });
      yield [next, `t${now} THE STORE FORGETS`];
    }
    if (may('clock-ahead') && isKnown) {
      const next = fails('clock-ahead');
      next.shift += CLOCK_AHEAD;
      yield [next, `t${now} THE CLOCK OF THE STORE JUMPS`];
    }
    const { open } = world;
    if (!may('reset') || open === undefined) return;
    const { message, frozen } = world.processes[open.to]!;
    const at = message?.waiting.findIndex(({ id }) => id === open.id) ?? -1;
    if (at === -1 || frozen !== undefined) return;
    const next = fails('reset');
    next.open = undefined;
    const waiting = next.processes[open.to]!.message!.waiting[at]!;
    yield happen(next, open.to, { on: 'closed', waiting }, 'has its CONNECTION RESET');
  }

  /** WeChat delivers, and cuts. Undefined: not now. */
  function wechat(world: World): Step[] | undefined {
    const { now, open } = world;
    if (
      !world.over &&
      world.delivered < DELIVERIES &&
      now >= world.delivered * TIMES.cut &&
      open === undefined
    ) {
      // Of processes that nothing has happened to, one stands for all.
      const known = world.processes.findLastIndex(
        ({ dealings, alive, frozen, inbox, past, closed }) =>
          dealings + inbox.length > 0 || !alive || closed || frozen !== undefined || past !== undefined,
      );
      const isSame = !setting.faults.includes('away');
      // Who has closed gets nothing more, where there is another.
      const isServed = world.processes.some(({ alive, closed }) => alive && !closed);
      return world.processes.flatMap(({ alive, closed }, i): Step[] => {
        if (!alive || (closed && isServed) || (isSame && i > known + 1)) return [];
        const next = copyWorld(world);
        const delivered = { id: String(next.delivered + 1), number: ++next.delivered, at: now };
        next.open = { ...delivered, to: i };
        next.processes[i]!.inbox.push(delivered);
        return [[next, `t${now} WeChat delivers ${delivered.id} to P${i}`]];
      });
    }
    if (open !== undefined && now >= open.at + TIMES.cut) {
      const next = copyWorld(world);
      next.open = undefined;
      if (open.number === DELIVERIES) {
        next.over = true;
        next.isUnserved = !world.faults.some((fault) => fault === 'freeze' || fault === 'close');
      }
      return [[next, `t${now} WeChat cuts ${open.id}`]];
    }
    if (world.over || world.delivered < DELIVERIES || open !== undefined) return undefined;
    const next = copyWorld(world);
    next.over = true;
    return [[next, 'WeChat gives up']];
  }

  /** What a process does by itself goes before all else. */
  function local(world: World): Step | undefined {
    const i = world.processes.findIndex(
      ({ alive, frozen, inbox, flight, awayUntil, message, wakeAt }) =>
        alive &&
        frozen === undefined &&
        (inbox.length > 0 ||
          (flight !== undefined && (flight.view !== undefined || awayUntil !== undefined)) ||
          (message !== undefined && wakeAt <= world.now)),
    );
    if (i === -1) return undefined;
    const next = copyWorld(world);
    const process = next.processes[i]!;
    const { flight } = process;
    if (flight !== undefined && (flight.view !== undefined || process.awayUntil !== undefined)) {
      process.flight = undefined;
      if (process.message?.me !== flight.me || !process.message.asking) return [next, 'a reply to nobody'];
      return flight.view === undefined
        ? happen(next, i, { on: 'failed', maybe: false }, 'finds no store')
        : happen(next, i, { on: 'reply', view: flight.view }, 'hears');
    }
    const delivered = process.inbox.shift();
    if (delivered === undefined) return happen(next, i, { on: 'time' }, 'looks');
    const { id, at, number } = delivered;
    if (process.message === undefined) {
      if (process.closed) {
        next.isRefused = true;
        return [next, `t${next.now} P${i} is closed and leaves ${id}`];
      }
      const name = String.fromCharCode(65 + i) + String(process.dealings++);
      process.message = newMessage(name, process.past && copyFacts(process.past));
    }
    const final = setting.isAgeKnown && number >= DELIVERIES;
    const waiting = {
      ...{ id, at, final, endsRetries: setting.endsRetries },
      ...{ isRepeated: number > 1, lastWord: 'not-due' as const },
    };
    return happen(next, i, { on: 'delivery', waiting }, `gets ${id}`);
  }

  /** What others do, in any order; what must not wait longer keeps time from going on. */
  function* others(world: World): Generator<Step> {
    const [least, most] = setting.takes;
    let isUrgent = false;
    for (const [i, process] of world.processes.entries()) {
      if (!process.alive) continue;
      const { flight, working, frozen } = process;
      if (flight !== undefined && flight.view === undefined && process.awayUntil === undefined) {
        isUrgent = true;
        const next = copyWorld(world);
        next.processes[i]!.flight = carryOut(next, next.processes[i]!.flight!);
        yield [next, `t${world.now} the store does what P${i} asks`];
      }
      if (working !== undefined && frozen === undefined && process.message !== undefined) {
        const worked = world.now - working;
        if (worked >= most) isUrgent = true;
        if (worked >= least) {
          const next = copyWorld(world);
          next.processes[i]!.working = undefined;
          const { leavesWork } = setting;
          yield happen(
            next,
            i,
            { on: 'handled', value: setting.memory && ANSWER, leavesWork },
            'has ENDED its handlers',
          );
        }
      }
      if (frozen === undefined || world.now - frozen < 1) continue;
      if (world.now - frozen >= MOST_FROZEN) isUrgent = true;
      const next = copyWorld(world);
      next.processes[i]!.frozen = undefined;
      yield [next, `t${world.now} P${i} thaws`];
    }
    for (const g of world.ghosts.keys()) {
      const next = copyWorld(world);
      const [ghost] = next.ghosts.splice(g, 1);
      carryOut(next, ghost!);
      yield [next, `t${world.now} the store does late what ${ghost!.me} asked`];
    }
    if (!isUrgent) yield* time(world);
  }

  /** A store that is away comes back between two steps. */
  function* time(world: World): Generator<Step> {
    const away = world.processes.filter(({ awayUntil }) => awayUntil !== undefined);
    for (const process of away) {
      const isForAll = world.faults.includes('away-for-all');
      const next = copyWorld(world);
      next.now++;
      for (const [i, each] of next.processes.entries())
        if (isForAll || world.processes[i] === process) each.awayUntil = undefined;
      yield [next, `t${next.now} the store is back`];
    }
    if (away.some(({ awayUntil }) => awayUntil! <= world.now)) return;
    const next = copyWorld(world);
    next.now++;
    yield [next, ''];
  }

  return function* (world: World): Generator<Step> {
    yield* faults(world);
    const step = local(world);
    const pushed = wechat(world);
    if (pushed !== undefined) yield* pushed;
    else if (step !== undefined) yield step;
    else yield* others(world);
  };
}
