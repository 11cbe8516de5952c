// WeChat delivers, processes die and freeze, Redis goes and comes: how often is each message run, and what do users see?
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Result } from './deliveries/judge';
import { run } from './deliveries/run';
import { scenarios } from './deliveries/scenarios';
import { UNAVOIDABLE } from './deliveries/unavoidable';
import type { Unavoidable } from './deliveries/unavoidable';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    /** Part of the name. */
    scenario: { type: 'string', default: '' },
    /** Instead of the scenarios' own numbers. */
    messages: { type: 'string' },
    processes: { type: 'string' },
    /** Messages a second: fewer on a slow machine. */
    rate: { type: 'string' },
    /** Prints what the workers logged. */
    log: { type: 'boolean', default: false },
  },
});
const seed = values.seed === undefined ? randomInt(2 ** 28) : Number(values.seed);
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupt.abort());

/** Text that the next one replaces: for a screen only. */
const show = (line: string): void => {
  if (process.stderr.isTTY) process.stderr.write(line);
};

const COLUMNS = {
  run: ({ name }) => name,
  messages: ({ messages }) => messages,
  'started twice': ({ second }) => second,
  'three times': ({ third }) => third,
  'answered once': ({ once }) => once,
  twice: ({ twice }) => twice,
  not: ({ unanswered }) => unanswered,
  'of these unheard': ({ unheard }) => unheard,
  lost: ({ lost }) => lost,
  'answered late': ({ late }) => late,
  'wait p50 ms': ({ wait }) => wait.p50,
  'p99 ms': ({ wait }) => wait.p99,
  ...Object.fromEntries(
    // By its names.
    (Object.keys(UNAVOIDABLE) as Unavoidable[]).map((kind) => [
      UNAVOIDABLE[kind],
      ({ unavoidable }: Result) => unavoidable[kind],
    ]),
  ),
} satisfies Record<string, (result: Result) => string | number>;

const row = (result: Result): string =>
  `| ${Object.values(COLUMNS)
    .map((column) => column(result))
    .join(' | ')} |`;

async function main(): Promise<void> {
  process.stderr.write(`seed ${seed}\n`);
  const results: Result[] = [];
  for (const scenario of scenarios.filter(({ name }) => name.includes(values.scenario))) {
    const messages = Number(values.messages ?? scenario.messages);
    const processes = Number(values.processes ?? scenario.processes);
    const perSecond = Number(values.rate ?? scenario.perSecond);
    const result = await run(
      { ...scenario, messages, processes, perSecond },
      {
        seed,
        signal: interrupt.signal,
        onProgress: ({ sent, over }) =>
          show(`\r${scenario.name}: ${sent} of ${messages} sent, ${over} over   `),
      },
    );
    show(`\r${''.padEnd(100)}\r`);
    process.stderr.write(`${row(result)}\n`);
    for (const problem of result.problems) process.stderr.write(`  BROKEN ${problem}\n`);
    if (values.log) process.stderr.write(`  ${JSON.stringify(result.logged)}\n`);
    results.push(result);
  }
  const names = Object.keys(COLUMNS);
  console.log(`| ${names.join(' | ')} |\n|---${'|--:'.repeat(names.length - 1)}|`);
  for (const result of results) console.log(row(result));
  const broken = results.filter(({ problems }) => problems.length > 0);
  if (broken.length > 0 || results.length === 0) process.exitCode = 1;
  console.log(`\nseed ${seed}; broken: ${broken.map(({ name }) => name).join(', ') || 'none'}`);
}

main()
  .catch((error: unknown) => {
    if (!interrupt.signal.aborted) console.error(error);
    process.exitCode = interrupt.signal.aborted ? 130 : 1;
  })
  // Nothing of ours is left by now; what is on its way to nobody need not end.
  .finally(() => process.exit());
