import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
export const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key of a secret for one use: nothing made for one use is good for another. */
export const deriveKey = (secret: string, use: string, salt = 'offiaccount'): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, use, 32));

/**
 * Encrypts for whoever has the key: AES-256-GCM, with nonce and tag. `purpose` must be the same when it is
 * opened. A nonce is random, or of the caller's own making; one must never seal two different values.
 */
export function seal(
  key: Buffer,
  purpose: string,
  value: string | Buffer,
  nonce = randomBytes(NONCE_BYTES),
): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(purpose));
  const encrypted = typeof value === 'string' ? cipher.update(value, 'utf8') : cipher.update(value);
  return Buffer.concat([nonce, encrypted, cipher.final(), cipher.getAuthTag()]);
}

/** What was sealed, or undefined where it was by another key, for another purpose, or changed on its way. */
export function unseal(key: Buffer, purpose: string, sealed: Buffer): Buffer | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  try {
    const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(purpose)).setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch {
    return undefined;
  }
}
