import { ConfigError } from '../../errors';
import type { Message, MessageType } from '../../model/message';
import type { Reply } from '../../model/reply-types';
import type { Context } from '../../router/context';
import { checkNames } from '../../unknown-name';
import { readWords } from './options';
import { readChoices } from './question';
import type { Question } from './question';

/** The choices of a question: labels, or `{ label: word }`; the answer is then the word. */
export type Choices = readonly string[] | Readonly<Record<string, string>>;

/** The message types, besides text, that a question may ask for. */
export type AskedType = Exclude<MessageType, 'text' | 'device_event' | 'device_text' | 'shortvideo'>;

/** The message that answers a question for this type. Short videos count as videos. */
export type MessageAsked<T extends AskedType> = T extends 'video'
  ? Message<'video'> | Message<'shortvideo'>
  : Message<T>;

/** Settings of every question. */
export interface QuestionOptions {
  /**
   * The text after a message that is not an answer. Default: a note that it was not understood, and the
   * question again.
   */
  readonly again?: string;
  /** Words that skip the question; `true` means `跳过`. The answer is then `undefined`. */
  readonly optional?: true | string | readonly string[];
}

/** A question that is answered by text. */
export interface TextQuestion extends QuestionOptions {
  /**
   * Turns the text, without white space around it, into the answer. `false`, `null`, `undefined` or NaN: ask
   * again. The answer must be plain JSON.
   */
  readonly read?: (text: string, ctx: Context) => unknown;
}

/** A question that a message of another type answers. */
export interface MessageQuestion<T extends AskedType> extends QuestionOptions {
  /**
   * Turns the message into the answer, such as its `MediaId`. `false`, `null`, `undefined` or NaN: ask again.
   * The answer must be plain JSON.
   */
  readonly read?: (message: MessageAsked<T>, ctx: Context) => unknown;
}

/** The other settings of a form's field. */
interface Field {
  /** The question, or a function that writes it from the answers so far. */
  readonly ask:
    | string
    | Reply
    | ((
        answers: Readonly<Record<string, unknown>>,
        ctx: Context,
      ) => string | Reply | PromiseLike<string | Reply>);
  /** The name of the field in the summary. Default: its name in the form. */
  readonly label?: string;
  /** Decides from the answers so far whether the question is asked. If not, the answer is `undefined`. */
  readonly when?: (answers: Readonly<Record<string, unknown>>) => boolean;
}

// Each type names the properties of the others as absent, so that the compiler can tell them apart.
interface TextField extends Field, TextQuestion {
  readonly type?: 'text' | undefined;
  readonly choices?: undefined;
  readonly form?: undefined;
}
interface ChoiceField extends Field, QuestionOptions {
  readonly choices: Choices;
  readonly type?: 'text' | undefined;
  readonly read?: undefined;
  readonly form?: undefined;
}
interface MessageField<T extends AskedType> extends Field, MessageQuestion<T> {
  readonly type: T;
  readonly choices?: undefined;
  readonly form?: undefined;
}
interface FormOfField {
  /** The form whose questions are asked here. Its `done` is not called. */
  readonly form: Fillable<object>;
  readonly when?: Field['when'];
  readonly ask?: undefined;
  readonly type?: undefined;
  readonly choices?: undefined;
  readonly read?: undefined;
}

/**
 * One question of a form: for a text, for one of several choices, or for another type of message; or the
 * questions of another form.
 */
export type FormField =
  TextField | ChoiceField | { [T in AskedType]: MessageField<T> }[AskedType] | FormOfField;

/** The fields of a form, in the order in which they are asked. */
export type FormFields = Readonly<Record<string, FormField>>;

declare const answers: unique symbol;

/** A form whose fields give such answers. */
export interface Fillable<A> {
  /** This property exists only in the type. */
  readonly [answers]?: A;
}

/** The word of one of the choices. */
export type WordOf<C> = C extends readonly (infer W)[] ? W : C[keyof C];

/** The type that `read` returns for an answer, if there is a `read`. */
export type ReadBy<F, Otherwise> = F extends { readonly read: (...given: never[]) => infer R }
  ? Exclude<Awaited<R>, false | null | undefined>
  : Otherwise;

type Value<F> = F extends { readonly form: Fillable<infer A> }
  ? A
  : F extends { readonly choices: infer C extends Choices }
    ? WordOf<C>
    : ReadBy<F, F extends { readonly type: infer T extends AskedType } ? MessageAsked<T> : string>;

/** The additional type of an answer that may be skipped. */
export type LeftOut<F> = F extends { readonly optional: Leavable } ? undefined : never;
type Leavable = true | string | readonly string[];

/** The answer to one question. */
export type AnswerTo<F> =
  Value<F> | LeftOut<F> | (F extends { readonly when: (...given: never[]) => boolean } ? undefined : never);

/** The answers of a form, by the names of its fields. */
export type FormAnswers<F> = { [K in keyof F]: AnswerTo<F[K]> };

/** A field in its place. The fields of a form within a form follow each other. */
export interface FormStep {
  /** The names from the outer form to the inner field. */
  readonly path: readonly string[];
  readonly label: string;
  readonly conditions: readonly { readonly depth: number; readonly when: NonNullable<Field['when']> }[];
  readonly ask: Field['ask'];
  readonly question: Omit<Question, 'words'>;
}

const MAX_FIELDS = 50;
const SKIP = '跳过';

const stepsOfForms = new WeakMap<object, readonly FormStep[]>();

/** Remembers the fields of a form. */
export const provideSteps = (form: object, steps: readonly FormStep[]): void =>
  void stepsOfForms.set(form, steps);

/** Returns the fields of a form. */
export function stepsOf(what: string, form: object): readonly FormStep[] {
  const steps = stepsOfForms.get(form);
  if (steps !== undefined) return steps;
  throw new ConfigError(`${what} is no form: give it what createForm() returned.`);
}

/**
 * Reads the fields of a form, one after the other.
 *
 * @throws {ConfigError} A field is not valid.
 */
export function readFields(what: string, fields: unknown): readonly FormStep[] {
  if (typeof fields !== 'object' || fields === null || Object.keys(fields).length === 0)
    throw new ConfigError(`${what} needs "fields": { name: { ask: '…' } }.`);
  const steps = Object.entries(fields as FormFields).flatMap(([name, field]) =>
    stepsOfField(what, name, field),
  );
  if (steps.length > MAX_FIELDS) throw new ConfigError(`${what} has more than ${MAX_FIELDS} fields.`);
  return steps;
}

const FIELD_OPTIONS: Readonly<
  Record<keyof TextField | keyof ChoiceField | keyof MessageField<AskedType>, true>
> = {
  ask: true,
  label: true,
  when: true,
  again: true,
  optional: true,
  read: true,
  type: true,
  choices: true,
  form: true,
};

function stepsOfField(what: string, name: string, field: FormField): readonly FormStep[] {
  const at = `${what}: the field "${name}"`;
  if (typeof field !== 'object' || (field as unknown) === null)
    throw new ConfigError(`${at} must be an object.`);
  checkNames(at, field, FIELD_OPTIONS);
  if (name === '__proto__') throw new ConfigError(`${at} needs another name.`);
  const own = field.when === undefined ? [] : [{ depth: 0, when: field.when }];
  if (field.form !== undefined)
    return stepsOf(at, field.form).map((step) => ({
      ...step,
      path: [name, ...step.path],
      conditions: [...own, ...step.conditions.map(({ depth, when }) => ({ depth: depth + 1, when }))],
      question: { ...step.question, op: `${name}.${step.question.op}` },
    }));
  const { ask, label = name, choices, type = 'text' } = field;
  if (!isAsked(ask))
    throw new ConfigError(`${at} needs "ask": a text, a reply, or a function that gives one.`);
  const question = makeQuestion(at, name, { ...field, choices, type });
  return [{ path: [name], label, conditions: own, ask, question }];
}

const isAsked = (ask: unknown): boolean =>
  typeof ask === 'string'
    ? ask.trim() !== ''
    : typeof ask === 'function' || (typeof ask === 'object' && ask !== null);

/** A question as fields and dialogues describe it. */
export interface GivenQuestion extends QuestionOptions {
  readonly type: 'text' | AskedType;
  readonly choices?: Choices | undefined;
  readonly read?: unknown;
}

/**
 * Creates a question from its description.
 *
 * @throws {ConfigError} The description is not valid.
 */
export function makeQuestion(at: string, op: string, given: GivenQuestion): Omit<Question, 'words'> {
  const { type, choices, read, again, optional } = given;
  if (read !== undefined && typeof read !== 'function')
    throw new ConfigError(`${at}: "read" must be a function.`);
  if (again !== undefined && (typeof again !== 'string' || again.trim() === ''))
    throw new ConfigError(`${at}: "again" must be a text.`);
  return {
    op,
    types: type === 'video' ? ['video', 'shortvideo'] : [type],
    choices: choices === undefined ? undefined : readChoices(choices),
    // `read` gets what `types` accepts; the types above guarantee it.
    read: read as Question['read'],
    again,
    skip: optional === undefined ? [] : readWords(`${at}: "optional"`, optional === true ? SKIP : optional),
  };
}
