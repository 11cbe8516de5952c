// What the runs share whose processes call the API: starting them, gathering what they tell, and the callers within.
import { fork, type ChildProcess } from 'node:child_process';
import type { LogFields } from '../../lib/logger';

/** What a process tells in the end. */
export interface Told {
  readonly slowest: number;
  readonly calls: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
}

export const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Processes of the same file; its first argument is what they are. */
export const startChildren = (
  file: string,
  count: number,
  args: readonly string[],
  role = 'child',
): ChildProcess[] =>
  Array.from({ length: count }, () =>
    fork(file, [role, ...args], {
      execArgv: process.execArgv,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  );

/** What the children tell once they have called for `ms`, while there is trouble. Never longer than a minute more once all have started, whatever hangs. */
export async function gather<T>(
  children: readonly ChildProcess[],
  ms: number,
  trouble: () => Promise<T>,
): Promise<{ readonly told: readonly Told[]; readonly result: T }> {
  const told: Told[] = [];
  const ended = children.map(
    (child) =>
      new Promise<void>((resolve) => {
        child.on('message', (message) => {
          if (message !== 'ready') told.push(message as Told); // only our own children speak
        });
        child.once('exit', () => resolve());
      }),
  );
  // Starting many processes is a storm of its own, and another story.
  await Promise.all(
    children.map(
      (child) =>
        new Promise((resolve, reject) => {
          child.once('message', resolve);
          child.once('exit', () => reject(new Error('A process ended before it was ready.')));
        }),
    ),
  );
  const guard = setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, ms + 60_000);
  const troubled = trouble();
  for (const child of children) child.send('go');
  const result = await troubled;
  await Promise.all(ended);
  clearTimeout(guard);
  return { told, result };
}

/** Of the reasons why calls failed and of what was logged. */
const MAX_REASONS_CHARACTERS = 2_000;

/** All that the processes told, in the words of a table. */
export const sumOf = (told: readonly Told[]) => ({
  failed: told.reduce((sum, { failed }) => sum + failed, 0),
  calls: told.reduce((sum, { calls }) => sum + calls, 0),
  'slowest ms': Math.round(Math.max(...told.map(({ slowest }) => slowest))),
  why: JSON.stringify(Object.assign({}, ...told.map(({ failures }) => failures))).slice(
    0,
    MAX_REASONS_CHARACTERS,
  ),
});

/** The callers within a child: what fails, and what is logged, is counted by its first words. */
export function createCallers() {
  const failures: Record<string, number> = {};
  const count = (why: string) => (failures[why] = (failures[why] ?? 0) + 1);
  const note = ({ reason }: LogFields, message: string) => count(`${message.slice(0, 40)} ${String(reason)}`);

  /** Says that it is ready, waits for the others, calls for `ms`, tells, and ends the process. */
  async function run(
    {
      callers,
      ms,
      pause,
      more = () => ({}),
    }: {
      readonly callers: number;
      readonly ms: number;
      readonly pause: () => number;
      /** What it tells besides. */
      readonly more?: () => object;
    },
    call: () => Promise<unknown>,
  ): Promise<void> {
    process.send?.('ready');
    await new Promise((resolve) => process.once('message', resolve));
    let calls = 0;
    let failed = 0;
    let slowest = 0;
    const end = Date.now() + ms;
    const caller = async () => {
      while (Date.now() < end) {
        calls++;
        const start = performance.now();
        await call().catch((error: unknown) => {
          failed++;
          count(error instanceof Error ? error.message.slice(0, 110) : 'unknown');
        });
        slowest = Math.max(slowest, performance.now() - start);
        await wait(pause());
      }
    };
    await Promise.all(Array.from({ length: callers }, caller));
    process.send?.({ calls, failed, failures, slowest, ...more() }, () => process.exit(0));
  }

  return { logger: { warn: note, error: note }, run };
}
