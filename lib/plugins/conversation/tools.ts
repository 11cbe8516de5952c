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
 * Runs a side effect at most once in a conversation. Every replay returns the same result, which must be
 * plain JSON; the key identifies it. Work that throws may run again. After a crash during the work nobody
 * knows its state: then `instead` runs, which may find out, or may be the same function if a repetition does
 * no harm. Without `instead` the conversation ends with the text `unclear`.
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

/** Asks a user, and waits for the answer. Until then no code of the dialogue runs, not even `finally`. */
export interface Ask {
  /** Asks for a text. Returns it without white space around it, or the result of `read`. */
  <const O extends TextQuestion>(
    question: string | Reply,
    options?: O,
  ): Promise<ReadBy<O, string> | LeftOut<O>>;
  /**
   * Asks for one of several choices: the user taps it, or sends its number, its name, or the beginning of its
   * name.
   */
  choice<const C extends Choices, const O extends QuestionOptions>(
    question: string,
    choices: C,
    options?: O,
  ): Promise<WordOf<C> | LeftOut<O>>;
  /** Asks for all fields of a form. Its `done` is not called. */
  form<A extends object>(form: Fillable<A>): Promise<A>;
  image: AskMessage<'image'>;
  voice: AskMessage<'voice'>;
  video: AskMessage<'video'>;
  location: AskMessage<'location'>;
  link: AskMessage<'link'>;
  file: AskMessage<'file'>;
}

/** The tools of a dialogue. */
export interface DialogueTools {
  readonly ask: Ask;
  /** Says a text before the next question, or before the end. It becomes a line of the same answer. */
  readonly say: (text: string) => void;
  readonly once: Once;
  /** Returns the time in milliseconds since 1970. Every replay gets the same time. */
  readonly now: () => number;
  /** Returns a number from 0 up to 1. Every replay gets the same number. */
  readonly random: () => number;
}
