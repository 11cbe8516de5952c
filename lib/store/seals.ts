import { createHmac } from 'node:crypto';
import { deriveKey, NONCE_BYTES, seal, unseal } from '../cipher';
import { ConfigError } from '../errors';

/** Shorter ones can be guessed: the key is made of the secret without slowing a guesser down. */
const LEAST = 32;
/** What a sealed value begins with. */
const MARK = 'sealed:';

/** Where a value belongs: it cannot be taken to another account, or to another name. */
export interface Place {
  readonly account: string;
  readonly name: string;
}

/** Encrypts values: AES-256-GCM, with a key by HKDF for each secret. */
export interface Seals {
  /** By the newest secret. The same value at the same place gives the same text. */
  close(place: Place, value: string): string;
  /** By each secret, the newest first. */
  closeByEach(place: Place, value: string): readonly string[];
  /** Undefined where no secret opens it. */
  open(place: Place, sealed: string): string | undefined;
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
    closeByEach: (place, value) => seals.map(({ close }) => close(place, value)),
    open(place, sealed) {
      for (const { open } of seals) {
        const value = open(place, sealed);
        if (value !== undefined) return value;
      }
      return undefined;
    },
  };
}

interface Seal {
  readonly close: (place: Place, value: string) => string;
  readonly open: (place: Place, sealed: string) => string | undefined;
}

function createSeal(secret: unknown): Seal {
  // JavaScript callers may pass anything.
  if (typeof secret !== 'string' || secret.length < LEAST)
    throw new ConfigError(
      `redisStore() needs a "secret" of ${LEAST} characters or more, such as openssl rand -base64 32 makes.`,
    );
  const [cipherKey, nonceKey] = [deriveKey(secret, 'value'), deriveKey(secret, 'nonce')];

  return {
    close(place, value) {
      // Made of the value, the nonce is the same for the same value: a store compares values by what it has of them.
      const nonce = createHmac('sha256', nonceKey)
        .update(`${nameOf(place)}\n${value}`)
        .digest()
        .subarray(0, NONCE_BYTES);
      return MARK + seal(cipherKey, nameOf(place), value, nonce).toString('base64url');
    },
    open(place, sealed) {
      if (!sealed.startsWith(MARK)) return undefined;
      return unseal(
        cipherKey,
        nameOf(place),
        Buffer.from(sealed.slice(MARK.length), 'base64url'),
      )?.toString();
    },
  };
}

const nameOf = ({ account, name }: Place): string => `${account}\n${name}`;
