import { describe, isSilence, type Conversation, type Evidence, type Result } from './judge';
import { BROKEN, sentencesIn } from './speech';
import { answersOf, isCutAsAnswered, isOvertaken } from './unavoidable';
import type { Way } from './unavoidable';

/** What became of a streamed answer. */
interface Heard {
  readonly conversation: Conversation;
  /** The places of its sentences, in the order in which the user has read them. */
  readonly places: readonly number[];
  /** The user was told that it broke off. */
  readonly isBroken: boolean;
}

const isTwice = ({ places }: Heard): boolean => new Set(places).size < places.length;
const isInOrder = ({ places }: Heard): boolean =>
  places.every((n, at) => at === 0 || n > (places[at - 1] ?? -1));
const isWhole = ({ places, conversation }: Heard): boolean =>
  new Set(places).size === conversation.plan.sentences;

/** Judges answers that are streamed: no part twice, none lost without a word, all in order. */
export function judgeStreams({ scenario, conversations, entries, stalls, reports }: Evidence): Result {
  const of = (what: string): ReadonlySet<number> =>
    new Set(entries.filter((entry) => entry.what === what).map(({ id }) => id));
  const [ended, kept] = [of('end'), of('kept')];
  const told = new Set([...of('late'), ...of('logged')]);
  const heard = conversations.map(hear);
  const logged: Record<string, number> = {};
  for (const report of reports)
    for (const [line, times] of Object.entries(report.logged)) logged[line] = (logged[line] ?? 0) + times;

  const startsOf = ({ plan }: Conversation) =>
    entries.filter(({ what, id }) => what === 'start' && id === plan.id);
  const endsOf = (conversation: Conversation): string => {
    const { seen, at } = conversation;
    const first = at - seen.deliveries.reduce((sum, { ms }) => sum + ms, 0);
    const ids = new Set(startsOf(conversation).flatMap(({ how }) => how ?? []));
    return entries
      .filter(({ what, how = '' }) => what === 'delivery' && ids.has(how.split(':')[0] ?? ''))
      .map(({ how = '', pid, at: end }) => `${how.slice(65)} by ${pid} at ${Math.round(end - first)}`)
      .join(', ');
  };
  const wayOf = ({ conversation, places }: Heard): Way => ({
    conversation,
    places,
    answeredAt: answersOf(entries, startsOf(conversation)),
    stood: stalls.filter(({ pid }) => pid === process.pid),
  });
  const isAnswered = ({ places }: Heard): boolean => places.length > 0;
  /** A part is missing, and nobody was told. */
  const isLost = (each: Heard): boolean => {
    const { plan } = each.conversation;
    if (isWhole(each) || each.isBroken || told.has(plan.id)) return false;
    // It waited in a mailbox that is gone.
    if (scenario.forgets === true && kept.has(plan.id)) return false;
    // Neither WeChat nor the user heard anything of it.
    if (!isAnswered(each) && isSilence(each.conversation.seen)) return false;
    // Its process ended before it did: who was there to tell?
    if (scenario.harmsProcesses && !ended.has(plan.id)) return false;
    return isAnswered(each) || ended.has(plan.id);
  };
  const broken = heard.filter((each) => isAnswered(each) && !isWhole(each));
  const problems: string[] = [];
  const tell = (what: string, which: readonly Heard[]): void => {
    if (which.length === 0) return;
    const shown = which
      .slice(0, 3)
      .map(
        (each) =>
          `${describe(each.conversation, startsOf(each.conversation), stalls)}, ended ${endsOf(each.conversation)}, read ${shortly(each)}`,
      );
    problems.push(`${what}: ${which.length} answers, such as ${shown.join('; ')}`);
  };
  if (conversations.length !== scenario.messages)
    problems.push(`WeChat has seen the end of ${conversations.length} of ${scenario.messages} messages`);
  tell('S1: a part came twice', heard.filter(isTwice));
  const unordered = heard.filter((each) => !isInOrder(each));
  const overtaken = unordered.filter((each) => isOvertaken(wayOf(each)));
  tell(
    'S2: out of order',
    unordered.filter((each) => !overtaken.includes(each)),
  );
  const lost = heard.filter(isLost);
  const cut = lost.filter((each) => isCutAsAnswered(wayOf(each)));
  tell(
    'S3: a part is lost without a word',
    lost.filter((each) => !cut.includes(each)),
  );
  tell(
    'S4: started too often',
    heard.filter(({ conversation }) => startsOf(conversation).length > scenario.limits.starts),
  );
  const audible = heard.filter((each) => isAnswered(each) || !isSilence(each.conversation.seen));
  const unanswered = audible.filter((each) => !isAnswered(each) && !told.has(each.conversation.plan.id));
  if (unanswered.length > (1 - scenario.limits.answered) * audible.length)
    tell('S5: not answered', unanswered);

  const count = (isSo: (each: Heard) => boolean): number => heard.filter(isSo).length;
  return {
    name: scenario.name,
    messages: conversations.length,
    second: count(({ conversation }) => startsOf(conversation).length >= 2),
    third: count(({ conversation }) => startsOf(conversation).length >= 3),
    once: count((each) => isWhole(each) && !isTwice(each)),
    twice: count(isTwice),
    unanswered: count((each) => !isAnswered(each)),
    unheard: count((each) => !isAnswered(each) && isSilence(each.conversation.seen)),
    lost: broken.length,
    late: count((each) => isAnswered(each) && each.conversation.seen.outcome !== 'replied'),
    wait: { p50: 0, p99: 0 },
    unavoidable: { cutAsAnswered: cut.length, overtaken: overtaken.length },
    problems,
    logged,
  };
}

function hear(conversation: Conversation): Heard {
  const texts = conversation.user.sees().map((each) => (each.MsgType === 'text' ? each.Content : ''));
  return {
    conversation,
    places: texts.flatMap((text) => sentencesIn(conversation.plan.id, text)),
    isBroken: texts.some((text) => text.includes(BROKEN)),
  };
}

/** Places as ranges: `0–59, 80–99`. */
function shortly({ places }: Heard): string {
  const ranges: [number, number][] = [];
  for (const n of places) {
    const last = ranges.at(-1);
    if (last !== undefined && n === last[1] + 1) last[1] = n;
    else ranges.push([n, n]);
  }
  return ranges.map(([from, to]) => `${from}–${to}`).join(', ') || 'nothing';
}
