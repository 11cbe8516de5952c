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

/** All kinds of findings by id. */
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

/** One finding. */
export interface Finding {
  readonly id: FindingId;
  readonly severity: Severity;
  /** The facts of the case, as data. */
  readonly facts: object;
  readonly say: (language: Language) => Remark;
}

/** Adds a finding. */
export type ReportFinding = <Id extends FindingId>(id: Id, facts: FactsOf<Id>) => void;

/** Creates a list of findings, and the function that adds to it. */
export function createReport(): { readonly findings: readonly Finding[]; readonly report: ReportFinding } {
  const findings: Finding[] = [];
  return {
    findings,
    report: (id, facts) => {
      // The parameters guarantee that the facts belong to this kind, but the compiler cannot see it.
      const { severity, words } = kinds[id] as unknown as FindingKind<typeof facts>;
      findings.push({ id, severity, facts, say: (language) => words[language](facts) });
    },
  };
}
