import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { InterruptedError } from './exit';
import type { Io } from './io';
import { forTerminal } from './terminal';

/** Receives the echo of typed characters, and drops it. */
const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Asks a question on the terminal. The answer to a hidden question is not shown. */
export function ask({ stdin, stderr, signal }: Io, question: string, hidden = false): Promise<string> {
  return new Promise((resolve, reject) => {
    // With `terminal`, readline writes the echo, not the terminal. The echo is dropped here, and we print the
    // question.
    const lines = createInterface({
      input: stdin,
      output: hidden ? nowhere() : stderr,
      terminal: true,
      historySize: 0,
    });
    const end = (settle: () => void): void => {
      signal.removeEventListener('abort', stop);
      lines.removeAllListeners('close');
      lines.close();
      if (hidden) stderr.write('\n');
      settle();
    };
    const stop = (): void => end(() => reject(new InterruptedError()));
    lines.once('SIGINT', stop);
    lines.once('close', stop);
    signal.addEventListener('abort', stop);
    lines.once('line', (line) => end(() => resolve(line.trim())));
    if (hidden) {
      stderr.write(forTerminal(question));
    } else {
      lines.setPrompt(forTerminal(question));
      lines.prompt();
    }
  });
}

/** Asks for a yes. */
export const confirm = async (io: Io, question: string): Promise<boolean> =>
  /^(?:y(?:es)?|是|好)$/i.test(await ask(io, `${question} [y/N] `));
