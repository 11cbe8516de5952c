import type { Language } from '../../language';
import { deliveryProblems } from './delivery';
import { envelopeProblems } from './envelope';
import { replyProblems } from './reply';
import type { ProblemWords } from './words';

/** All that the judge can say of an answer, by code. */
export const problems = { ...deliveryProblems, ...envelopeProblems, ...replyProblems };

/** Names a kind of problem, in every language. */
export type ProblemCode = keyof typeof problems;

/** A sentence in each language. */
export type ProblemText = Readonly<Record<Language, string>>;

/** One thing that is wrong with an answer, or unusual about it. */
export interface Problem {
  readonly code: ProblemCode;
  readonly text: ProblemText;
}

/** The values that the words of that kind are made of. */
export type ValuesOf<C extends ProblemCode> = (typeof problems)[C] extends ProblemWords<infer V> ? V : never;

/** A problem of that kind, in words made of `values`. */
export function problem<C extends ProblemCode>(code: C, values: ValuesOf<C>): Problem {
  // The values are those of this code: the parameters say so, but not to the compiler.
  const { en, zh } = problems[code] as unknown as ProblemWords<typeof values>;
  return { code, text: { en: en(values), zh: zh(values) } };
}

/** The fields of `Seen` that tell of problems; the first names them. */
export interface ToldProblem {
  readonly problem?: string;
  readonly problemCode?: ProblemCode;
  readonly problemText?: ProblemText;
}

/** What is told of problems: their sentences one after the other. */
export function tell(found: readonly Problem[]): ToldProblem {
  const [first] = found;
  if (first === undefined) return {};
  const problemText = {
    en: found.map(({ text }) => text.en).join(' '),
    zh: found.map(({ text }) => text.zh).join(''),
  };
  return { problem: problemText.en, problemCode: first.code, problemText };
}
