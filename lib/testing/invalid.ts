import { problem } from './problems';
import type { Problem, ProblemCode, ValuesOf } from './problems';

/** WeChat does not take an answer; the problem says why. Never leaves the simulator. */
export class Invalid extends Error {
  constructor(readonly problem: Problem) {
    super(problem.text.en);
  }
}

/** WeChat does not take an answer because of a problem of that kind. */
export const invalid = <C extends ProblemCode>(code: C, values: ValuesOf<C>): Invalid =>
  new Invalid(problem(code, values));

/** Takes down what is unusual about an answer that WeChat takes all the same. */
export type Note = <C extends ProblemCode>(code: C, values: ValuesOf<C>) => void;
