import type { Seen, SimulatedUser } from 'offiaccount/testing';
import { rememberFor } from '../../../lib/store/deliveries';
import { quantile } from '../../statistics';
import type { Report } from './fleet';
import type { Entry, Stall } from './journal';
import { answerTo, type Plan } from './plan';
import type { Scenario } from './scenarios';
import type { Unavoidable } from './unavoidable';

/** A message, and what WeChat saw of its deliveries. */
export interface Conversation {
  readonly plan: Plan;
  readonly user: SimulatedUser;
  readonly seen: Seen;
  /** When WeChat stopped delivering it. */
  readonly at: number;
}

/** All that is known of a run. */
export interface Evidence {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly conversations: readonly Conversation[];
  readonly entries: readonly Entry[];
  readonly stalls: readonly Stall[];
  /** How long the bot kept connections that nobody cut. */
  readonly held: readonly number[];
  readonly reports: readonly Report[];
  /** What is left of the life of every key of a delivery. */
  readonly lifetimes: readonly number[];
}

/** A row of the table, and what was wrong. */
export interface Result {
  readonly name: string;
  readonly messages: number;
  /** Messages that were started at least twice, and at least three times. */
  readonly second: number;
  readonly third: number;
  readonly once: number;
  readonly twice: number;
  readonly unanswered: number;
  /** Of those, the messages whose last delivery died or froze with its process: nobody could know that it was there. */
  readonly unheard: number;
  /** Neither unheard nor answered, though a run came to its end. */
  readonly lost: number;
  /** Of those answered, those whose answer came as a customer-service message. */
  readonly late: number;
  /** From when the answer was there until a repeated delivery got it, in milliseconds. */
  readonly wait: { readonly p50: number; readonly p99: number };
  /** Parts of streamed answers that were lost, or out of order, for a reason that nobody can help. */
  readonly unavoidable: Readonly<Record<Unavoidable, number>>;
  /** Broken invariants. */
  readonly problems: readonly string[];
  /** What the workers logged, and how often. */
  readonly logged: Readonly<Record<string, number>>;
}

const REMEMBERED = rememberFor(300_000);
/** 5.5 s, and what a busy machine adds. */
const HELD_AT_MOST = 6000;

/** Milliseconds; an answer to the last delivery is due 500 before WeChat cuts it. */
const STALLED = 300;

export function judge(evidence: Evidence): Result {
  const { scenario, conversations, entries } = evidence;
  const starts = new Map<number, Entry[]>();
  const ends = new Map<number, number>();
  for (const entry of entries) {
    if (entry.what === 'start') starts.set(entry.id, [...(starts.get(entry.id) ?? []), entry]);
    else if (entry.what === 'end' && !ends.has(entry.id)) ends.set(entry.id, entry.at);
  }
  const startsOf = ({ plan }: Conversation): readonly Entry[] => starts.get(plan.id) ?? [];
  const count = (holds: (conversation: Conversation) => boolean): number =>
    conversations.filter(holds).length;

  const waits = conversations
    .filter(({ seen }) => seen.outcome === 'replied' && seen.deliveries.length > 1)
    .map((each) => each.at - Math.max(lastOf(each), ends.get(each.plan.id) ?? each.at));

  const logged: Record<string, number> = {};
  for (const report of evidence.reports)
    for (const [line, times] of Object.entries(report.logged)) logged[line] = (logged[line] ?? 0) + times;

  return {
    name: scenario.name,
    messages: conversations.length,
    second: count((each) => startsOf(each).length >= 2),
    third: count((each) => startsOf(each).length >= 3),
    once: count((each) => answersTo(each) === 1),
    twice: count((each) => answersTo(each) > 1),
    unanswered: count((each) => answersTo(each) === 0),
    unheard: count((each) => answersTo(each) === 0 && isSilence(each.seen)),
    lost: count((each) => isLost(each, ends)),
    late: count((each) => answersTo(each) === 1 && each.seen.outcome !== 'replied'),
    wait: { p50: Math.round(quantile(waits, 0.5)), p99: Math.round(quantile(waits, 0.99)) },
    unavoidable: { cutAsAnswered: 0, overtaken: 0 },
    problems: [...problemsOf(evidence, startsOf, ends)],
    logged,
  };
}

/** How many answers to this message its user has seen. */
const answersTo = ({ plan, user }: Conversation): number =>
  user.sees().filter((each) => each.MsgType === 'text' && each.Content === answerTo(plan.id)).length;

function* problemsOf(
  { scenario, conversations, stalls, held, reports, lifetimes }: Evidence,
  startsOf: (conversation: Conversation) => readonly Entry[],
  ends: ReadonlyMap<number, number>,
): Generator<string> {
  const { limits, messages, processes, harmsProcesses } = scenario;
  const tell = (id: string, what: string, which: readonly Conversation[]): string =>
    `${id}: ${what}: ${which.length} messages, such as ${which
      .slice(0, 3)
      .map((each) => describe(each, startsOf(each), stalls))
      .join('; ')}`;

  if (conversations.length !== messages)
    yield `WeChat has seen the end of ${conversations.length} of ${messages} messages`;

  const often = conversations.filter((each) => startsOf(each).length > limits.starts);
  if (often.length > 0)
    yield tell(
      limits.starts === 1 ? 'I1' : limits.starts === 2 ? 'I2' : 'I6',
      `more than ${limits.starts} starts`,
      often,
    );
  // A message that is answered by the process that ran it before runs there no second time.
  const again = conversations.filter((each) => {
    const pids = startsOf(each).map(({ pid }) => pid);
    return new Set(pids).size < pids.length;
  });
  if (again.length > 0) yield tell('I6', 'started twice by one process', again);

  const twice = conversations.filter((each) => answersTo(each) > 1);
  if (twice.length > 0) yield tell('I3', 'answered more than once', twice);

  const foreign = conversations.filter(
    ({ plan, seen }) =>
      seen.reply !== undefined &&
      !(seen.reply.MsgType === 'text' && seen.reply.Content === answerTo(plan.id)),
  );
  if (foreign.length > 0) yield tell('I4', 'answered with something else', foreign);

  const invalid = conversations.filter(
    ({ seen }) => seen.outcome === 'refused' || (seen.problem !== undefined && !isSilence(seen)),
  );
  if (invalid.length > 0)
    yield tell('P8', `not taken by WeChat (${invalid[0]?.seen.problem ?? ''})`, invalid);

  const unserved = conversations.filter((each) => isSilence(each.seen) && !isStalled(each, stalls));
  if (!harmsProcesses && unserved.length > 0)
    yield tell('I8', 'the third delivery was not answered', unserved);
  const longest = Math.max(0, ...held);
  if (longest > HELD_AT_MOST) yield `I8: a connection was held for ${Math.round(longest)} ms`;

  const endless = lifetimes.filter((ms) => (ms < 0 && ms !== -2) || ms > REMEMBERED).length;
  if (endless > 0) yield `I7: ${endless} of ${lifetimes.length} keys live too long`;
  const busy = reports.filter(({ stats }) => stats.running > 0 || stats.shed > 0);
  if (reports.length < processes) yield `I7: ${reports.length} of ${processes} processes say how they are`;
  if (busy.length > 0) yield `I7: something is left: ${JSON.stringify(busy.map(({ stats }) => stats))}`;

  const lost = conversations.filter((each) => isLost(each, ends));
  if (lost.length > (1 - limits.kept) * messages)
    yield tell('P12', 'an answer was there, and nobody got it', lost);
  const heard = conversations.filter((each) => answersTo(each) > 0 || !isSilence(each.seen));
  const failed = heard.filter((each) => answersTo(each) !== 1);
  if (failed.length > (1 - limits.answered) * heard.length)
    yield tell(
      'P9',
      `not answered exactly once, more than ${((1 - limits.answered) * 100).toFixed(1)} %`,
      failed,
    );
}

/** Its run came to an end, and somebody was there to hear that WeChat must not ask again; yet the user has no answer. */
const isLost = (each: Conversation, ends: ReadonlyMap<number, number>): boolean =>
  answersTo(each) === 0 && !isSilence(each.seen) && ends.has(each.plan.id);

/** The machine let the processes stand while the last delivery waited, for most of what is left of its 5 s. */
const isStalled = (each: Conversation, stalls: readonly Stall[]): boolean =>
  stalls
    .filter(({ from, to }) => to > lastOf(each) && from < each.at)
    .reduce((sum, { from, to }) => sum + to - from, 0) > STALLED;

/** When the last delivery began. */
const lastOf = ({ seen, at }: Conversation): number => at - (seen.deliveries.at(-1)?.ms ?? 0);

/** WeChat heard nothing, three times. */
export const isSilence = ({ outcome, deliveries }: Seen): boolean =>
  outcome === 'service-unavailable' && deliveries.at(-1)?.status === undefined;

/** A message's story, to begin a search with. */
export function describe(
  { plan, seen, at }: Conversation,
  starts: readonly Entry[],
  stalls: readonly Stall[],
): string {
  const first = at - seen.deliveries.reduce((sum, { ms }) => sum + ms, 0);
  const deliveries = seen.deliveries.map(
    ({ ms, cut, status }) => `${cut ? 'cut' : (status ?? 'lost')} ${ms}`,
  );
  const runs = starts.map(
    (each) =>
      `${each.pid} at ${Math.round(each.at - first)} (attempt ${each.attempt}, ${each.degraded} degraded)`,
  );
  const stood = stalls
    .filter(({ from, to }) => to > first && from < at)
    .map(({ from, to }) => `${Math.round(from - first)}–${Math.round(to - first)}`);
  return `#${plan.id} of ${plan.ms} ms${plan.fault === 'none' ? '' : `, ${plan.fault}`}: ${seen.outcome} [${deliveries.join(', ')}], started by ${runs.join(', ') || 'nobody'}; stalls ${stood.join(', ') || 'none'}`;
}
