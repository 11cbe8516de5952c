import type { Seen, SeenMessage } from '../testing';
import type { UserAction } from './run-action';
import type { UserCommand } from './protocol';

/** Something a user did, as it is remembered for a saved conversation. */
export interface LiveStep {
  readonly command: UserCommand;
  readonly acts: readonly UserAction[];
  /** Milliseconds since 1970, by WeChat's clock. */
  readonly at: number;
  readonly pushes: number[];
  /** What came of each act, as far as it is over. */
  readonly results: (Seen | undefined)[];
  /** All that reached the user, in order. */
  readonly saw: SeenMessage[];
  /** Those of them that came by calls. */
  readonly later: SeenMessage[];
}

const MAX_STEPS = 500;
const MAX_SEEN = 100;

/** What the users did so far; the last 500 steps. */
export interface Steps {
  begin(command: UserCommand, acts: readonly UserAction[], at: number): LiveStep;
  /** Something reached a user: the reply to a push of theirs, or what a call sent. */
  saw(openid: string, message: SeenMessage, push?: number): void;
  all(): readonly LiveStep[];
  clear(): void;
}

export function createSteps(): Steps {
  const steps: LiveStep[] = [];
  return {
    begin(command, acts, at) {
      const step = { command, acts, at, pushes: [], results: acts.map(() => undefined), saw: [], later: [] };
      if (steps.push(step) > MAX_STEPS) steps.shift();
      return step;
    },
    saw(openid, message, push) {
      const step = steps.findLast(({ command, pushes }) =>
        push === undefined ? command.openid === openid : pushes.includes(push),
      );
      if (step === undefined || step.saw.length >= MAX_SEEN) return;
      step.saw.push(message);
      if (push === undefined) step.later.push(message);
    },
    all: () => steps,
    clear: () => void steps.splice(0),
  };
}
