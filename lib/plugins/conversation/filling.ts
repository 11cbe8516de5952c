import { ConfigError } from '../../errors';
import { filled } from '../../model/texts';
import type { Texts } from '../../model/texts';
import { property } from '../../own';
import type { Context } from '../../router/context';
import type { FormStep } from './fields';
import type { Operations } from './play';
import { readChoices } from './question';

/** The answers so far. Those of a form within a form are an object in the object. */
export type Filled = Record<string, unknown>;

/** Asks for all fields of a form. */
export async function fill(
  { ask }: Pick<Operations, 'ask'>,
  steps: readonly FormStep[],
  ctx: Context,
  prefix = '',
): Promise<Filled> {
  const answers: Filled = {};
  for (const { path, conditions, ask: words, question } of steps) {
    const left = conditions.find(({ depth, when }) => !when(holderOf(answers, path.slice(0, depth + 1))));
    if (left !== undefined) {
      // A form within a form is skipped as a whole.
      holderOf(answers, path.slice(0, left.depth + 1))[path[left.depth] ?? ''] = undefined;
      continue;
    }
    const holder = holderOf(answers, path);
    const name = path[path.length - 1] ?? '';
    holder[name] = await ask({
      ...question,
      op: prefix + question.op,
      words: () => (typeof words === 'function' ? words(holder, ctx) : words),
    });
  }
  return answers;
}

/** Returns the object that has the last name of a path. */
function holderOf(filled: Filled, path: readonly string[]): Filled {
  let holder = filled;
  for (const name of path.slice(0, -1)) {
    const inner = holder[name];
    // The next line creates this object.
    holder = (typeof inner === 'object' && inner !== null ? inner : (holder[name] = {})) as Filled;
  }
  return holder;
}

/** Shows the answers, and asks whether they are correct. */
export async function confirmed(
  operations: Pick<Operations, 'ask' | 'restart'>,
  summary: () => string | PromiseLike<string>,
  { confirmYes, confirmRestart, confirmNo }: Texts,
): Promise<boolean> {
  const verdict = await operations.ask({
    op: 'confirm',
    types: ['text'],
    choices: readChoices({ [confirmYes]: 'yes', [confirmRestart]: 'restart', [confirmNo]: 'no' }),
    skip: [],
    words: async () => {
      const text: unknown = await summary();
      if (typeof text === 'string') return text;
      throw new ConfigError('"confirm" must give a text.');
    },
  });
  return verdict === 'restart' ? operations.restart() : verdict === 'yes';
}

/** The answers, one per line. */
export function summaryOf(steps: readonly FormStep[], answers: Filled, texts: Texts): string {
  const lines = steps.flatMap(({ path, label, question }) => {
    const value = holderOf(answers, path)[path[path.length - 1] ?? ''];
    if (value === undefined) return [];
    const chosen = question.choices?.find(({ word }) => word === value);
    return [filled(texts.confirmLine, { label, value: chosen?.label ?? shown(value, texts) })];
  });
  return [texts.confirm, ...lines].join('\n');
}

const BY_TYPE: Readonly<Record<string, keyof Texts>> = {
  image: 'shownImage',
  voice: 'shownVoice',
  video: 'shownVideo',
  shortvideo: 'shownVideo',
  file: 'shownFile',
};

function shown(value: unknown, texts: Texts): string {
  if (typeof value !== 'object' || value === null) return String(value);
  const type = property(value, 'MsgType');
  if (typeof type !== 'string') return JSON.stringify(value);
  const text = property(value, 'Label') ?? property(value, 'Title');
  return typeof text === 'string' && text !== '' ? text : texts[BY_TYPE[type] ?? 'shownOther'];
}
