import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto';
import { ConfigError, DecryptError } from '../errors';

const BLOCK_BYTES = 32;
const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;

/** A key for messages: 32 bytes, the first 16 of which are also the IV (page: 消息加解密说明). */
export interface AesKey {
  readonly key: Buffer;
  readonly iv: Buffer;
}

/**
 * Decodes an EncodingAESKey: 43 letters and digits. The last one may carry two unused bits: such keys are
 * valid.
 *
 * @throws {ConfigError} The key has another form.
 */
export function decodeAesKey(encodingAESKey: string): AesKey {
  if (!/^[A-Za-z0-9]{43}$/.test(encodingAESKey)) {
    const { length } = encodingAESKey;
    throw new ConfigError(
      `"encodingAESKey" must be the 43 letters and digits shown in 微信开发者平台; ${length === 43 ? 'it has other characters among its 43' : `it is ${length} long now`}.`,
    );
  }
  const key = Buffer.from(encodingAESKey, 'base64');
  return { key, iv: key.subarray(0, RANDOM_BYTES) };
}

/** Encrypts `message` for `receiveId`; the result is base64. */
export function encrypt(
  message: string | Buffer,
  { key, iv }: AesKey,
  receiveId: string,
  random = randomBytes(),
): string {
  const size = Buffer.byteLength(message);
  const idSize = Buffer.byteLength(receiveId);
  const length = RANDOM_BYTES + LENGTH_BYTES + size + idSize;
  const padding = BLOCK_BYTES - (length % BLOCK_BYTES);
  const clear = Buffer.allocUnsafe(length + padding);
  random.copy(clear);
  clear.writeUInt32BE(size, RANDOM_BYTES);
  if (typeof message === 'string') clear.write(message, RANDOM_BYTES + LENGTH_BYTES, size, 'utf8');
  else message.copy(clear, RANDOM_BYTES + LENGTH_BYTES);
  clear.write(receiveId, RANDOM_BYTES + LENGTH_BYTES + size, idSize, 'utf8');
  clear.fill(padding, length);
  // Padded above, to 32 and not to AES' 16: Node must neither add nor, below, check any.
  return createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false).update(clear).toString('base64');
}

/**
 * Decrypts `encrypted` (base64 whose syntax was checked) with `key` and proves every part of it. `setting`
 * names the receive id in errors.
 *
 * @throws {DecryptError} The padding, the length or the receive id is not as it must be, or the text is not
 * UTF-8.
 */
export function decrypt(
  encrypted: string,
  { key, iv }: AesKey,
  receiveId: string,
  setting = 'appId',
): string {
  const cipher = Buffer.from(encrypted, 'base64');
  if (cipher.length === 0 || cipher.length % RANDOM_BYTES !== 0)
    throw new DecryptError('The ciphertext has no whole number of blocks.');
  const clear = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false).update(cipher);
  const padding = clear[clear.length - 1] ?? 0;
  const end = clear.length - padding;
  if (padding < 1 || padding > BLOCK_BYTES || end < RANDOM_BYTES + LENGTH_BYTES)
    throw new DecryptError('The padding is not right. Is this the EncodingAESKey set in the WeChat console?');
  for (let i = end; i < clear.length; i++)
    if (clear[i] !== padding) throw new DecryptError('The padding is not right.');
  const idStart = RANDOM_BYTES + LENGTH_BYTES + clear.readUInt32BE(RANDOM_BYTES);
  if (idStart > end) throw new DecryptError('The message is longer than what was decrypted.');
  // As bytes: text with invalid UTF-8 in it could look equal.
  if (!clear.subarray(idStart, end).equals(Buffer.from(receiveId)))
    throw new DecryptError(`The message was encrypted for another AppID than "${setting}".`);
  return decodeUtf8(clear.subarray(RANDOM_BYTES + LENGTH_BYTES, idStart));
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** @throws {DecryptError} */
function decodeUtf8(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch (cause) {
    throw new DecryptError('The decrypted message is not UTF-8.', { cause });
  }
}

const pool = Buffer.alloc(256 * RANDOM_BYTES);
let used = pool.length;

/** Sixteen random bytes, drawn from a pool, since asking the system each time is slow. */
function randomBytes(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += RANDOM_BYTES));
}
