import { hash, timingSafeEqual } from 'node:crypto';

/** Of SHA-1 in hex. */
const SIGNATURE_CHARS = 40;

/**
 * The signature of the given parts: SHA-1, in lower-case hex, of the parts sorted by byte order and joined
 * (page: 消息推送 / 接入指南; with a fourth part 消息加解密说明).
 *
 * Nothing separates the joined parts, so whoever calls this checks the syntax of each part first.
 */
export function sign(token: string, timestamp: string, nonce: string, encrypted = ''): string {
  // Four are sorted by five comparisons, without a list of them. What is not there is empty, and adds
  // nothing.
  const low = token <= timestamp ? token : timestamp;
  const high = token <= timestamp ? timestamp : token;
  const otherLow = nonce <= encrypted ? nonce : encrypted;
  const otherHigh = nonce <= encrypted ? encrypted : nonce;
  const first = low <= otherLow ? low : otherLow;
  const second = low <= otherLow ? otherLow : low;
  const third = high <= otherHigh ? high : otherHigh;
  const last = high <= otherHigh ? otherHigh : high;
  const middle = second <= third ? second + third : third + second;
  return hash('sha1', first + middle + last, 'hex');
}

// One of each for all: nothing waits between writing them and comparing them.
const given = Buffer.alloc(SIGNATURE_CHARS);
const right = Buffer.alloc(SIGNATURE_CHARS);

/**
 * Finds the token under which `signature` is right, or `undefined`. Tries all tokens and compares
 * in constant time, so that the time taken says nothing about the token.
 */
export function findToken(
  tokens: readonly string[],
  signature: string,
  timestamp: string,
  nonce: string,
  encrypted?: string,
): string | undefined {
  if (signature.length !== SIGNATURE_CHARS) return undefined;
  given.write(signature, 'latin1');
  let found: string | undefined;
  for (const token of tokens) {
    right.write(sign(token, timestamp, nonce, encrypted), 'latin1');
    if (timingSafeEqual(right, given) && found === undefined) found = token;
  }
  return found;
}
