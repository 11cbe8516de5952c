import { Command, CommanderError } from 'commander';
import { EXIT } from './exit';
import type { Exit } from './exit';
import type { Io } from './io';
import { addCommands } from './program';

/**
 * Runs the program with the given arguments, those after its name. Everything it says goes to the streams of `io`; what it
 * resolves to is the exit code.
 */
export async function main(argv: readonly string[], io: Io): Promise<Exit> {
  let exit: Exit = EXIT.fine;
  const program = new Command('offiaccount')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .showHelpAfterError('(--help after a command shows its options)');
  addCommands(program, io, (code) => (exit = code));
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    // What commands throw is told where they run: this is about the command line, and has been told as well.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  }
}
