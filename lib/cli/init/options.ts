import type { Language } from '../../language';

/** What a new bot is to be. */
export interface NewBot {
  readonly language: Language;
  /** JavaScript instead of TypeScript. */
  readonly js: boolean;
  /** Name of the folder. */
  readonly name: string;
}
