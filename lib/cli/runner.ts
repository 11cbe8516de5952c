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

/** What a command runs in. */
export interface RunnerOptions {
  readonly io: Io;
  readonly language: Language;
  /** Is told the exit code. */
  readonly done: (exit: Exit) => void;
}

/** How a command ends when the user has had enough (Ctrl+C). */
export interface RunOptions {
  /** `false`: the command ends by itself; nobody cuts it off. Default: its work is given up at once. */
  readonly interruptible?: boolean;
}

/** Runs commands, and tells why one failed if it does. */
export interface Runner {
  readonly run: (options: CommonOptions, work: Work, how?: RunOptions) => Promise<void>;
}

const NO_FILE: EnvFile = { file: '', variables: {} };

/** Makes what runs commands. */
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

/** Gives up when the user does, whatever is still on its way. */
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
