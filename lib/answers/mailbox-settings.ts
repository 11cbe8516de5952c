import { systemClock } from '../clock';
import type { Clock } from '../clock';
import { ConfigError } from '../errors';
import { consoleLogger } from '../logger';
import type { Logger } from '../logger';
import { own } from '../own';
import type { SessionStore } from '../store/sessions';
import { checkStore } from '../store/store-check';
import { checkNames } from '../unknown-name';

type Texts = Pick<SessionStore, 'read' | 'write' | 'replace'>;

/** Settings of `mailbox()`. */
export interface MailboxOptions {
  /** The store that processes share; use the one of `wechat()`. */
  readonly store: { readonly sessions: Texts };
  /** The word that opens the mailbox, sent as text or by a tap. Default `继续`. */
  readonly word?: string;
  /** Where warnings go; default: the console. */
  readonly logger?: Logger;
  /** Where time comes from; for tests. */
  readonly clock?: Clock;
}

const OPTIONS: Readonly<Record<keyof MailboxOptions, true>> = {
  store: true,
  word: true,
  logger: true,
  clock: true,
};
const MAX_WORD = 20;

/**
 * Checks the settings.
 *
 * @throws {ConfigError} One is missing, unknown or unusable.
 */
export function readMailbox(options: MailboxOptions): Required<MailboxOptions> {
  // JavaScript callers may pass any value.
  if (typeof (options as unknown) !== 'object' || !(options as unknown))
    throw new ConfigError('mailbox() needs { store }: redisStore(client), or memoryStore().');
  checkNames('mailbox()', options, OPTIONS);
  const { store, word = '继续', logger = consoleLogger, clock = systemClock } = own(options);
  if ((store as unknown) === undefined)
    throw new ConfigError('mailbox() needs "store": redisStore(client), or memoryStore().');
  checkStore(store, 'sessions');
  if (typeof word !== 'string' || word.trim() === '' || word.length > MAX_WORD)
    throw new ConfigError(`mailbox(): "word" must be text of ${MAX_WORD} characters at most.`);
  return { store, word, logger, clock };
}
