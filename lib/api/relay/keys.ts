import { deriveKey } from '../../cipher';
import { ConfigError } from '../../errors';

/** Shorter secrets can be guessed by somebody who has recorded one call. */
const MIN_SECRET_LENGTH = 16;

/** The keys that are made of one secret: one for each use, so that nothing of one use fits another. */
export interface RelayKeys {
  readonly signature: Buffer;
  readonly request: Buffer;
  readonly answer: Buffer;
}

/**
 * Makes the keys of the secrets, the newest first.
 *
 * @throws {ConfigError} There is none, or one is too short. The message names the setting, never its value.
 */
export function relayKeys(
  secret: string | readonly string[] | undefined,
  whose: string,
): readonly [RelayKeys, ...RelayKeys[]] {
  const [newest, ...older] = [secret].flat().map((each) => keysOf(each, whose));
  if (newest === undefined) throw new ConfigError(`${whose} needs a "secret" in its list of secrets.`);
  return [newest, ...older];
}

function keysOf(secret: unknown, whose: string): RelayKeys {
  // JavaScript callers may pass anything, such as a variable of the environment that is not set.
  if (typeof secret !== 'string' || secret.length < MIN_SECRET_LENGTH)
    throw new ConfigError(
      `${whose} needs a "secret" of ${MIN_SECRET_LENGTH} characters or more, the same on both sides, such as openssl rand -base64 32 makes.`,
    );
  const derive = (use: string) => deriveKey(secret, use, 'offiaccount relay');
  return { signature: derive('signature'), request: derive('request'), answer: derive('answer') };
}
