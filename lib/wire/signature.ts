import { hash, timingSafeEqual } from 'node:crypto';

/**
 * The signature of the given parts: SHA-1, in lower-case hex, of the parts sorted by byte order and joined
 * (page: 消息推送 / 接入指南; with a fourth part 消息加解密说明).
 *
 * Nothing separates the joined parts, so whoever calls this checks the syntax of each part first.
 */
export const sign = (...parts: readonly string[]): string => hash('sha1', [...parts].sort().join(''), 'hex');

/**
 * Finds the token under which `signature` is right, or `undefined`. Tries all tokens and compares
 * in constant time, so that the time taken says nothing about the token.
 */
export function findToken(
  tokens: readonly string[],
  signature: string,
  ...parts: readonly string[]
): string | undefined {
  const given = Buffer.from(signature, 'hex');
  let found: string | undefined;
  for (const token of tokens) {
    const right = timingSafeEqual(Buffer.from(sign(token, ...parts), 'hex'), given);
    if (right && found === undefined) found = token;
  }
  return found;
}
