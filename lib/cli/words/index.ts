import type { Language } from '../../language';
import { call } from './call';
import { doctor } from './doctor';
import { failure } from './failure';
import { init } from './init';
import { input } from './input';
import { menu } from './menu';
import { platform } from './platform';
import { push } from './push';
import { settings } from './settings';
import { simulate } from './simulate';
import type { Text } from './text';
import { token } from './token';

/** All texts of commands by id, besides their data and the findings of `doctor`. */
export const words = {
  ...input,
  ...settings,
  ...failure,
  ...simulate,
  ...doctor,
  ...push,
  ...token,
  ...menu,
  ...call,
  ...init,
  ...platform,
};

export type WordId = keyof typeof words;

type FactsOf<Id extends WordId> = (typeof words)[Id] extends Text<infer F> ? F : never;

/** The argument with the facts of a text; none for a text that never changes. */
export type WordFacts<Id extends WordId> = undefined extends FactsOf<Id> ? [] : [facts: FactsOf<Id>];

/** Returns a text in a language. */
export function say<Id extends WordId>(language: Language, id: Id, ...facts: WordFacts<Id>): string {
  // The parameters guarantee that the facts belong to this text, but the compiler cannot see it.
  const make = words[id][language] as (facts: unknown) => string;
  return make(facts[0]);
}
