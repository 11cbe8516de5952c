import type { Setting } from '../../spec/support/checker/steps';

/** A rule that is taken out, and where that is noticed. */
export interface Mutant {
  readonly rule: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly over: Partial<Setting>;
  /** Most states that are looked at, where 200,000 do not do. */
  readonly states?: number;
}

const FACTS = 'lib/store/facts.ts';
const NOTE = 'lib/inbound/note.ts';
const DECIDE = 'lib/inbound/decide.ts';
const one = (...faults: Setting['faults']): Partial<Setting> => ({ faults, most: 1 });
const two = (...faults: Setting['faults']): Partial<Setting> => ({ faults, most: 2, takes: [1, 14] });

/**
 * Rules that are noticed within a minute. Some guard each other, so that one alone is not missed: a run is granted, and begun, only where
 * nobody is alive; a late message is granted to whoever asks only when its maker is gone (the acknowledger asks too); an answer waits for
 * the store to confirm it. Those of a store that is away, or of a frozen process, take the pairs of `settings.ts`.
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
    file: DECIDE,
    from: "isTakeOver && mayTakeOver ? 'again' : 'first'",
    to: "'first'",
    over: one('forgotten', 'close'),
  },
  {
    rule: 'another’s run that was forgotten gets a whole lease',
    file: FACTS,
    from: 'Math.max(until + shift, anew)',
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
    file: DECIDE,
    from: 'if (now - waiting.at >= t.cut) {',
    to: 'if (now - waiting.at >= 99) {',
    over: one('reset', 'lost'),
  },
  {
    rule: 'the last word is asked for in time',
    file: DECIDE,
    from: 'now - waiting.at >= t.lastWord;',
    to: 'now - waiting.at >= 99;',
    over: {},
  },
  {
    rule: 'after the last word was asked in vain, nobody is answered',
    file: DECIDE,
    from: 'if (!m.inVain) return answered();',
    to: 'if (facts.answer !== undefined) return answered();',
    over: one('reply-lost'),
  },
  {
    rule: 'once acknowledged, a message is acknowledged everywhere',
    file: DECIDE,
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
];
