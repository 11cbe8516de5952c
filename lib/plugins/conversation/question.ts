import { StreamAnswer } from '../../answers/stream-answer';
import { ConfigError } from '../../errors';
import { choicesIn, choicesText, chosen, normal } from '../../model/choices';
import type { Choice } from '../../model/choices';
import type { Message, MessageType } from '../../model/message';
import type { Reply } from '../../model/reply-types';
import type { Texts } from '../../model/texts';
import { property } from '../../own';
import type { Answer, Context } from '../../router/context';
import { checkPlain } from '../session-data';

/** A question to a user. */
export interface Question {
  /** Equal whenever the question is asked again. A different value shows that the code has changed. */
  readonly op: string;
  /** The words of the question; called only when it is asked. */
  readonly words: () => string | Reply | PromiseLike<string | Reply>;
  /** The message types that answer the question. */
  readonly types: readonly MessageType[];
  readonly choices?: readonly Choice[] | undefined;
  /** Turns a message into the answer. `false`, `null`, `undefined` or NaN: the message is not an answer. */
  readonly read?: ((said: string | Message, ctx: Context) => unknown) | undefined;
  /** The text after a message that is not an answer. */
  readonly again?: string | undefined;
  /** Words that skip the question, normalised for comparison. */
  readonly skip: readonly string[];
}

/** How a message relates to a question. */
export type Reading =
  | { readonly is: 'answer'; readonly value: unknown }
  /** Not an answer; `why` decides whether it counts as an attempt. */
  | { readonly is: 'none'; readonly why: 'type' | 'content' };

/**
 * Returns what a user wrote or tapped. For an answer to `reply.choices` this is the label: its word means
 * nothing to other questions.
 */
export function saidIn({ message, chosen }: Context): string | undefined {
  if (message.MsgType !== 'text') return undefined;
  return chosen?.word === message.Content ? chosen.said : message.Content;
}

/** Reads a message as the answer to a question. */
export async function readAnswer(question: Question, ctx: Context): Promise<Reading> {
  const { message } = ctx;
  const text = saidIn(ctx);
  if (text !== undefined && question.skip.includes(normal(text))) return { is: 'answer', value: undefined };
  // The names decide which types exist. A message of another kind is not among them.
  if (!question.types.some((type) => type === message.MsgType)) return { is: 'none', why: 'type' };
  const { choices, read } = question;
  if (choices !== undefined) {
    const choice = text === undefined ? undefined : pick(text, ctx, choices);
    return choice === undefined ? { is: 'none', why: 'content' } : { is: 'answer', value: choice.word };
  }
  const said = text === undefined ? message : ((await offeredWord(question, ctx)) ?? text).trim();
  const value = read === undefined ? said || undefined : await read(said, ctx);
  if (value === undefined || value === null || value === false || Number.isNaN(value))
    return { is: 'none', why: 'content' };
  checkPlain(value, `The answer to "${question.op}"`);
  return { is: 'answer', value };
}

/** Finds the choice that was tapped, named, numbered, or abbreviated. */
function pick(text: string, ctx: Context, choices: readonly Choice[]): Choice | undefined {
  const said = normal(text);
  if (said === '') return undefined;
  const tapId = ctx.message.MsgType === 'text' ? ctx.message.bizmsgmenuid : undefined;
  const found =
    choices.find((choice) => isTaken(choice, ctx)) ??
    choices.find(({ label, word }) => word === tapId && normal(label) === said) ??
    chosen(text, choices);
  if (found !== undefined) return found;
  const [first, ...more] = choices.filter(({ label }) => normal(label).startsWith(said));
  return more.length === 0 ? first : undefined;
}

const isTaken = ({ label, word }: Choice, ctx: Context): boolean =>
  ctx.chosen?.label === label && ctx.chosen.word === word;

/** Returns the word of an answer that the question itself offers by `reply.choices`. */
async function offeredWord(question: Question, ctx: Context): Promise<string | undefined> {
  if (ctx.chosen === undefined) return undefined;
  return choicesOf(await question.words()).find((choice) => isTaken(choice, ctx))?.word;
}

/** Returns the answers that a question offers. */
export const choicesOf = (put: string | Reply): readonly Choice[] => choicesIn(contentOf(put) ?? '');

/** Returns the message of a question, with its choices, and with the texts that were said before it. */
export async function putQuestion(question: Question, said: readonly string[]): Promise<string | Reply> {
  return withSaid(said, withChoices(question, await question.words()));
}

function withChoices({ op, choices }: Question, words: string | Reply): string | Reply {
  if (choices === undefined) return checkWords(op, words);
  const text = contentOf(words);
  if (text === undefined) throw new ConfigError(`The question "${op}" has choices: its words must be text.`);
  return choicesText(text, optionsOf(choices));
}

function checkWords(op: string, words: unknown): string | Reply {
  if (typeof words === 'string' ? words.trim() !== '' : typeof property(words, 'MsgType') === 'string')
    // A text, or a reply that is checked when it is sent.
    return words as string | Reply;
  throw new ConfigError(`The question "${op}" needs words: a text, or a reply.`);
}

/**
 * Puts the said texts before the answer.
 *
 * @throws {ConfigError} The answer has no text to which they could be added.
 */
export function withSaid(said: readonly string[], answer: string | Reply): string | Reply {
  if (said.length === 0) return answer;
  const text = contentOf(answer);
  if (text !== undefined) return [...said, text].join('\n');
  throw new ConfigError('say() belongs to a text: what comes next is a reply of another kind.');
}

/**
 * Puts the texts that were said since the last question before the final answer.
 *
 * @throws {ConfigError} The answer has no text.
 */
export function withSaidBefore(said: readonly string[], answer: Answer): Answer {
  if (said.length === 0) return answer;
  if (answer === undefined || answer === null || answer === '') return said.join('\n');
  if (answer instanceof StreamAnswer) return new StreamAnswer(joined(said, answer), answer.options);
  return typeof answer === 'string' || 'MsgType' in answer ? withSaid(said, answer) : joined(said, answer);
}

async function* joined(said: readonly string[], parts: AsyncIterable<string>): AsyncIterable<string> {
  yield `${said.join('\n')}\n`;
  yield* parts;
}

const contentOf = (words: string | Reply): string | undefined => {
  if (typeof words === 'string') return words;
  return words.MsgType === 'text' ? words.Content : undefined;
};

const BY_TYPE: Readonly<Partial<Record<MessageType, keyof Texts>>> = {
  text: 'askText',
  image: 'askImage',
  voice: 'askVoice',
  video: 'askVideo',
  location: 'askLocation',
  link: 'askLink',
  file: 'askFile',
  miniprogrampage: 'askMiniProgram',
};

/** Returns the message after a message that was not an answer. */
export async function putAgain(
  question: Question,
  why: 'type' | 'content',
  texts: Texts,
): Promise<string | Reply> {
  const { again, choices, types } = question;
  if (again !== undefined) return choices === undefined ? again : choicesText(again, optionsOf(choices));
  const word = texts[(why === 'type' ? BY_TYPE[types[0] ?? 'text'] : undefined) ?? 'askAgain'];
  const put = await putQuestion(question, []);
  return contentOf(put) === undefined ? word : withSaid([word], put);
}

/** Returns the choices in the form of `reply.choices`. */
const optionsOf = (choices: readonly Choice[]): Record<string, string> =>
  Object.fromEntries(choices.map(({ label, word }) => [label, word]));

/**
 * Reads choices: labels, or `{ label: word }`.
 *
 * @throws {ConfigError} There are not 1 to 20 choices, or they cannot be tapped.
 */
export function readChoices(given: readonly string[] | Readonly<Record<string, string>>): readonly Choice[] {
  const choices = Array.isArray(given)
    ? given.map((label: string) => ({ label, word: label }))
    : Object.entries(given).map(([label, word]) => ({ label, word }));
  choicesText('?', optionsOf(choices));
  return choices;
}
