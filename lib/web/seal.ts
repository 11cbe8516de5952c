import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { ConfigError } from '../errors';

/** Shorter secrets can be guessed: the keys are made of them without slowing a guesser down. */
const MIN_SECRET = 32;
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Browsers keep no cookie that is longer. */
const MAX_SEALED = 4096;

/** Seals text that a browser or a store keeps for us, and opens it. */
export interface TextSeal {
  readonly close: (text: string) => string;
  /** `undefined`: not sealed here, for another use or account, or changed. */
  readonly open: (sealed: string) => string | undefined;
}

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

/** A key of a secret for one use: nothing made for one use is good for another. */
export const deriveKey = (secret: string, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, 'offiaccount', use, 32));

/** AES-256-GCM. The first secret seals, each of them opens. `place` says what it is for, and whose. */
export function createTextSeal(secrets: readonly string[], use: string, place: string): TextSeal {
  const keys = secrets.map((secret) => deriveKey(secret, use));
  const context = Buffer.from(place);

  return {
    close(text) {
      const [newest = Buffer.alloc(0)] = keys;
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, newest, nonce).setAAD(context);
      const sealed = Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
      return sealed.toString('base64url');
    },
    open(sealed) {
      if (sealed.length > MAX_SEALED) return undefined;
      const bytes = Buffer.from(sealed, 'base64url');
      // One text has one form, so that nothing that only looks different is taken for another.
      if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== sealed) return undefined;
      for (const key of keys) {
        const text = openWith(key, bytes, context);
        if (text !== undefined) return text;
      }
      return undefined;
    },
  };
}

function openWith(key: Buffer, bytes: Buffer, context: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(context).setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}
