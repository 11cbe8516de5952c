import type { Language } from '../language';
import { say } from './words';
import type { WordFacts, WordId } from './words';

/** The exit codes of the program. */
export const EXIT = {
  /** The command succeeded. */
  fine: 0,
  /** The command failed, or `doctor` found a problem. */
  failed: 1,
  /** The command line, a setting or a file is wrong. Nothing was sent. */
  usage: 2,
  /** Ctrl+C: 128 plus the number of SIGINT, as in shells. */
  interrupted: 130,
} as const;

export type Exit = (typeof EXIT)[keyof typeof EXIT];

/**
 * The user must call the program in another way. `id` names the reason; it stays the same between versions.
 */
export class UsageError<Id extends WordId = WordId> extends Error {
  readonly id: WordId;
  /** Returns the reason. */
  readonly say: (language: Language) => string;

  constructor(id: Id, ...facts: WordFacts<Id>) {
    super(say('en', id, ...facts));
    this.name = 'UsageError';
    this.id = id;
    this.say = (language) => say(language, id, ...facts);
  }
}

/** The user has interrupted the command. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}
