import type { FindingKind, Remark, Severity } from './kind';
import type { Language } from '../../language';
import { account } from './words/account';
import { address } from './words/address';
import { check } from './words/check';
import { cloudRun } from './words/cloud-run';
import { platform } from './words/platform';
import { pushes } from './words/push';
import { trust } from './words/trust';
import { web } from './words/web';

/** All that can be found, by its id. */
export const kinds = {
  ...address,
  ...check,
  ...trust,
  ...pushes,
  ...account,
  ...platform,
  ...cloudRun,
  ...web,
};

export type FindingId = keyof typeof kinds;

type FactsOf<Id extends FindingId> =
  (typeof kinds)[Id] extends FindingKind<infer F extends object> ? F : never;

/** One thing that was found. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** What it is about, as data. */
  readonly facts: object;
  readonly say: (language: Language) => Remark;
}

/** Takes down what was found. */
export type ReportFinding = <Id extends FindingId>(id: Id, facts: FactsOf<Id>) => void;

/** A list of findings, and what adds to it. */
export function createReport(): { readonly findings: readonly Finding[]; readonly report: ReportFinding } {
  const findings: Finding[] = [];
  return {
    findings,
    report: (id, facts) => {
      // The facts are those of this kind: the parameters say so, but not to the compiler.
      const { severity, words } = kinds[id] as unknown as FindingKind<typeof facts>;
      findings.push({ id, severity, facts, say: (language) => words[language](facts) });
    },
  };
}
