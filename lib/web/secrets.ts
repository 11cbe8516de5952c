import { ConfigError } from '../errors';

/** A shorter secret can be guessed, because the keys are derived from it by a fast hash. */
const MIN_SECRET = 32;

/**
 * Checks the secrets: one, or several with the newest first.
 *
 * @throws {ConfigError} A secret is missing or shorter than 32 characters. The message never shows it.
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
