/** What is in a document and not read. */
const UNREAD = /<!--.*?-->|<(script|style|template|head|title)\b.*?<\/\1\s*>/gis;
/** What begins a line of its own. */
const LINES = /<\/?(?:p|div|section|br|li|h[1-6]|tr|blockquote|ul|ol|table)\b[^>]*>/gi;
const TAG = /<\/?[a-z][^>]*>/gi;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ldquo: '“',
  rdquo: '”',
  lsquo: '‘',
  rsquo: '’',
  mdash: '—',
  hellip: '…',
};

/**
 * What markup says. No document is made of it: a browser would load and compile what is in one. Whatever is left, it is shown as
 * text.
 */
export const textOfHtml = (html: string): string =>
  html
    .replace(UNREAD, '')
    .replace(/\s+/g, ' ')
    .replace(LINES, '\n')
    .replace(TAG, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, entity)
    .replace(/ *\n[ \n]*/g, '\n')
    .trim();

function entity(whole: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name] ?? whole;
  const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
  return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
}
