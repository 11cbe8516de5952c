import type { Language } from '../../language';

/** The properties of a new bot. */
export interface NewBot {
  readonly language: Language;
  /** JavaScript instead of TypeScript. */
  readonly js: boolean;
  /** Name of the folder. */
  readonly name: string;
}
