import type { Language } from '../language';
import { readEnvFile } from './env-file';
import type { EnvFile } from './env-file';
import { InterruptedError } from './exit';
import type { Exit } from './exit';
import { tellFailure } from './failure';
import type { Io } from './io';
import { createCliContext } from './cli-context';
import type { CommonOptions, CliContext } from './cli-context';

type Work = (run: CliContext) => Promise<Exit> | Exit;

/** The surroundings of a command. */
export interface RunnerOptions {
  readonly io: Io;
  readonly language: Language;
  /** Gets the exit code. */
  readonly done: (exit: Exit) => void;
}

/** How a command ends after Ctrl+C. */
export interface RunOptions {
  /** `false`: the command ends by itself. Default: its work is abandoned at once. */
  readonly interruptible?: boolean;
}

/** Runs commands, and prints why one failed. */
export interface Runner {
  readonly run: (options: CommonOptions, work: Work, how?: RunOptions) => Promise<void>;
}

const NO_FILE: EnvFile = { file: '', variables: {} };

/** Creates the runner of commands. */
export function createRunner({ io, language, done }: RunnerOptions): Runner {
  return {
    async run(options, work, { interruptible = true } = {}) {
      const start = (file: EnvFile): CliContext => createCliContext({ ...options, lang: language }, io, file);
      let context: CliContext | undefined;
      try {
        const started = (context = start(await readEnvFile(options.envFile, io)));
        const begin = async (): Promise<Exit> => work(started);
        done(await (interruptible ? orInterrupted(begin, io.signal) : begin()));
      } catch (error) {
        done(tellFailure(error, context ?? start(NO_FILE)));
      }
    },
  };
}

/** Rejects as soon as the user interrupts, even if requests are still open. */
async function orInterrupted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  let stop = (): void => undefined;
  const stopped = new Promise<never>((_, reject) => (stop = () => reject(new InterruptedError())));
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work(), stopped]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
