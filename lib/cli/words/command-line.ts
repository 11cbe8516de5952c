import type { Language } from '../../language';

/** Headings of the help. */
const HEADINGS: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Commands:': '命令：',
};

/** Returns a heading of the help. commander has the English one. */
export const heading = (title: string, language: Language): string =>
  language === 'zh' && Object.hasOwn(HEADINGS, title) ? (HEADINGS[title] ?? title) : title;

/** Translates a line about the use of a command, or a description with the values of an option. */
export const helpLine = (line: string, language: Language): string =>
  language === 'en'
    ? line
    : line
        .replace('[options]', '[选项]')
        .replace('[command]', '[命令]')
        .replace(/ ?\(choices: (.+)\)/, (_, choices: string) => `（可选值：${list(choices)}）`);

const list = (choices: string): string => choices.replaceAll('"', '').replaceAll(', ', '、');

type Say = (...parts: string[]) => string;

/** Mistakes on the command line by commander's code: its English words, and ours in Chinese. */
const MISTAKES: Readonly<Record<string, readonly [RegExp, Say]>> = {
  'commander.missingArgument': [/missing required argument '(.+?)'/, (name) => `缺少参数 ${name}`],
  'commander.optionMissingArgument': [/option '(.+?)' argument missing/, (option) => `选项 ${option} 缺少值`],
  'commander.missingMandatoryOptionValue': [
    /required option '(.+?)' not specified/,
    (option) => `必须指定选项 ${option}`,
  ],
  'commander.invalidArgument': [
    /'([^']+)' (?:argument|from env) '?(.*?)'? is invalid\. (?:Allowed choices are (.+)\.)?/s,
    (option, value, choices = '') => `选项 ${option} 不接受“${value}”，可选值：${list(choices)}`,
  ],
  'commander.unknownOption': [/unknown option '(.+?)'/, (option) => `没有选项 ${option}`],
  'commander.unknownCommand': [/unknown command '(.+?)'/, (command) => `没有命令 ${command}`],
  'commander.excessArguments': [
    /too many arguments.* Expected (\d+) arguments? but got (\d+)/,
    (most, given) => `参数过多：最多 ${most} 个，给出了 ${given} 个`,
  ],
};

const MEANT = /\(Did you mean (?:one of )?(.+)\?\)/;

/** Describes a mistake on the command line in the user's language. */
export function mistake(message: string, code: string | undefined, language: Language): string {
  if (language === 'en') return message;
  const [pattern, zh] = Object.hasOwn(MISTAKES, code ?? '') ? (MISTAKES[code ?? ''] ?? []) : [];
  const found = pattern?.exec(message);
  if (found === undefined || found === null || zh === undefined) return `错误：${message}`;
  const meant = MEANT.exec(message)?.[1];
  return `错误：${zh(...found.slice(1))}${meant === undefined ? '' : `\n（你是不是想用 ${meant}？）`}`;
}
