import type { Language } from '../../language';

/** What one kind of problem is called in each language, made of the values of the case. */
export type ProblemWords<V> = Readonly<Record<Language, (values: V) => string>>;

/** A kind of problem whose words need these values. */
export const words = <V>(texts: ProblemWords<V>): ProblemWords<V> => texts;
