import { ACCOUNT_KINDS, ACCOUNT_KIND_WORDS } from '../model/account-kinds';
import { hasRight, rightFor } from '../model/account-rights';
import type { Language } from '../language';
import { functionsOfNoAccount, findFunction, signature } from './catalogue';
import { docOf } from './endpoint-docs';
import type { FieldDoc } from './endpoint-docs';
import { EXIT } from './exit';
import type { Exit } from './exit';
import type { CliContext } from './cli-context';
import { widthOf } from './wide';

/**
 * Prints how to call a function of the API: its fields, its result and its official page.
 *
 * @throws {UsageError} There is no such function. The message names similar ones.
 */
export function describe(run: CliContext, name: string): Exit {
  const all = functionsOfNoAccount();
  const bound = findFunction(all, name);
  const [group = '', method = ''] = name.split('.');
  const head = signature(group, method, bound);
  const doc = docOf(name);
  if (doc === undefined) {
    run.print({ name, signature: head }, `${head}\n\n${run.say('call-iterator')}`);
    return EXIT.fine;
  }
  const { language, say } = run;
  const facts: [string, string][] = [
    [say('call-accounts'), accountsFor(doc.path, language)],
    [say('call-official'), `${doc.chapter}\n${doc.see}`],
    ...(doc.codes.length > 0 ? [[say('call-codes'), doc.codes.join(' ')] as [string, string]] : []),
  ];
  const parts = [
    `${head}\n${doc.titleZh}  ${doc.method} ${doc.path}`,
    plain(language === 'zh' ? doc.summaryZh : doc.summary),
    columns(facts),
    section(say('call-parameters'), doc.parameters, run),
    section(say('call-fields'), doc.fields, run),
    doc.answer.length > 0
      ? section(say('call-answer'), doc.answer, run)
      : `${say('call-answer')}\n  ${doc.result === 'void' ? 'null' : doc.result}`,
    `${say('call-example')}\n  api.${doc.example}`,
  ];
  run.print({ ...doc, signature: head }, parts.filter((part) => part !== '').join('\n\n'));
  return EXIT.fine;
}

function accountsFor(path: string, language: Language): string {
  const right = rightFor(path.replace(/\?.*$/, ''));
  return ACCOUNT_KINDS.filter((kind) => hasRight(kind, right))
    .map((kind) => ACCOUNT_KIND_WORDS[kind][language])
    .join(language === 'zh' ? '、' : ', ');
}

/** Prepares comments for a terminal: `{@link tag.create}` becomes the plain name. */
const plain = (text: string): string => text.replaceAll(/\{@link ([^}]+)\}/g, '$1');

const section = (title: string, fields: readonly FieldDoc[], { language }: CliContext): string =>
  fields.length === 0
    ? ''
    : `${title}\n${columns(
        fields.map(({ name, type, optional, note, noteZh }) => [
          `  ${name}${optional === true ? '?' : ''}`,
          [type.replace(' | undefined', ''), plain((language === 'zh' ? noteZh : note) ?? '')]
            .filter((part) => part !== '')
            .join('  '),
        ]),
      )}`;

/** Prints two columns. Further lines of a value stand below its first line. */
function columns(rows: readonly (readonly [string, string])[]): string {
  const width = Math.min(40, Math.max(...rows.map(([name]) => widthOf(name)))) + 2;
  return rows
    .map(([name, value]) => {
      const gap = ' '.repeat(Math.max(2, width - widthOf(name)));
      return `${name}${gap}${value.replaceAll('\n', `\n${' '.repeat(width)}`)}`;
    })
    .join('\n');
}
