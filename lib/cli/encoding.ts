/** The encoding of a text. */
export type Encoding = 'UTF-8' | 'UTF-8 BOM' | 'UTF-16LE' | 'UTF-16BE';

const DECODERS = {
  utf8: new TextDecoder('utf-8', { fatal: true }),
  utf16le: new TextDecoder('utf-16le', { fatal: true }),
  utf16be: new TextDecoder('utf-16be', { fatal: true }),
} as const;

/**
 * Decodes a file of an editor or a shell: UTF-8, or UTF-16 as Windows PowerShell writes it, with or without a
 * byte-order mark. `text` is undefined if it is neither.
 */
export function decodeText(bytes: Buffer): {
  readonly encoding: Encoding;
  readonly text: string | undefined;
} {
  const [first, second, third, fourth] = bytes;
  // Our input always begins with an ASCII character. In UTF-16 such a character has a zero byte beside it.
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0 && third !== 0 && fourth === 0))
    return { encoding: 'UTF-16LE', text: decode('utf16le', bytes) };
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0 && third === 0 && fourth !== 0))
    return { encoding: 'UTF-16BE', text: decode('utf16be', bytes) };
  const isMarked = first === 0xef && second === 0xbb && third === 0xbf;
  return {
    encoding: isMarked ? 'UTF-8 BOM' : 'UTF-8',
    text: decode('utf8', bytes),
  };
}

/** Returns the text without its byte-order mark; undefined if the bytes do not have that encoding. */
function decode(encoding: keyof typeof DECODERS, bytes: Buffer): string | undefined {
  try {
    return DECODERS[encoding].decode(bytes);
  } catch {
    return undefined;
  }
}
