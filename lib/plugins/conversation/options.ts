import { systemClock } from '../../clock';
import type { Clock } from '../../clock';
import { ConfigError } from '../../errors';
import { consoleLogger } from '../../logger';
import type { Logger } from '../../logger';
import type { Texts as AccountTexts } from '../../model/texts';
import { own } from '../../own';
import { textsOf } from '../../router/context';
import type { Context } from '../../router/context';
import { checkNames } from '../../unknown-name';
import { whole } from '../settings';
import { normal } from '../../model/choices';

/**
 * What forms and dialogues may be told; texts are what users are answered, and by default those of the
 * account (`texts` of `wechat()`).
 */
export interface ConversationOptions {
  /** A new version ends the conversations that were begun with the former one. Default 1. */
  readonly version?: number | string;
  /** Words that end the conversation. Default `取消`. */
  readonly cancel?: string | readonly string[];
  /**
   * How many messages in a row may be no answer before the conversation ends, 1 to 100. Default 3. Messages
   * of another type do not count.
   */
  readonly tries?: number;
  /**
   * Milliseconds after the user's last message until the conversation ends. Default 1,800,000: half an hour.
   */
  readonly ttl?: number;
  /** Texts that are never an answer: they pass to the next handlers, and the conversation stays open. */
  readonly escape?: RegExp;
  /** The text after a word of `cancel`. */
  readonly cancelled?: string;
  /** The text after too many messages that were no answer. */
  readonly failed?: string;
  /** The text before the answer to the first message after `ttl`. Default: nothing. */
  readonly expired?: string;
  /** The text if `version`, or the code, has changed since the conversation began. */
  readonly changed?: string;
  /** The text if the conversation has more than 50 answers or 16 KiB. */
  readonly tooLong?: string;
  /**
   * The text if the store is unreachable, so that the open question is unknown. `''`: such messages pass to
   * the next handlers.
   */
  readonly lost?: string;
  /** The text if a process died during `once`, so that nobody knows what was done. */
  readonly unclear?: string;
  /**
   * Where `now` gets the time from; for tests. The age of a conversation follows from the messages'
   * `CreateTime`.
   */
  readonly clock?: Clock;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
}

/** Their texts, by the names that they have among those of the account. */
const NAMES_OF_TEXTS = {
  cancelled: 'conversationCancelled',
  failed: 'conversationFailed',
  changed: 'conversationChanged',
  tooLong: 'conversationTooLong',
  lost: 'conversationLost',
  unclear: 'conversationUnclear',
} as const satisfies Partial<Record<keyof ConversationOptions, keyof AccountTexts>>;
const NAMES = [...(Object.keys(NAMES_OF_TEXTS) as (keyof typeof NAMES_OF_TEXTS)[]), 'expired'] as const;

const OPTIONS: Readonly<Record<keyof ConversationOptions, unknown>> = {
  version: true,
  cancel: true,
  tries: true,
  ttl: true,
  escape: true,
  ...NAMES_OF_TEXTS,
  expired: true,
  clock: true,
  logger: true,
};

/** The texts of a conversation besides its own questions. */
export type ConversationTexts = Readonly<Record<(typeof NAMES)[number], string>>;

/** Options, checked and complete. */
export interface ConversationSettings {
  readonly name: string;
  readonly version: number | string;
  readonly cancel: readonly string[];
  readonly tries: number;
  readonly ttl: number;
  readonly escape: RegExp | undefined;
  /** Its own texts, and those of the account. */
  readonly textsFor: (ctx: Context) => ConversationTexts;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * Reads the settings that forms and dialogues share. `more` has the names of the other settings.
 *
 * @throws {ConfigError} A setting is missing, unknown or out of its range.
 */
export function readOptions(
  what: string,
  name: unknown,
  options: ConversationOptions,
  more: Readonly<Record<string, unknown>>,
): ConversationSettings {
  if (typeof name !== 'string' || !/^[^\p{Cc}]{1,64}$/u.test(name))
    throw new ConfigError(`${what}() needs a name of 1 to 64 characters.`);
  if (typeof options !== 'object' || (options as unknown) === null)
    throw new ConfigError(`${what}("${name}") takes its settings as an object.`);
  checkNames(`${what}("${name}")`, options, { ...OPTIONS, ...more });
  const given = own(options);
  const { version = 1, cancel = '取消', escape, clock = systemClock, logger = consoleLogger } = given;
  if (!(typeof version === 'string' || Number.isFinite(version)))
    throw new ConfigError(`${what}("${name}"): "version" must be a number or text.`);
  if (escape !== undefined && !((escape as unknown) instanceof RegExp))
    throw new ConfigError(`${what}("${name}"): "escape" must be a regular expression.`);
  const tries = whole('tries', given.tries ?? 3, 1);
  if (tries > 100) throw new ConfigError(`${what}("${name}"): "tries" must be 1 to 100.`);
  return {
    name,
    version,
    cancel: readWords(`${what}("${name}"): "cancel"`, cancel),
    tries,
    ttl: whole('ttl', given.ttl ?? 1_800_000, 1),
    escape,
    textsFor: readTexts(`${what}("${name}")`, given),
    clock,
    logger,
  };
}

/**
 * Reads words that a user may say, normalised for comparison.
 *
 * @throws {ConfigError} The value is not a word or a list of words.
 */
export function readWords(what: string, given: unknown): readonly string[] {
  const words: readonly unknown[] = Array.isArray(given) ? given : [given];
  return words.map((word) => {
    if (typeof word === 'string' && word.trim() !== '') return normal(word);
    throw new ConfigError(`${what} takes words, or a list of words.`);
  });
}

function readTexts(what: string, given: ConversationOptions): ConversationSettings['textsFor'] {
  const ownTexts: Partial<Record<keyof ConversationTexts, string>> = {};
  for (const name of NAMES) {
    // JavaScript callers may pass any value.
    const text: unknown = given[name];
    if (text === undefined) continue;
    const mayBeEmpty = name === 'lost' || name === 'expired';
    if (typeof text !== 'string' || (text.trim() === '' && !mayBeEmpty))
      throw new ConfigError(`${what}: "${name}" must be a text.`);
    ownTexts[name] = text;
  }
  const made = new WeakMap<AccountTexts, ConversationTexts>();
  return (ctx) => {
    const texts = textsOf(ctx);
    const before = made.get(texts);
    if (before !== undefined) return before;
    const byDefault = Object.entries(NAMES_OF_TEXTS).map(([name, of]) => [name, texts[of]]);
    const all = {
      expired: '',
      // By the names of NAMES_OF_TEXTS.
      ...(Object.fromEntries(byDefault) as Record<keyof typeof NAMES_OF_TEXTS, string>),
      ...ownTexts,
    };
    made.set(texts, all);
    return all;
  };
}
