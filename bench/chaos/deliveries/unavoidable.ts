import { AFTER_ANSWER_MS } from '../../../lib/inbound/after-work';
import type { Conversation } from './judge';
import type { Entry, Stall } from './journal';

/** What nobody can help, by the reason for it. */
export const UNAVOIDABLE = {
  /**
   * The answer was written just as WeChat cut its last delivery: whoever writes cannot know whether it was
   * still taken.
   */
  cutAsAnswered: 'cut as it was answered',
  /** The reply was on its way for longer than what follows it waits: the two take different ways to WeChat. */
  overtaken: 'overtaken on the way',
} as const;
export type Unavoidable = keyof typeof UNAVOIDABLE;

/** What is known of where an answer went. */
export interface Way {
  readonly conversation: Conversation;
  /** The places of its sentences, in the order in which the user has read them. */
  readonly places: readonly number[];
  /** When a process of the bot has answered a delivery of it. */
  readonly answeredAt: readonly number[];
  /** When the process stood in which WeChat is. */
  readonly stood: readonly Stall[];
}

/** Bytes take no longer to WeChat, unless the machine stands. */
const ON_THE_WAY_MS = 500;

/** Whether the beginning of an answer is missing since WeChat cut its delivery at that moment. */
export function isCutAsAnswered({ conversation, places, answeredAt, stood }: Way): boolean {
  if (places.includes(0)) return false;
  const { seen, at } = conversation;
  let end = at - seen.deliveries.reduce((sum, { ms }) => sum + ms, 0);
  const cuts = seen.deliveries.flatMap(({ ms, cut }) => {
    end += ms;
    return cut ? [end] : [];
  });
  return answeredAt.some((answered) =>
    cuts.some((cut) => answered <= cut && cut - answered - stoodFor(stood, answered, cut) < ON_THE_WAY_MS),
  );
}

/** Whether only the reply is out of order, since it took so long to WeChat. */
export function isOvertaken({ conversation, places, answeredAt }: Way): boolean {
  const { seen, at } = conversation;
  if (seen.outcome !== 'replied' || !answeredAt.some((answered) => at - answered >= AFTER_ANSWER_MS))
    return false;
  const zero = places.indexOf(0);
  let end = zero + 1;
  while (places[end] === (places[end - 1] ?? NaN) + 1 && end < places.length) end++;
  const others = [...places.slice(0, zero), ...places.slice(end)];
  return zero > 0 && others.every((n, i) => i === 0 || n > (others[i - 1] ?? -1));
}

const stoodFor = (stood: readonly Stall[], from: number, to: number): number =>
  stood.reduce((sum, each) => sum + Math.max(0, Math.min(to, each.to) - Math.max(from, each.from)), 0);

/** When deliveries of a message were answered, by whatever process. */
export function answersOf(entries: readonly Entry[], starts: readonly Entry[]): readonly number[] {
  const ids = new Set(starts.flatMap(({ how }) => how ?? []));
  return entries
    .filter(
      ({ what, how = '' }) =>
        what === 'delivery' && ids.has(how.split(':')[0] ?? '') && how.includes(':answered:'),
    )
    .map(({ at }) => at);
}
