import { Option } from 'commander';
import type { Command } from 'commander';
import { LANGUAGES } from '../language';
import type { Language } from '../language';
import { SETTINGS } from './settings';
import type { SettingName } from './settings';
import { help } from './words/help';

/** Adds the options of every command, and one for each setting that the command uses. */
export function withSettings(
  command: Command,
  language: Language,
  ...names: readonly SettingName[]
): Command {
  for (const name of names) {
    const { option, variable, name: title } = SETTINGS[name];
    const about = language === 'en' ? `${title.en} (${variable})` : `${title.zh}（${variable}）`;
    command.option(`${option} <value>`, about);
  }
  return command
    .option('--env-file <file>', help['env-file'][language])
    .option('--no-env-file', help['no-env-file'][language])
    .addOption(languageOption(language))
    .option('--json', help.json[language]);
}

/** The option for the language of the output. */
export const languageOption = (language: Language): Option =>
  new Option('--lang <language>', help.lang[language]).choices(LANGUAGES);

/** The options for the format and mode of pushes. */
export const pushOptions = (language: Language): readonly Option[] => [
  new Option('--mode <mode>', help.mode[language]).choices(['clear', 'compatible', 'safe']),
  new Option('--format <format>', help.format[language]).choices(['xml', 'json']),
];
