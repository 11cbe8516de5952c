import type { Language } from '../language';
import { say } from './words';
import type { WordFacts, WordId } from './words';

/** What the program tells the one who called it. */
export const EXIT = {
  /** All is well. */
  fine: 0,
  /** Something was found, or did not work. */
  failed: 1,
  /** The command line, a setting or a file is not right; nothing was sent. */
  usage: 2,
  /** Ctrl+C: 128 and the number of SIGINT, as shells have it. */
  interrupted: 130,
} as const;

export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** The user must call the program in another way. `id` names why; it stays the same between versions. */
export class UsageError<Id extends WordId = WordId> extends Error {
  readonly id: WordId;
  /** Says why. */
  readonly say: (language: Language) => string;

  constructor(id: Id, ...facts: WordFacts<Id>) {
    super(say('en', id, ...facts));
    this.name = 'UsageError';
    this.id = id;
    this.say = (language) => say(language, id, ...facts);
  }
}

/** The user has had enough. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}
