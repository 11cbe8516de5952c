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

/** What forms and dialogues may be told; texts are what users are answered, and by default those of the account (`texts` of `wechat()`). */
export interface ConversationOptions {
  /** Another one ends the conversations that were begun with the one before. Default 1. */
  readonly version?: number | string;
  /** Words that end it. Default `取消`. */
  readonly cancel?: string | readonly string[];
  /** How many answers in a row may be none before it ends, 1 to 100. Default 3. Messages of another type do not count. */
  readonly tries?: number;
  /** Milliseconds after the user's last message in which it goes on. Default 1,800,000: half an hour. */
  readonly ttl?: number;
  /** Texts that are no answer to it: they pass to the handlers behind it, and it stays open. */
  readonly escape?: RegExp;
  /** After a word of `cancel`. */
  readonly cancelled?: string;
  /** After too many answers that were none. */
  readonly failed?: string;
  /** Stands before the answer to the first message after `ttl`. Default: nothing. */
  readonly expired?: string;
  /** When `version`, or the code, is another than that with which it was begun. */
  readonly changed?: string;
  /** When it has more than 50 answers or 16 KiB. */
  readonly tooLong?: string;
  /** When the store is away, so that nobody knows what was asked. `''`: such messages pass to the handlers behind it. */
  readonly lost?: string;
  /** When a process died during `once`, so that it is not known what was done. */
  readonly unclear?: string;
  /** Where time comes from for `now`; for tests. How old it is follows from the messages' `CreateTime`. */
  readonly clock?: Clock;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
}

/** Their texts, by the names that they have among those of the account. */
const TEXTS = {
  cancelled: 'conversationCancelled',
  failed: 'conversationFailed',
  changed: 'conversationChanged',
  tooLong: 'conversationTooLong',
  lost: 'conversationLost',
  unclear: 'conversationUnclear',
} as const satisfies Partial<Record<keyof ConversationOptions, keyof AccountTexts>>;
const NAMES = [...(Object.keys(TEXTS) as (keyof typeof TEXTS)[]), 'expired'] as const;

const OPTIONS: Readonly<Record<keyof ConversationOptions, unknown>> = {
  version: true,
  cancel: true,
  tries: true,
  ttl: true,
  escape: true,
  ...TEXTS,
  expired: true,
  clock: true,
  logger: true,
};

/** The answers of a conversation that are not its own questions. */
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
 * Reads what forms and dialogues have in common; `more` has the names of the other settings.
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
 * Words that a user may say, as they are compared.
 *
 * @throws {ConfigError} They are no words.
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
    // JavaScript callers may give anything.
    const text: unknown = given[name];
    if (text === undefined) continue;
    const mayBeEmpty = name === 'lost' || name === 'expired';
    if (typeof text !== 'string' || (text.trim() === '' && !mayBeEmpty))
      throw new ConfigError(`${what}: "${name}" must be a text.`);
    ownTexts[name] = text;
  }
  return (ctx) => {
    const texts = textsOf(ctx);
    const byDefault = Object.entries(TEXTS).map(([name, of]) => [name, texts[of]]);
    // By the names of TEXTS.
    return {
      expired: '',
      ...(Object.fromEntries(byDefault) as Record<keyof typeof TEXTS, string>),
      ...ownTexts,
    };
  };
}
