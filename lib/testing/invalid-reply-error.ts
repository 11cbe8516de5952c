import { problem } from './problems';
import type { Problem, ProblemCode, ValuesOf } from './problems';

/** WeChat does not take an answer; the problem says why. Never leaves the simulator. */
export class InvalidReplyError extends Error {
  override readonly name = 'InvalidReplyError';

  constructor(readonly problem: Problem) {
    super(problem.text.en);
  }
}

/** WeChat does not take an answer because of a problem of that kind. */
export const invalidReply = <C extends ProblemCode>(code: C, values: ValuesOf<C>): InvalidReplyError =>
  new InvalidReplyError(problem(code, values));

/** Takes down what is unusual about an answer that WeChat takes all the same. */
export type ReplyNote = <C extends ProblemCode>(code: C, values: ValuesOf<C>) => void;
