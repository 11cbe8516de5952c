import type { Setting } from '../../spec/support/checker/steps';

/** A rule that is taken out, and where that is noticed. */
export interface Mutant {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Where the check looks. */
  readonly over?: Partial<Setting>;
  /** What notices it instead of the check. */
  readonly elsewhere?: string;
}

const FACTS = 'lib/store/facts.ts';
const NOTE = 'lib/inbound/note.ts';
const DUTIES = 'lib/inbound/duties.ts';
const DECIDE = 'lib/inbound/decide.ts';
const DELIVERY = 'lib/inbound/decide-delivery.ts';
const QUESTION = 'lib/inbound/decide-question.ts';
const DECIDE_SPEC = 'spec/inbound/decide';
const one = (...faults: Setting['faults']): Partial<Setting> => ({ faults, most: 1 });
const two = (...faults: Setting['faults']): Partial<Setting> => ({ faults, most: 2, takes: [1, 14] });

/**
 * Rules, each taken out: the check of all courses notices most of them within a minute. Some guard each other, so that the check does
 * not miss one alone, and some need rare courses: a spec asks each of those by itself.
 */
export const mutants: readonly Mutant[] = [
  {
    rule: 'a message is started twice at most',
    file: FACTS,
    from: 'export const MAX_STARTS = 2;',
    to: 'export const MAX_STARTS = 9;',
    over: { processes: 3, isPoison: true },
  },
  {
    rule: 'a vanished run is followed by another',
    file: QUESTION,
    from: "isTakeOver && mayTakeOver ? 'again' : 'first'",
    to: "'first'",
    over: one('forgotten', 'close'),
  },
  {
    rule: 'another’s run that was forgotten gets a whole lease',
    file: FACTS,
    from: 'owner === teller ? until + shift : Math.max(until + shift, anew)',
    to: 'until + shift',
    over: two('forgotten'),
  },
  {
    rule: 'a final delivery that passes unanswered is an acknowledgement',
    file: NOTE,
    from: 'if (waiting.final) acknowledge(m, now, t);',
    to: '',
    over: one('reset'),
  },
  {
    rule: 'a delivery that WeChat has cut is left',
    file: DELIVERY,
    from: 'if (now - waiting.at >= t.cut) {',
    to: 'if (now - waiting.at >= 99) {',
    over: one('reset', 'lost'),
  },
  {
    rule: 'the last word is asked for in time',
    file: DELIVERY,
    from: 'now - waiting.at >= t.lastWord;',
    to: 'now - waiting.at >= 99;',
    over: {},
  },
  {
    rule: 'after the last word was asked in vain, nobody is answered',
    file: DELIVERY,
    from: 'if (!m.inVain) return answerWith(m, waiting, now, t);',
    to: 'if (facts.answer !== undefined) return answerWith(m, waiting, now, t);',
    over: one('reply-lost'),
  },
  {
    rule: 'once acknowledged, a message is acknowledged everywhere',
    file: DELIVERY,
    from: "if (facts.ack !== undefined && (waiting.lastWord !== 'asked' || isDecided)) {",
    to: 'if (facts.ack === undefined && isDecided && facts.answer === undefined) {',
    over: one('reply-lost', 'lost', 'reset'),
  },
  {
    rule: 'a late message is sent once',
    file: DECIDE,
    from: '    m.hasSent = true;\n',
    to: '',
    over: {},
  },
  {
    rule: 'who closes tells that there is no answer, if nobody else makes one',
    file: DECIDE,
    from: '  facts.answer = me;\n  facts.late = me;\n',
    to: '',
    over: one('close'),
  },
  {
    rule: 'the last who closes tells it also of what another has acknowledged',
    file: DECIDE,
    from: 'const isNobodys = facts.knows.includes(facts.ack!);',
    to: 'const isNobodys = facts.ack === me;',
    over: two('close'),
  },
  {
    rule: 'who closes asks once more whether its answer is to be sent',
    file: NOTE,
    from: "if (m.shutdown === 'left' && m.repeats > 0 &&",
    to: "if (m.shutdown === 'left' && m.repeats > 9 &&",
    over: two('close', 'reply-lost'),
  },
  {
    rule: 'an acknowledgement is not granted where there is an answer',
    file: FACTS,
    from: '  if (known.answer === undefined) {\n    if (wish.ack) known.ack ??= me;',
    to: '  if (wish.ack) known.ack ??= me;\n  if (known.answer === undefined) {',
    over: {},
  },
  {
    rule: 'all is told a few times more',
    file: NOTE,
    from: 'm.repeats = t.repeats;',
    to: 'm.repeats = 0;',
    over: two('reply-lost', 'forgotten'),
  },
  {
    rule: 'an acknowledgement without the store is a fact',
    file: DELIVERY,
    from: '    acknowledge(m, now, t);\n',
    to: '',
    over: one('lost', 'reply-lost'),
  },
  {
    rule: 'while the last word is asked for, nothing is said',
    file: DELIVERY,
    from: 'if (!isDecided) return undefined;',
    to: '',
    over: {},
  },
  {
    rule: 'an answer waits for the store to confirm it',
    file: DELIVERY,
    from: "(m.heard === 'answer' || isSilent)",
    to: 'true',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'what is parked is acknowledged at once',
    file: DELIVERY,
    from: 'isParked(facts, now) || isDue',
    to: 'isDue',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who closes asks for the last word of a final delivery',
    file: DELIVERY,
    from: " || (m.shutdown === 'left' && waiting.final)",
    to: '',
    over: one('close'),
  },
  {
    rule: 'who closes leaves a delivery that comes again',
    file: DELIVERY,
    from: "m.shutdown === 'left' && !m.asking && m.unsaid !== 'now'",
    to: 'false',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who has handed in another’s answer says so for a while',
    file: DELIVERY,
    from: ' else if (!facts.taken) care(m, now, t);',
    to: '',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'nothing is begun when there is an answer',
    file: DECIDE,
    from: 'facts.answer !== undefined || m.shutdown',
    to: 'm.shutdown',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'what was granted is begun only where no other is alive',
    file: DECIDE,
    from: ': isOthers) return;',
    to: ': false) return;',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'alone is begun only right after the store was asked in vain',
    file: DECIDE,
    from: "if (!m.inVain || m.shutdown !== 'no'",
    to: "if (m.shutdown !== 'no'",
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'what another may have begun is begun alone after a while only',
    file: DECIDE,
    from: 'return !isKnown || awayFor >= t.patience;',
    to: 'return true;',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'where nobody waits, alone is begun after a longer while',
    file: DECIDE,
    from: ' && awayFor >= t.longPatience',
    to: '',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'where the store knows that an answer is owed, others see to it',
    file: DECIDE,
    from: "m.heard !== 'ack' && m.heard !== 'answer' && ",
    to: '',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'what is owed is begun alone in the end',
    file: DECIDE,
    from: 'return owes(m, now) &&',
    to: 'return false &&',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'alone is begun only what is not parked',
    file: DECIDE,
    from: ' || isParked(m.facts, now)) return false;',
    to: ') return false;',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who has acknowledged sends its own answer without the store',
    file: DECIDE,
    from: 'if (isLeftToMe) facts.late = me;',
    to: '',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who sends alone knows that others leave it to it',
    file: DECIDE,
    from: 'if (isLeftToMe) facts.late = me;',
    to: 'facts.late = me;',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who hears of the sending says so',
    file: DECIDE,
    from: '    facts.knows.push(me);\n    care(m, now, t);',
    to: '    care(m, now, t);',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who closes leaves the answer to those that are alive',
    file: DECIDE,
    from: ' || (!m.inVain && someAlive(facts, now, me))',
    to: '',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'an owner at work renews its lease',
    file: QUESTION,
    from: "else if (work !== 'none') own.until = now + t.lease;",
    to: '',
    over: {},
  },
  {
    rule: 'who closes lets go of its lease',
    file: QUESTION,
    from: 'own.until = -Infinity;',
    to: 'own.until += 0;',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'what was told in vain is told again',
    file: QUESTION,
    from: "m.unsaid === 'in-vain' && (waits",
    to: 'false && (waits',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who sends tells all that may not know',
    file: DUTIES,
    from: '  facts.late === me &&\n  (!facts',
    to: '  false &&\n  (!facts',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'an answer is kept until it is taken or sent',
    file: DUTIES,
    from: '  repeats > 0 &&',
    to: '  false &&',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'who owes an answer sees to it',
    file: DUTIES,
    from: 'facts.ack === me && facts.late === undefined && now < dutyUntil;',
    to: 'false;',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'a reply that comes late grants no sending',
    file: NOTE,
    from: 'const late = view.late === m.me ? undefined : view.late;',
    to: 'const { late } = view;',
    elsewhere: DECIDE_SPEC,
  },
  {
    rule: 'a reply that comes late grants no run',
    file: NOTE,
    from: 'runs: view.runs.filter(({ owner }) => owner !== m.me), late',
    to: 'late',
    elsewhere: DECIDE_SPEC,
  },
];
