import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What libxml2, the strictest reader at hand, finds in each document: plain data, or `{ error }`. */
export function readStrictly(documents: readonly string[]): readonly Readonly<Record<string, unknown>>[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(__dirname, 'read-xml.mjs')], {
    input: documents.map((document) => JSON.stringify(document)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
