import type { Reply } from '../model/replies';

/** The end of a run. `reply: undefined`: received, without a reply. */
export interface Outcome {
  readonly reply: Reply | undefined;
  /** The error of a handler, if no answer replaced it. */
  readonly error?: unknown;
}
