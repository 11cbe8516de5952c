import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Words = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the samples say in Chinese, by file and by what they say in English. */
export const CHINESE_SAMPLES = JSON.parse(
  readFileSync(join(__dirname, '..', '..', 'docs', 'examples', 'chinese.json'), 'utf8'),
) as Words;

/** A sample as Chinese pages show it. The longest texts come first, since a text may be part of another. */
export const inChinese = (file: string, code: string): string =>
  Object.entries(CHINESE_SAMPLES[file] ?? {})
    .toSorted(([a], [b]) => b.length - a.length)
    .reduce((text, [english, chinese]) => text.replaceAll(english, chinese), code);
