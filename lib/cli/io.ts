import type { Readable, Writable } from 'node:stream';

/** The surroundings of a run of the program. The streams may or may not be terminals. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder in which the program was started. File names are relative to it. */
  readonly cwd: string;
  /** The language of the system, such as `zh-CN`. Used if the environment names none, as on Windows. */
  readonly locale?: string;
  /** Aborts when the user interrupts the program (Ctrl+C). */
  readonly signal: AbortSignal;
}

/** Tells whether a user is there to answer a question. */
export const isInteractive = ({ stdin, stderr }: Io): boolean =>
  stdin.isTTY === true && stderr.isTTY === true;
