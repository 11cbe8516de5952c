import { deepStrictEqual } from 'node:assert';
import { scanXml } from '../../lib/wire/scan';
import { parseXml } from '../../lib/wire/xml';

/**
 * Whether the scanner reads the fields of a body by itself.
 *
 * @throws {AssertionError} The parser would have said something else.
 * @throws {ParseError} It is no push at all.
 */
export function isFlat(xml: string): boolean {
  const scan = scanXml(xml);
  const flat = scan.flat();
  if (flat === undefined) return false;
  let parsed: unknown;
  try {
    parsed = parseXml(xml, { ...scan, flat: () => undefined });
  } catch (error) {
    parsed = error;
  }
  deepStrictEqual(flat, parsed);
  return true;
}
