import { encodings } from './encoded-text';

/**
 * Replaces secrets in text of others: some servers repeat what they were sent, as it was or in another
 * encoding.
 */
export function mask(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of secrets) {
    // Shorter ones would take ordinary words with them.
    if (secret.length < MIN_SECRET_CHARS) continue;
    result = result.replaceAll(secret, '***');
    for (const pattern of encodings(secret)) result = result.replace(pattern, '***');
  }
  return result;
}

const MIN_SECRET_CHARS = 6;

const SECRET_NAMES = /token|secret|ticket|code$/i;

/** Values of fields that are credentials by their name: the caller's own tokens, codes and tickets. */
export function secretsIn(fields: unknown): string[] {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' && SECRET_NAMES.test(name) ? [value] : [],
  );
}
