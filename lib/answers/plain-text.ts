import { ConfigError } from '../errors';
import { BlockWriter } from './markdown/blocks';
import type { Links } from './markdown/inline';
import { parseMarkdown } from './markdown/parser';

/** What `plainText` takes besides the text. */
export interface PlainTextOptions {
  /**
   * How links are written: `'address'` (default), as `text（https://…）`; or `'anchor'`, as `<a href="https://…">text</a>`, which users can
   * tap. Links that are not `http:` or `https:` have their address beside them either way.
   */
  readonly links?: 'address' | 'anchor';
}

const LINKS: Readonly<Record<Links, true>> = { address: true, anchor: true };

/**
 * Makes a text that WeChat can show of Markdown, as language models write it: marks of emphasis, headings, fences and tables go, all words
 * stay. Lists keep their points and numbers, rows of a table become lines, links and pictures have their address beside them, code stays
 * as it is. Links of `tap` stay, too.
 *
 * @example
 * return reply.stream(result, { filter: (part) => plainText(part) });
 *
 * @throws {ConfigError} It is no text, or an option is none.
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
