import { Command, Help } from 'commander';
import type { Argument, ErrorOptions, Option } from 'commander';
import type { Language } from '../language';
import { widthOf, wrap } from './wide';
import { heading, helpLine, mistake } from './words/command-line';
import { help } from './words/help';

/** The help of a command in the user's language. */
class LocalHelp extends Help {
  constructor(private readonly language: Language) {
    super();
  }

  override styleTitle(title: string): string {
    return heading(title, this.language);
  }

  override commandUsage(command: Command): string {
    return helpLine(super.commandUsage(command), this.language);
  }

  override subcommandTerm(command: Command): string {
    return helpLine(super.subcommandTerm(command), this.language);
  }

  override optionDescription(option: Option): string {
    return helpLine(super.optionDescription(option), this.language);
  }

  override argumentDescription(argument: Argument): string {
    return helpLine(super.argumentDescription(argument), this.language);
  }

  override displayWidth(text: string): number {
    return widthOf(text);
  }

  override boxWrap(text: string, width: number): string {
    return this.language === 'zh' ? wrap(text, width) : super.boxWrap(text, width);
  }
}

/** A command in the user's language. Its subcommands use the same language. */
export class LocalCommand extends Command {
  constructor(
    name: string | undefined,
    private readonly language: Language,
  ) {
    super(name);
    this.helpOption('-h, --help', help.help[language]);
  }

  override createCommand(name?: string): LocalCommand {
    return new LocalCommand(name, this.language);
  }

  override createHelp(): Help {
    return Object.assign(new LocalHelp(this.language), this.configureHelp());
  }

  override error(message: string, options?: ErrorOptions): never {
    return super.error(mistake(message, options?.code, this.language), options);
  }
}
