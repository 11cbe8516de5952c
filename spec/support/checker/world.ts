import { copyFacts, noFacts } from '../../../lib/store/facts';
import type { Facts, Wish } from '../../../lib/store/facts';
import type { MessageState, Times, Waiting } from '../../../lib/inbound/message-state';

/** Steps of 1.25 s: what takes less happens at once, in any order. */
export const TIMES: Times = {
  cut: 4,
  sure: 3,
  lastWord: 3,
  lastAge: 8,
  lease: 5,
  renew: 2,
  poll: 1,
  watch: 1,
  again: 1,
  patience: 1,
  longPatience: 4,
  grace: 8,
  forlorn: 16,
  stale: 1,
  unheard: 4,
  duty: 20,
  claim: 16,
  repeats: 4,
  maxRun: 48,
};

/** As `REMEMBER_DELIVERY_MS` and `KEEP_ANSWER_MS` are to the times of `lib/inbound/times.ts`: as long as duty lasts, and over twice that. */
export const MEMORY = { message: 48, answer: TIMES.duty };

export const FAULTS = [
  'crash',
  'freeze',
  'lost',
  'reply-lost',
  'executed-later',
  'away',
  'away-for-all',
  'forgotten',
  'reset',
  'close',
  'clock-ahead',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A question on its way to the store, or its reply on the way back. */
export interface Flight {
  readonly me: string;
  readonly told: Facts;
  readonly askedAt: number;
  readonly wish: Wish;
  readonly view: Facts | undefined;
}

export interface Delivered {
  readonly id: string;
  readonly number: number;
  readonly at: number;
}

export interface Process {
  alive: boolean;
  /** Since when, if so. */
  frozen: number | undefined;
  message: MessageState | undefined;
  /** How often it has begun to deal with the message. */
  dealings: number;
  wakeAt: number;
  /** Since when its handlers are at work. */
  working: number | undefined;
  flight: Flight | undefined;
  readonly inbox: Delivered[];
  /** What it knew when it forgot the message, if the store did not. */
  past: Facts | undefined;
  /** Until when it cannot reach the store, at the longest. */
  awayUntil: number | undefined;
  closed: boolean;
  /** Whether its answer is known to have been handed in, or goes nowhere. */
  handedIn: 'not-yet' | 'here' | 'nowhere';
}

export interface World {
  now: number;
  delivered: number;
  open:
    { readonly id: string; readonly to: number; readonly at: number; readonly number: number } | undefined;
  /** WeChat delivers the message no more. */
  over: boolean;
  visible: number;
  /** Whose answer the user has read. */
  shown: string | undefined;
  /** Who has begun what was left for after its answer. */
  readonly followers: string[];
  /** A shutdown has told `onLate` that there is no answer. */
  told: number;
  starts: number;
  readonly processes: Process[];
  store: Facts;
  /** By how much the store's clock has jumped. */
  shift: number;
  /** Until when the store remembers the message, and its answer, on its own clock. */
  keptUntil: number;
  answerUntil: number;
  /** A delivery, or the user, got an answer that the store had forgotten: nothing. */
  isEmpty: boolean;
  /** Questions that the store may carry out at any time. */
  readonly ghosts: Flight[];
  readonly faults: Fault[];
  /** A delivery was brought to a process that had closed, and knew nothing of the message. */
  isRefused: boolean;
  /** The last delivery was cut unanswered, while its process could have answered. */
  isUnserved: boolean;
  /** The store granted an acknowledgement although it had an answer. */
  isNeedless: boolean;
}

export const newWorld = (processes: number): World => ({
  now: 0,
  delivered: 0,
  open: undefined,
  over: false,
  visible: 0,
  shown: undefined,
  followers: [],
  told: 0,
  starts: 0,
  processes: Array.from({ length: processes }, () => ({
    alive: true,
    frozen: undefined,
    message: undefined,
    dealings: 0,
    wakeAt: Infinity,
    working: undefined,
    flight: undefined,
    inbox: [],
    past: undefined,
    awayUntil: undefined,
    closed: false,
    handedIn: 'not-yet',
  })),
  store: noFacts(),
  shift: 0,
  keptUntil: Infinity,
  answerUntil: Infinity,
  isEmpty: false,
  ghosts: [],
  faults: [],
  isRefused: false,
  isUnserved: false,
  isNeedless: false,
});

const copyFlight = (flight: Flight): Flight => ({
  ...flight,
  told: copyFacts(flight.told),
  view: flight.view && copyFacts(flight.view),
});

const copyMessage = (message: MessageState): MessageState => ({
  ...message,
  facts: copyFacts(message.facts),
  waiting: message.waiting.map((waiting) => ({ ...waiting })),
});

export const copyWorld = (world: World): World => ({
  ...world,
  store: copyFacts(world.store),
  ghosts: world.ghosts.map(copyFlight),
  faults: [...world.faults],
  followers: [...world.followers],
  processes: world.processes.map((process) => ({
    ...process,
    message: process.message && copyMessage(process.message),
    flight: process.flight && copyFlight(process.flight),
    inbox: [...process.inbox],
    past: process.past && copyFacts(process.past),
  })),
});

const within = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

function factsKey(facts: Facts, now: number): string {
  const runs = facts.runs
    .map(({ owner, until }) => `${owner}${within(until - now, -9, 99)}`)
    .sort()
    .join();
  const { ack = '', answer = '', late = '', taken } = facts;
  const first = facts.first === Infinity ? '' : within(now - facts.first, -9, 9);
  return `${facts.seen.join('')}/${first}/${runs}/${ack}/${answer}/${late}/${[...facts.knows].sort().join('')}${taken ? '!' : ''}${facts.value ? 'V' : ''}`;
}

const flightKey = ({ me, told, wish, view, askedAt }: Flight, now: number): string =>
  `${me}${now - askedAt}${factsKey(told, now)}${wish.run[0]}${wish.ack ? 1 : 0}${wish.send ? 1 : 0}${view ? factsKey(view, now) : '-'}`;

const waitingKey = ({ id, at, final, lastWord }: Waiting, now: number): string =>
  `${id}${now - at}${final ? 'f' : ''}${lastWord[0]}${lastWord.length}`;

function messageKey(m: MessageState, now: number): string {
  const conditions = [
    m.me,
    factsKey(m.facts, now),
    m.heard,
    m.work[0],
    m.unsaid,
    m.inVain ? 'v' : '',
    m.asking ? `a${m.telling}` : '',
    m.wished[0],
    m.awaySince === Infinity ? '' : within(m.awaySince - now, -17, 0),
    within(m.askedAt - now, -6, 0),
    within(m.dutyUntil - now, 0, 99),
    m.repeats,
    m.hasSent ? 'S' : '',
    m.leavesWork ? 'W' : '',
    m.exposed === undefined ? '' : within(m.exposed - now, -5, 9),
    m.shutdown[0],
  ];
  return `${conditions.join()}${m.waiting.map((waiting) => waitingKey(waiting, now)).join('')}`;
}

function processKey(p: Process, now: number): string {
  return [
    p.alive ? '' : 'dead',
    p.frozen === undefined ? '' : `f${now - p.frozen}`,
    p.closed ? 'c' : '',
    p.handedIn[0],
    p.dealings,
    p.awayUntil === undefined ? '' : `w${p.awayUntil - now}`,
    p.past ? factsKey(p.past, now) : '',
    p.message ? messageKey(p.message, now) : '',
    p.message && p.working !== undefined ? now - p.working : '',
    p.message && p.wakeAt !== Infinity ? p.wakeAt - now : '',
    p.flight ? flightKey(p.flight, now) : '',
    p.inbox.map(({ id, at }) => `${id}${now - at}`).join(''),
  ].join('|');
}

/** How much longer the store remembers, as far as that matters within a course. */
const lastsKey = ({ now, shift, keptUntil, answerUntil, isEmpty }: World): string =>
  [keptUntil, answerUntil]
    .map((until) => (until === Infinity ? '' : within(until - now - shift, 0, 99)))
    .join() + (isEmpty ? 'e' : '');

/** What of a world its future depends on: owners, and differences of times. */
export function keyOf(world: World): string {
  const { now, open } = world;
  return [
    world.over ? 'o' : `${world.delivered}@${world.delivered * TIMES.cut - now}`,
    open ? `${open.id}${open.to}${now - open.at}` : '',
    world.visible,
    world.shown,
    world.followers.join(),
    world.told,
    world.starts,
    world.isRefused,
    world.isUnserved,
    world.isNeedless,
    factsKey(world.store, now + world.shift),
    lastsKey(world),
    world.faults.join(),
    ...world.processes.map((process) => processKey(process, now)),
    ...world.ghosts.map((ghost) => flightKey(ghost, now)),
  ].join('#');
}
