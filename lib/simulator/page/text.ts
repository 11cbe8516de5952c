import type { Language } from '../../language';

/** A text in each language of the page. */
export type Text = Readonly<Record<Language, string>>;
