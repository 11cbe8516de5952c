import { createHmac } from 'node:crypto';
import { deriveKey, NONCE_BYTES, seal, unseal } from '../cipher';
import { ConfigError } from '../errors';

/** Shorter ones can be guessed: the key is made of the secret without slowing a guesser down. */
const MIN_SECRET_CHARS = 32;
/** What a sealed value begins with. */
const SEALED_PREFIX = 'sealed:';

/** Where a value belongs: it cannot be taken to another account, or to another name. */
export interface SealContext {
  readonly account: string;
  readonly name: string;
}

/** Encrypts values: AES-256-GCM, with a key by HKDF for each secret. */
export interface Seals {
  /** By the newest secret. The same value in the same context gives the same text. */
  close(context: SealContext, value: string): string;
  /** By each secret, the newest first. */
  closeByEach(context: SealContext, value: string): readonly string[];
  /** Undefined where no secret opens it. */
  open(context: SealContext, sealed: string): string | undefined;
}

/**
 * Makes the keys of the secrets. The first secret seals, all of them open.
 *
 * @throws {ConfigError} A secret is too short, or there is none.
 */
export function createSeals(secret: string | readonly string[] | undefined): Seals {
  const seals = [secret].flat().map(createSeal);
  const [newest] = seals;
  if (newest === undefined) throw new ConfigError('redisStore() needs a "secret" in its list of secrets.');
  return {
    close: newest.close,
    closeByEach: (context, value) => seals.map(({ close }) => close(context, value)),
    open(context, sealed) {
      for (const { open } of seals) {
        const value = open(context, sealed);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

interface Seal {
  readonly close: (context: SealContext, value: string) => string;
  readonly open: (context: SealContext, sealed: string) => string | undefined;
}

function createSeal(secret: unknown): Seal {
  // JavaScript callers may pass anything.
  if (typeof secret !== 'string' || secret.length < MIN_SECRET_CHARS)
    throw new ConfigError(
      `redisStore() needs a "secret" of ${MIN_SECRET_CHARS} characters or more, such as openssl rand -base64 32 makes.`,
    );
  const [cipherKey, nonceKey] = [deriveKey(secret, 'value'), deriveKey(secret, 'nonce')];

  return {
    close(context, value) {
      // Made of the value, the nonce is the same for the same value: a store compares values by what it has
      // of them.
      const nonce = createHmac('sha256', nonceKey)
        .update(`${nameOf(context)}\n${value}`)
        .digest()
        .subarray(0, NONCE_BYTES);
      return SEALED_PREFIX + seal(cipherKey, nameOf(context), value, nonce).toString('base64url');
    },
    open(context, sealed) {
      if (!sealed.startsWith(SEALED_PREFIX)) return undefined;
      return unseal(
        cipherKey,
        nameOf(context),
        Buffer.from(sealed.slice(SEALED_PREFIX.length), 'base64url'),
      )?.toString();
    },
  };
}

const nameOf = ({ account, name }: SealContext): string => `${account}\n${name}`;
