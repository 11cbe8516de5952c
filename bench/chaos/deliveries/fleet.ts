import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { until } from '../../../spec/support/redis';
import { pick, type Random } from '../../../spec/support/random';
import type { Told, WorkerSettings } from './worker';

/** A process of the bot that takes requests, or would if it were not frozen. */
export interface Worker {
  readonly pid: number;
  readonly port: number;
  /** Ends it as a crash would. */
  kill(): void;
  /** Asks it to end. */
  stop(): void;
  freeze(): void;
  thaw(): void;
}

/** What a worker says of itself at the end. */
export type Report = Extract<Told, { readonly stats: unknown }>;

/** The processes of the bot. One that ends is started again, as a supervisor would. */
export interface Fleet {
  /** Resolves when all of them listen. */
  readonly started: Promise<unknown>;
  /** Those that a balancer would send requests to. */
  readonly workers: readonly Worker[];
  /** Whether that process is still there. */
  isAlive(pid: number): boolean;
  /** What those that are there say. */
  report(): Promise<Report[]>;
  close(): Promise<void>;
}

const ROOT = join(__dirname, '../../..');
const REPORT_WITHIN = 5000;
/** On a busy machine. */
const START_WITHIN = 60_000;

/** Starts `size` workers, and some that stand by for them. */
export function startFleet(size: number, spares: number, settings: WorkerSettings): Fleet {
  const children = new Set<ChildProcess>();
  const listening: (Worker & { readonly child: ChildProcess })[] = [];
  let closing = false;

  const leave = (child: ChildProcess): void => {
    const place = listening.findIndex((worker) => worker.child === child);
    if (place !== -1) listening.splice(place, 1);
  };

  function start(): Promise<void> {
    const child = fork(join(__dirname, 'worker.ts'), [JSON.stringify(settings)], {
      // The settings of the TypeScript compiler, and with them the package's name, are found from there.
      cwd: ROOT,
      // Little memory, so that what uses it up does so soon.
      execArgv: ['--import', 'tsx', '--max-old-space-size=200'],
      // What a process says when it aborts fills a screen.
      stdio: ['ignore', 'ignore', settings.isLoud === false ? 'ignore' : 'inherit', 'ipc'],
    });
    children.add(child);
    child.once('exit', () => {
      children.delete(child);
      leave(child);
      if (!closing) void start();
    });
    return new Promise((resolve) => {
      child.on('message', (message) => {
        const told = message as Told; // Only our own worker speaks.
        if (!('port' in told)) return;
        const { pid = 0 } = child;
        const end = (signal: NodeJS.Signals) => () => {
          leave(child);
          child.kill(signal);
        };
        listening.push({
          child,
          pid,
          port: told.port,
          kill: end('SIGKILL'),
          stop: end('SIGTERM'),
          freeze: () => void child.kill('SIGSTOP'),
          thaw: () => void child.kill('SIGCONT'),
        });
        resolve();
      });
      child.once('exit', () => resolve());
    });
  }

  const ask = (child: ChildProcess): Promise<Report | undefined> =>
    new Promise((resolve) => {
      const done = (report?: Report): void => {
        clearTimeout(timer);
        child.off('exit', gone).off('message', hear);
        resolve(report);
      };
      const gone = (): void => done();
      const hear = (message: unknown): void => {
        const told = message as Told; // As above.
        if ('stats' in told) done(told);
      };
      const timer = setTimeout(done, REPORT_WITHIN);
      child.on('exit', gone).on('message', hear);
      child.send('report');
    });

  const started = Promise.all(Array.from({ length: size + spares }, start));
  return {
    started,
    get workers() {
      return listening.slice(0, size);
    },
    isAlive: (pid) => [...children].some((child) => child.pid === pid),
    report: async () => {
      // One may be on its way back.
      await until(() => listening.length >= size, START_WITHIN);
      return (await Promise.all(listening.map(({ child }) => ask(child)))).filter(
        (each) => each !== undefined,
      );
    },
    close: async () => {
      closing = true;
      await Promise.all(
        [...children].map((child) => {
          const ended = once(child, 'exit');
          // It also ends what is frozen.
          child.kill('SIGKILL');
          return ended;
        }),
      );
    },
  };
}

export const pickWorker = ({ workers }: Fleet, random: Random): Worker | undefined => pick(random, workers);
