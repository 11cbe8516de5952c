import type { Language } from '../../language';

/**
 * `error`: WeChat cannot work with the bot, or others can pretend to be WeChat. `warning`: the bot works, but
 * should be changed. `info`: good to know. `ok`: checked, and right.
 */
export type Severity = 'error' | 'warning' | 'info' | 'ok';

/** The observation, and how to fix it. */
export interface FindingProblem {
  readonly seen: string;
  readonly fix: string;
}

/** The observation, if nothing needs to be fixed. */
export interface Remark {
  readonly seen: string;
  readonly fix?: string;
}

/** A kind of finding: its severity, and its texts in each language, written from the facts of the case. */
export interface FindingKind<F> {
  readonly severity: Severity;
  readonly words: Readonly<Record<Language, (facts: F) => Remark>>;
}

/** Creates a kind of finding that needs a fix. */
export const problem = <F>(
  severity: 'error' | 'warning',
  words: Readonly<Record<Language, (facts: F) => FindingProblem>>,
): FindingKind<F> => ({ severity, words });

/** Creates a kind of finding without a fix. */
export const remark = <F>(
  severity: 'info' | 'ok',
  words: Readonly<Record<Language, (facts: F) => Remark>>,
): FindingKind<F> => ({ severity, words });
