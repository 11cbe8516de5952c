import { ConfigError } from '../errors';

/** Shorter secrets can be guessed: the keys are made of them without slowing a guesser down. */
const MIN_SECRET = 32;

/**
 * Checks secrets: one, or several of which the first is the newest.
 *
 * @throws {ConfigError} There is none, or one is shorter than 32 characters. The message shows none.
 */
export function checkSecrets(given: unknown, whose: string): readonly string[] {
  const secrets: readonly unknown[] = [given].flat();
  const fits = (secret: unknown): secret is string =>
    typeof secret === 'string' && secret.length >= MIN_SECRET;
  if (secrets.length > 0 && secrets.every(fits)) return secrets;
  throw new ConfigError(
    `${whose} needs a "secret" of ${MIN_SECRET} characters or more, such as openssl rand -base64 32 makes; several, newest first, while you change it.`,
  );
}
