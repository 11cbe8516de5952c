import { h } from '../dom.js';

/** @typedef {'tag' | 'string' | 'number' | 'name' | 'plain'} Kind */

/** Longer ones are shown as they are: colours would cost more than they tell. */
const MOST = 20_000;

const XML = /<!\[CDATA\[[^]*?\]\]>|<[^<>]*>|[^<]+|</g;
const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+|"/g;

/**
 * XML or JSON with a line for each element and some colour; anything else as it is.
 *
 * @param {string} code
 * @returns {readonly (Node | string)[]}
 */
export function highlight(code) {
  if (code.length > MOST) return [code];
  if (/^\s*</.test(code)) return highlightXml(code);
  return /^\s*[{[]/.test(code) ? highlightJson(code) : [code];
}

/** @param {string} code */
function highlightXml(code) {
  const pieces = [];
  let depth = 0;
  /** Whether the last thing was a tag, so that a tag after it gets a line of its own. */
  let last = '';
  for (const [token] of code.matchAll(XML)) {
    const isData = token.startsWith('<![CDATA[');
    const isTag = !isData && /^<[^]*>$/.test(token);
    if (!isData && !isTag && token.trim() === '') continue;
    const closes = isTag && token.startsWith('</');
    if (closes) depth = Math.max(0, depth - 1);
    if (isTag && last !== '' && (!closes || last === 'closing')) pieces.push(`\n${'  '.repeat(depth)}`);
    if (isTag && !closes && !token.endsWith('/>')) depth++;
    pieces.push(span(isTag ? 'tag' : isData ? 'string' : 'plain', token));
    last = isTag ? (closes || token.endsWith('/>') ? 'closing' : 'opening') : 'text';
  }
  return pieces;
}

/** @param {string} code */
function highlightJson(code) {
  const pieces = [];
  let depth = 0;
  const tokens = [...code.matchAll(JSON_TOKEN)]
    .map(([token]) => token)
    .filter((token) => token.trim() !== '');
  const line = () => `\n${'  '.repeat(Math.max(0, depth))}`;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1] ?? '';
    if (token === '{' || token === '[') {
      depth++;
      pieces.push(token, /[}\]]/.test(next) ? '' : line());
    } else if (token === '}' || token === ']') {
      depth--;
      pieces.push(/[{[]/.test(tokens[index - 1] ?? '') ? '' : line(), token);
    } else if (token === ',') pieces.push(token, line());
    else if (token === ':') pieces.push(': ');
    else pieces.push(span(token.startsWith('"') ? (next === ':' ? 'name' : 'string') : 'number', token));
  }
  return pieces;
}

/**
 * @param {Kind} kind
 * @param {string} text
 */
const span = (kind, text) => h('span', { class: `token-${kind}` }, text);
