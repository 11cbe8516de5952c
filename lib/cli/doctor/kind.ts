import type { Language } from '../../language';

/**
 * `error`: WeChat will not work with the bot, or others can pass for WeChat. `warning`: works, but should be mended. `info`: good to
 * know. `ok`: looked at, and right.
 */
export type Severity = 'error' | 'warning' | 'info' | 'ok';

/** What was seen, and what mends it. */
export interface FindingProblem {
  readonly seen: string;
  readonly fix: string;
}

/** What was seen where nothing need be mended. */
export interface Remark {
  readonly seen: string;
  readonly fix?: string;
}

/** A kind of finding: how bad it is, and its words in each language, made of the facts of the case. */
export interface FindingKind<F> {
  readonly severity: Severity;
  readonly words: Readonly<Record<Language, (facts: F) => Remark>>;
}

/** A kind of finding that has to be mended, and so says how. */
export const problem = <F>(
  severity: 'error' | 'warning',
  words: Readonly<Record<Language, (facts: F) => FindingProblem>>,
): FindingKind<F> => ({ severity, words });

/** A kind of finding that is well. */
export const remark = <F>(
  severity: 'info' | 'ok',
  words: Readonly<Record<Language, (facts: F) => Remark>>,
): FindingKind<F> => ({ severity, words });
