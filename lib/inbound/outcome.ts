import type { Reply } from '../model/replies';

/** How a run ended. `reply: undefined` = received, nothing to say. */
export interface Outcome {
  readonly reply: Reply | undefined;
  /** What a handler threw, if nothing made an answer of it. */
  readonly error?: unknown;
}
