import type { Token } from './parser';

/** How links are written. */
export type Links = 'address' | 'anchor';

const WEB = /^https?:\/\/[^\s"<>]+$/i;
const BREAK = /^<br\s*\/?>$/i;
const WORD_END = /[A-Za-z0-9]$/;
const WORD_START = /^[A-Za-z0-9]/;

/** Returns the text of a line without Markdown's marks. */
export function inlineText(tokens: readonly Token[], links: Links): string {
  /** The open links: the text before each, and its target. */
  const open: { readonly before: string; readonly token: Token }[] = [];
  /** Whether the marks of each open element stay. */
  const isKept: boolean[] = [];
  let text = '';
  for (const [index, token] of tokens.entries()) {
    const { type, content, nesting, markup } = token;
    if (type === 'link_open') {
      open.push({ before: text, token });
      text = '';
    } else if (type === 'link_close') {
      const link = open.pop();
      if (link !== undefined) text = link.before + linkText(text, link.token, links);
    } else if (type === 'image')
      text += withAddress(inlineText(token.children ?? [], links), addressOf(token, 'src'), titleOf(token));
    else if (type === 'softbreak' || type === 'hardbreak') text += '\n';
    else if (type === 'html_inline') text += BREAK.test(content) ? '\n' : content;
    else if (nesting === 1) {
      // `2*3*4` is a product, and `a*b*` is hardly meant as emphasis.
      const keeps = WORD_END.test(text) && WORD_START.test(tokens[index + 1]?.content ?? '');
      isKept.push(keeps);
      if (keeps) text += markup;
    } else if (nesting === -1) {
      if (isKept.pop() === true) text += markup;
    } else text += content;
  }
  return text;
}

function linkText(text: string, token: Token, links: Links): string {
  const address = addressOf(token, 'href');
  // A bare address, with or without angle brackets.
  if (token.markup === 'linkify' || token.markup === 'autolink') return text;
  const title = titleOf(token);
  if (links === 'address' || !WEB.test(address) || /[<>]/.test(text) || text.trim() === '')
    return withAddress(text, address, title);
  return `<a href="${address}">${text}</a>${title === '' ? '' : `（${title}）`}`;
}

function withAddress(text: string, address: string, title: string): string {
  const beside = [address === text.trim() ? '' : address, title].filter((each) => each !== '').join('，');
  if (beside === '') return text;
  return text.trim() === '' ? beside : `${text}（${beside}）`;
}

const addressOf = (token: Token, name: 'href' | 'src'): string => String(token.attrGet(name) ?? '');

const titleOf = (token: Token): string => String(token.attrGet('title') ?? '');
