import type { Language } from '../../language';

/** What a new bot is to be. */
export interface InitOptions {
  readonly language: Language;
  /** JavaScript instead of TypeScript. */
  readonly js: boolean;
  /** Name of the folder. */
  readonly name: string;
}
