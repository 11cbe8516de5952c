import type { Readable, Writable } from 'node:stream';

/** What a run of the program has of the world. The streams may be terminals or not. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder in which the program was started: names of files are relative to it. */
  readonly cwd: string;
  /** The language of the system, such as `zh-CN`, for environments that name none, as on Windows. */
  readonly locale?: string;
  /** Aborts when the user has had enough (Ctrl+C). */
  readonly signal: AbortSignal;
}

/** Whether somebody is there who can answer a question. */
export const isInteractive = ({ stdin, stderr }: Io): boolean =>
  stdin.isTTY === true && stderr.isTTY === true;
