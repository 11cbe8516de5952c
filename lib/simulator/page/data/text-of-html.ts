/** Parts of a document that nobody reads. */
const UNREAD = /<!--.*?-->|<(script|style|template|head|title)\b.*?<\/\1\s*>/gis;
/** Tags that begin a new line. */
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
 * Returns the text of markup. No document is created, because a browser would load and run its content. The
 * result is only ever shown as text.
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
