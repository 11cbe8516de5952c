import type { Reply } from '../../model/reply-types';
import type {
  AskedType,
  Choices,
  Fillable,
  LeftOut,
  MessageAsked,
  MessageQuestion,
  QuestionOptions,
  ReadBy,
  TextQuestion,
  WordOf,
} from './fields';

/**
 * Runs a side effect at most once in a conversation, and gives what it gave, plain JSON, in every replay; the key tells it from others. One
 * that throws may be run again. After a crash in the middle nobody knows how far it came: then `instead` is run, which may find out
 * or be the same function where that does no harm; without it the conversation ends with the text `unclear`.
 */
export type Once = <T>(
  key: string,
  run: () => T | PromiseLike<T>,
  instead?: () => T | PromiseLike<T>,
) => Promise<T>;

type AskMessage<T extends AskedType> = <const O extends MessageQuestion<T>>(
  question: string | Reply,
  options?: O,
) => Promise<ReadBy<O, MessageAsked<T>> | LeftOut<O>>;

/** Asks a user, and waits for the answer: until then nothing of the dialogue runs, not even `finally`. */
export interface Ask {
  /** A text, without white space around it; or what `read` makes of it. */
  <const O extends TextQuestion>(
    question: string | Reply,
    options?: O,
  ): Promise<ReadBy<O, string> | LeftOut<O>>;
  /** One of several choices: by tap, number, name, or the beginning of one name only. */
  choice<const C extends Choices, const O extends QuestionOptions>(
    question: string,
    choices: C,
    options?: O,
  ): Promise<WordOf<C> | LeftOut<O>>;
  /** All fields of a form, but for its `done`. */
  form<A extends object>(form: Fillable<A>): Promise<A>;
  image: AskMessage<'image'>;
  voice: AskMessage<'voice'>;
  video: AskMessage<'video'>;
  location: AskMessage<'location'>;
  link: AskMessage<'link'>;
  file: AskMessage<'file'>;
}

/** What a dialogue is written with. */
export interface DialogueTools {
  readonly ask: Ask;
  /** Says something before the next question, or the end: a line of the same answer. */
  readonly say: (text: string) => void;
  readonly once: Once;
  /** The time, in milliseconds since 1970: the same in every replay. */
  readonly now: () => number;
  /** A number from 0 up to 1: the same in every replay. */
  readonly random: () => number;
}
