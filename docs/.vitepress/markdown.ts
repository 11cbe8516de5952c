import type { MarkdownRenderer } from 'vitepress';
import { siteLink } from './paths';

type Tokens = ReturnType<MarkdownRenderer['parse']>;

/** The line that leads to the page in the other language, which is for readers on GitHub: the site has a menu. */
const isOtherLanguage = (text: string) => /^_?\[(?:中文|English)(?: \w+)?\]\([^)]*\)_?$/.test(text);

/** Makes links between files of the guide links between pages of the site. */
export function linkPages(md: MarkdownRenderer, repository: string | undefined): void {
  md.core.ruler.before('linkify', 'pages-of-the-guide', ({ tokens, env, Token }) => {
    const { relativePath = '' } = env as { relativePath?: string };
    for (let index = tokens.length - 3; index >= 0; index--)
      if (tokens[index]!.type === 'paragraph_open' && isOtherLanguage(tokens[index + 1]!.content))
        tokens.splice(index, 3);
    // Pages of types link to each other as they are.
    if (!/(?:^|\/)en\/types\//.test(relativePath))
      for (const { children } of tokens) mapLinks(children ?? [], repository);
    // A head cell without words names nothing to those who listen: it is an ordinary cell.
    for (const [index, token] of tokens.entries())
      if (token.type === 'th_open' && tokens[index + 1]?.content === '')
        for (const part of [token, tokens[index + 2]]) if (part !== undefined) part.tag = 'td';
    // The list of return codes leads to the page of each.
    if (/error-codes(?:\.zh-CN)?\.md$/.test(relativePath))
      for (const token of tokens)
        if (token.type === 'inline' && /^-?\d+$/.test(token.content)) {
          const [open, close] = [new Token('link_open', 'a', 1), new Token('link_close', 'a', -1)];
          open.attrSet('href', `./errors/${token.content}`);
          token.children = [open, ...(token.children ?? []), close];
        }
  });
}

function mapLinks(tokens: Tokens, repository: string | undefined): void {
  for (const token of tokens) {
    if (token.type !== 'link_open') continue;
    const href = token.attrGet('href') ?? '';
    const page = siteLink(href);
    if (page !== undefined) token.attrSet('href', page);
    else if (href.startsWith('../'))
      token.attrSet('href', `${repository ?? '..'}/blob/main/${href.slice(3)}`);
  }
}

/** Shows the types of each TypeScript sample on hover. */
export function hoverTypes(md: MarkdownRenderer): void {
  const { highlight } = md.options;
  if (highlight === undefined || highlight === null) throw new Error('Nothing highlights code.');
  md.options.highlight = (code, lang, attrs) =>
    highlight(code, lang, lang === 'ts' ? `${attrs} twoslash` : attrs);
}

/** Shows code within a line as it is written: `{{thing1.DATA}}` is no template of the site. */
export function keepBraces(md: MarkdownRenderer): void {
  const inner = md.renderer.rules.code_inline;
  if (inner === undefined) throw new Error('Nothing renders code within a line.');
  md.renderer.rules.code_inline = (tokens, index, ...rest) => {
    tokens[index]!.attrSet('v-pre', '');
    return inner(tokens, index, ...rest);
  };
}
