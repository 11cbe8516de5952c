import { CommanderError } from 'commander';
import { LANGUAGES, languageOf } from '../language';
import type { Language } from '../language';
import { EXIT } from './exit';
import type { Exit } from './exit';
import type { Io } from './io';
import { LocalCommand } from './local-command';
import { addCommands } from './program';
import { forTerminal } from './terminal';
import { help } from './words/help';

/**
 * Runs the program with the given arguments, those after its name. It writes to the streams of `io`, and
 * resolves to the exit code.
 */
export async function main(argv: readonly string[], io: Io): Promise<Exit> {
  let exit: Exit = EXIT.fine;
  const language = languageIn(argv) ?? languageOf(io.env, io.locale);
  const program = new LocalCommand('offiaccount', language)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(forTerminal(text)),
      writeErr: (text) => void io.stderr.write(forTerminal(text)),
    })
    .showHelpAfterError(help['after-error'][language]);
  addCommands(program, { io, language, done: (code) => (exit = code) });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exit;
  } catch (error) {
    // Errors of commands were printed before. This error concerns the command line, and was printed too.
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
  }
}

/** Returns the language that the command line names. It must be known before the rest is read. */
function languageIn(argv: readonly string[]): Language | undefined {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const named = argv[at]?.startsWith('--lang=') === true ? argv[at].slice('--lang='.length) : argv[at + 1];
  return at < 0 ? undefined : LANGUAGES.find((language) => language === named);
}
