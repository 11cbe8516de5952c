import type { Language } from '../../language';

/** What one kind of problem is called in each language, made of the values of the case. */
export type Words<V> = Readonly<Record<Language, (values: V) => string>>;

/** A kind of problem whose words need these values. */
export const words = <V>(texts: Words<V>): Words<V> => texts;
