/** Reads a JSON object. Returns `'no JSON'` for any other text. */
export function readObject(text: string): Readonly<Record<string, unknown>> | 'no JSON' {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : 'no JSON';
  } catch {
    return 'no JSON';
  }
}
