import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { ConfigError } from '../errors';
import type { CredentialKey, CredentialState, CredentialStore } from './store';

/** Shorter ones can be guessed: the key is made of the secret without slowing a guesser down. */
const LEAST = 32;
const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
/** What a sealed value begins with. */
const MARK = 'sealed:';

/**
 * A store whose values only those can read who know one of the secrets: AES-256-GCM, with a key by HKDF. The first
 * secret seals, all of them open. A value that none of them opens counts as absent, so that it is asked for anew.
 *
 * @throws {ConfigError} A secret is too short, or there is none.
 */
export function sealedCredentials(
  inner: CredentialStore,
  secret: string | readonly string[] | undefined,
): CredentialStore {
  const seals = [secret].flat().map(createSeal);
  const [newest] = seals;
  if (newest === undefined) throw new ConfigError('redisStore() needs a "secret" in its list of secrets.');

  function opened<S extends CredentialState>(key: CredentialKey, state: S): S {
    for (const { open } of seals) {
      const value = open(key, state.value);
      if (value !== undefined) return { ...state, value };
    }
    return { ...state, value: '' };
  }

  return {
    read: async (key) => opened(key, await inner.read(key)),
    claim: async (key, owner, ms) => opened(key, await inner.claim(key, owner, ms)),
    settle: (key, owner, outcome) =>
      inner.settle(
        key,
        owner,
        outcome.kind === 'fresh' ? { ...outcome, value: newest.close(key, outcome.value) } : outcome,
      ),
    reject: async (key, value, failure) => {
      for (const { close } of seals) if (await inner.reject(key, close(key, value), failure)) return true;
      return false;
    },
    allowForce: (key) => inner.allowForce(key),
  };
}

interface Seal {
  readonly close: (key: CredentialKey, value: string) => string;
  readonly open: (key: CredentialKey, sealed: string) => string | undefined;
}

function createSeal(secret: unknown): Seal {
  // JavaScript callers may pass anything.
  if (typeof secret !== 'string' || secret.length < LEAST)
    throw new ConfigError(
      `redisStore() needs a "secret" of ${LEAST} characters or more, such as openssl rand -base64 32 makes.`,
    );
  const derive = (use: string) => Buffer.from(hkdfSync('sha256', secret, 'offiaccount', use, 32));
  const [cipherKey, nonceKey] = [derive('value'), derive('nonce')];

  return {
    close(key, value) {
      // Made of the value, the nonce is the same for the same value: a store compares values by what it has of them.
      const nonce = createHmac('sha256', nonceKey)
        .update(`${place(key)}\n${value}`)
        .digest()
        .subarray(0, NONCE);
      const cipher = createCipheriv(CIPHER, cipherKey, nonce).setAAD(Buffer.from(place(key)));
      const text = Buffer.concat([cipher.update(value), cipher.final()]);
      return MARK + Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
    },
    open(key, sealed) {
      if (!sealed.startsWith(MARK)) return undefined;
      const bytes = Buffer.from(sealed.slice(MARK.length), 'base64url');
      try {
        const decipher = createDecipheriv(CIPHER, cipherKey, bytes.subarray(0, NONCE), {
          authTagLength: TAG,
        });
        decipher.setAAD(Buffer.from(place(key))).setAuthTag(bytes.subarray(-TAG));
        const text = decipher.update(bytes.subarray(NONCE, -TAG));
        return Buffer.concat([text, decipher.final()]).toString();
      } catch {
        return undefined;
      }
    },
  };
}

/** Where a value belongs: it cannot be taken to another account. */
const place = ({ account, name }: CredentialKey): string => `${account}\n${name}`;
