// Every course of one message, by all kinds of fault, and whether the check notices it when a rule is taken out.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type * as checker from '../spec/support/checker/check';
import { USUAL } from '../spec/support/checker/steps';
import { mutants } from './check/mutants';
import { settings } from './check/settings';

const { values } = parseArgs({
  options: {
    /** Part of a setting's name. */
    setting: { type: 'string', default: '' },
    /** Most states that are looked at of one setting. */
    states: { type: 'string', default: '3000000' },
    /** Only whether rules that are taken out are noticed. */
    mutants: { type: 'boolean', default: false },
    /** Part of a rule's name. */
    rule: { type: 'string', default: '' },
    /** Prints the shortest course to each problem. */
    trace: { type: 'boolean', default: false },
  },
});
const ROOT = join(__dirname, '..');
const SOURCES = [
  'lib/store/facts.ts',
  'lib/store/deliveries.ts',
  'lib/inbound/message-state.ts',
  'lib/inbound/note.ts',
  'lib/inbound/duties.ts',
  'lib/inbound/decide.ts',
  'lib/inbound/decide-delivery.ts',
  'lib/inbound/decide-question.ts',
  'spec/support/checker',
];

/** The checker and what it checks, with one text in place of another. */
function load(change?: { readonly file: string; readonly from: string; readonly to: string }) {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  try {
    for (const source of SOURCES) cpSync(join(ROOT, source), join(folder, source), { recursive: true });
    if (change !== undefined) {
      const text = readFileSync(join(folder, change.file), 'utf8');
      if (!text.includes(change.from)) throw new Error(`${change.file} has no ${change.from}`);
      writeFileSync(join(folder, change.file), text.replace(change.from, change.to));
    }
    const path = join(folder, 'spec/support/checker/check.ts');
    // A module of our own, in another place.
    return createRequire(__filename)(path) as typeof checker;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const row = (...cells: readonly (string | number)[]): void => console.log(`| ${cells.join(' | ')} |`);

function checkAll(): void {
  const { check } = load();
  row('setting', 'states', 'complete', 's', 'ends', 'most starts', 'found');
  row('---', '--:', '---', '--:', '--:', '--:', '---');
  for (const [name, setting] of Object.entries(settings).filter(([each]) => each.includes(values.setting))) {
    const { states, isComplete, seconds, ends, mostStarts, found } = check(setting, Number(values.states));
    const what = found.map(({ problem, after, count }) => `${problem} after ${after}: ${count}`);
    row(
      name,
      states,
      isComplete ? 'yes' : 'no',
      seconds.toFixed(1),
      ends,
      mostStarts,
      what.join('; ') || 'nothing',
    );
    if (!values.trace) continue;
    for (const { problem, after, trace } of found)
      console.log([`${problem} after ${after}`, ...trace()].join('\n  '));
  }
}

/** Most states that are looked at to notice one rule. */
const MAX_STATES_OF_RULE = 200_000;

function checkMutants(): void {
  const base = load();
  const usual = new Map<string, ReadonlySet<string>>();
  row('rule taken out', 'noticed by', 'states', 'found');
  row('---', '---', '--:', '---');
  for (const { rule, over = {}, elsewhere, ...change } of mutants) {
    if (!rule.includes(values.rule)) continue;
    if (elsewhere !== undefined) {
      // That there is such a text is checked all the same.
      load(change);
      row(rule, elsewhere, '', '');
      continue;
    }
    const setting = { ...USUAL, ...over };
    const name = JSON.stringify(setting);
    const known = usual.get(name) ?? new Set(base.check(setting, MAX_STATES_OF_RULE).found.map(nameOf));
    usual.set(name, known);
    const isNew = (problem: string, after: string): boolean => !known.has(nameOf({ problem, after }));
    const { states, found } = load(change).check(setting, MAX_STATES_OF_RULE, isNew);
    const news = found.filter(({ problem, after }) => isNew(problem, after));
    if (news.length === 0) process.exitCode = 1;
    row(rule, over.faults?.join(' + ') ?? 'no fault', states, news.map(nameOf).join('; ') || 'NOTHING');
  }
}

const nameOf = ({ problem, after }: { readonly problem: string; readonly after: string }): string =>
  `${problem} after ${after}`;

if (!values.mutants) checkAll();
checkMutants();
