import type MarkdownIt from 'markdown-it';

type Parser = MarkdownIt.MarkdownIt;
export type Token = MarkdownIt.Token;

/** More deeply nested texts are left unchanged. */
const MAX_DEPTH = 100;
/** Characters at the beginning of a line that may open a nested block. */
const PREFIX = /^(?:[ \t]|>|[*+-](?=[ \t])|\d{1,9}[.)](?=[ \t]))+/gm;

let parser: Parser | undefined;

/** Returns the parts of a Markdown text; `undefined` if it is nested too deeply. */
export function parseMarkdown(text: string): readonly Token[] | undefined {
  for (const [prefix] of text.matchAll(PREFIX))
    if (prefix.length + (prefix.match(/\t/g)?.length ?? 0) * 3 > MAX_DEPTH) return undefined;
  parser ??= createParser();
  return parser.parse(text, {});
}

/** Returns the parts of a text within a line. */
export const parseInline = (text: string): readonly Token[] =>
  (parser ??= createParser()).parseInline(text, {})[0]?.children ?? [];

function createParser(): Parser {
  const made = load()({ html: true, linkify: true, maxNesting: MAX_DEPTH * 3 });
  // Both rules would remove words: the content of an HTML block, and addresses without a reference.
  made.disable(['html_block', 'reference']);
  made.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  // Addresses stay as they were written.
  made.normalizeLink = (url) => url;
  made.normalizeLinkText = (url) => url;
  made.validateLink = () => true;
  return made;
}

/** Loading it takes longer than loading our whole package, and many bots do not need it. */
function load(): typeof MarkdownIt {
  // oxlint-disable-next-line typescript/no-require-imports -- only when first needed
  return require('markdown-it') as typeof MarkdownIt;
}
