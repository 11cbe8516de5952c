import type MarkdownIt from 'markdown-it';

type Parser = MarkdownIt.MarkdownIt;
export type Token = MarkdownIt.Token;

/** Deeper texts are left as they are. */
const DEEPEST = 100;
/** What may open something nested, at the beginning of a line. */
const PREFIX = /^(?:[ \t]|>|[*+-](?=[ \t])|\d{1,9}[.)](?=[ \t]))+/gm;

let parser: Parser | undefined;

/** The parts of a text in Markdown; `undefined`: it is nested too deeply to be read. */
export function parseMarkdown(text: string): readonly Token[] | undefined {
  for (const [prefix] of text.matchAll(PREFIX))
    if (prefix.length + (prefix.match(/\t/g)?.length ?? 0) * 3 > DEEPEST) return undefined;
  parser ??= createParser();
  return parser.parse(text, {});
}

/** The parts of a piece of text within a line. */
export const parseInline = (text: string): readonly Token[] =>
  (parser ??= createParser()).parseInline(text, {})[0]?.children ?? [];

function createParser(): Parser {
  const made = load()({ html: true, linkify: true, maxNesting: DEEPEST * 3 });
  // Both would make words disappear: what a block of HTML has in it, and addresses that nothing refers to.
  made.disable(['html_block', 'reference']);
  made.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  // Addresses stay as they were written.
  made.normalizeLink = (url) => url;
  made.normalizeLinkText = (url) => url;
  made.validateLink = () => true;
  return made;
}

/** Loading it takes longer than all of ours; many bots answer without it. */
function load(): typeof MarkdownIt {
  // oxlint-disable-next-line typescript/no-require-imports -- only when first needed
  return require('markdown-it') as typeof MarkdownIt;
}
