import { ConfigError } from '../errors';
import { BlockWriter } from './markdown/blocks';
import type { Links } from './markdown/inline';
import { parseMarkdown } from './markdown/parser';

/** Options of `plainText`. */
export interface PlainTextOptions {
  /**
   * How links are written: `'address'` (default) as `text（https://…）`, or `'anchor'` as `<a
   * href="https://…">text</a>`, which users can tap. A link that is not `http:` or `https:` has its address
   * beside it in both cases.
   */
  readonly links?: 'address' | 'anchor';
}

const LINKS: Readonly<Record<Links, true>> = { address: true, anchor: true };

/**
 * Turns Markdown, as language models write it, into a text that WeChat can show. The marks of emphasis,
 * headings, fences and tables are removed; all words stay. Lists keep their bullets and numbers, rows of a
 * table become lines, links and pictures have their address beside them, and code stays unchanged. Links of
 * `tap` stay, too.
 *
 * @example
 * return reply.stream(result, { filter: (part) => plainText(part) });
 *
 * @throws {ConfigError} The value is not a text, or an option is wrong.
 */
export function plainText(markdown: string, options: PlainTextOptions = {}): string {
  if (typeof markdown !== 'string') throw new ConfigError('plainText() takes a text.');
  const { links = 'address' } = options;
  if (!Object.hasOwn(LINKS, links))
    throw new ConfigError('plainText(): "links" must be "address" or "anchor".');
  const tokens = parseMarkdown(markdown);
  if (tokens === undefined) return markdown;
  return new BlockWriter(markdown.split(/\r\n?|\n/), links).write(tokens);
}
