import type { VNode } from 'preact';
import { CopyIcon } from '../copy';
import { t } from '../language';

type Kind = 'tag' | 'string' | 'number' | 'name' | 'plain';
type Piece = VNode | string;

/** Longer texts are shown without colours, because colouring takes too long. */
const MAX_LENGTH = 20_000;

const XML = /<!\[CDATA\[[^]*?\]\]>|<[^<>]*>|[^<]+|</g;
const JSON_TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+|"/g;

/** Formats XML or JSON: a line for each element, with colours. Other texts stay as they are. */
function highlight(code: string): readonly Piece[] {
  if (code.length > MAX_LENGTH) return [code];
  if (/^\s*</.test(code)) return highlightXml(code);
  return /^\s*[{[]/.test(code) ? highlightJson(code) : [code];
}

/** A text in a code box. */
export const Code = ({ code, label }: { readonly code: string; readonly label: string }): VNode => (
  <div class="code-frame">
    <pre class="code" tabIndex={0} aria-label={label}>
      {highlight(code)}
    </pre>
    <CopyIcon label={t('copyOf', { what: label })} text={code} />
  </div>
);

function highlightXml(code: string): Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  /** The previous piece. A tag that follows another tag gets its own line. */
  let last: 'nothing' | 'opening' | 'closing' | 'text' = 'nothing';
  for (const [token] of code.matchAll(XML)) {
    const isData = token.startsWith('<![CDATA[');
    const isTag = !isData && /^<[^]*>$/.test(token);
    if (!isData && !isTag && token.trim() === '') continue;
    const closes = isTag && token.startsWith('</');
    if (closes) depth = Math.max(0, depth - 1);
    if (isTag && last !== 'nothing' && (!closes || last === 'closing'))
      pieces.push(`\n${'  '.repeat(depth)}`);
    if (isTag && !closes && !token.endsWith('/>')) depth++;
    pieces.push(span(isTag ? 'tag' : isData ? 'string' : 'plain', token));
    last = isTag ? (closes || token.endsWith('/>') ? 'closing' : 'opening') : 'text';
  }
  return pieces;
}

function highlightJson(code: string): Piece[] {
  const pieces: Piece[] = [];
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

const span = (kind: Kind, text: string): VNode => <span class={`token-${kind}`}>{text}</span>;
