import { decodeExtended, parse } from 'content-disposition';
import { wellFormed } from '../wire/text';

/**
 * The file name in a `Content-Disposition` header (RFC 6266), as a name in any folder: never a path, and
 * without characters that are not seen or turn the text around. `undefined` when there is none.
 */
export function fileNameIn(disposition: string): string | undefined {
  const { parameters } = parse(disposition);
  const extended = parameters['filename*'];
  const name = (extended && decodeExtended(extended)) ?? utf8(parameters.filename ?? '');
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const safe = wellFormed(last)
    .replace(/[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(':', '_')
    .replace(/\.{2,}/g, '.')
    .trim();
  return safe === '' || safe === '.' ? undefined : safe;
}

/** Headers reach us as latin1; WeChat writes UTF-8. */
function utf8(text: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}
