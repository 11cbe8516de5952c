import type { Language } from '../language';
import { readEnvFile } from './env-file';
import type { EnvFile } from './env-file';
import { Interrupted } from './exit';
import type { Exit } from './exit';
import { tellFailure } from './failure';
import type { Io } from './io';
import { startRun } from './run';
import type { CommonOptions, Run } from './run';

type Work = (run: Run) => Promise<Exit> | Exit;

/** What a command runs in. */
export interface RunnerOptions {
  readonly io: Io;
  readonly language: Language;
  /** Is told the exit code. */
  readonly done: (exit: Exit) => void;
}

/** What runs commands, and tells why one failed if it does. */
export interface Runner {
  /** Runs a command until it ends or the user has had enough. */
  readonly run: (options: CommonOptions, work: Work) => Promise<void>;
  /** The same for one that ends by itself when the user has had enough. */
  readonly runToItsEnd: (options: CommonOptions, work: Work) => Promise<void>;
}

const NONE: EnvFile = { file: '', variables: {} };

/** Makes what runs commands. */
export function runner({ io, language, done }: RunnerOptions): Runner {
  async function runToItsEnd(options: CommonOptions, work: Work): Promise<void> {
    const start = (file: EnvFile): Run => startRun({ ...options, lang: language }, io, file);
    let started: Run | undefined;
    try {
      started = start(await readEnvFile(options.envFile, io));
      done(await work(started));
    } catch (error) {
      done(tellFailure(error, started ?? start(NONE)));
    }
  }

  return {
    runToItsEnd,
    run: (options, work) => runToItsEnd(options, (run) => orInterrupted(async () => work(run), io.signal)),
  };
}

/** Gives up when the user does, whatever is still on its way. */
async function orInterrupted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => (stop = () => reject(new Interrupted())));
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
