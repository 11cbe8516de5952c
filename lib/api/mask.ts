/** Replaces secrets in text of others: some servers repeat what they were sent. */
export function mask(text: string, secrets: Iterable<string>): string {
  let result = text;
  for (const secret of secrets) {
    // Shorter ones would take ordinary words with them.
    if (secret.length < 6) continue;
    for (const form of new Set([secret, encodeURIComponent(secret)])) result = result.replaceAll(form, '***');
  }
  return result;
}

const SECRET_NAMES = /token|secret|ticket|code$/i;

/** Values of fields that are credentials by their name: the caller's own tokens, codes and tickets. */
export function secretsIn(fields: unknown): string[] {
  if (typeof fields !== 'object' || fields === null) return [];
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string' && SECRET_NAMES.test(name) ? [value] : [],
  );
}
