import { extname } from 'node:path';

/** What a file is by its bytes. */
export interface FileKind {
  /** Without the dot, in lower case: WeChat knows no other. */
  readonly extension: string;
  readonly type: string;
  /** Other extensions that are as true. */
  readonly also?: readonly string[];
}

const kind = (extension: string, type: string, ...also: readonly string[]): FileKind => ({
  extension,
  type,
  also,
});

/** Bytes that are enough to tell. */
const HEAD_BYTES = 64;

/* oxlint-disable no-control-regex -- files begin with them */
// The bytes a file begins with, as latin1 text.
const KINDS: readonly (readonly [start: RegExp, kind: FileKind])[] = [
  [/^\xff\xd8\xff/, kind('jpg', 'image/jpeg', 'jpeg')],
  [/^\x89PNG\r\n/, kind('png', 'image/png')],
  [/^GIF8[79]a/, kind('gif', 'image/gif')],
  // "BM" begins words as well: the sizes behind it tell.
  [/^BM(?:.{4}\0{4}.{4}[\x0c\x28\x34\x38\x40\x6c\x7c]\0{3}|\0)/s, kind('bmp', 'image/bmp')],
  [/^RIFF.{4}WEBP/s, kind('webp', 'image/webp')],
  [/^(?:II\*\0|MM\0\*)/, kind('tif', 'image/tiff', 'tiff')],
  [/^#!AMR\n/, kind('amr', 'audio/amr')],
  [/^#!AMR-WB\n/, kind('awb', 'audio/amr-wb')],
  [/^\x02?#!SILK/, kind('silk', 'audio/silk', 'slk')],
  [/^RIFF.{4}WAVE/s, kind('wav', 'audio/wav')],
  [/^RIFF.{4}AVI /s, kind('avi', 'video/x-msvideo')],
  [/^OggS/, kind('ogg', 'audio/ogg', 'oga', 'ogv', 'opus', 'spx')],
  [/^fLaC/, kind('flac', 'audio/flac')],
  // A frame of AAC; then one of MPEG audio, layer III, whose bit rate and sample rate exist.
  [/^\xff[\xf0\xf1\xf8\xf9]/, kind('aac', 'audio/aac')],
  [/^(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb](?:[^\xf0-\xff]|$))/, kind('mp3', 'audio/mpeg')],
  [/^\x1a\x45\xdf\xa3.{0,60}webm/s, kind('webm', 'video/webm')],
  [/^\x1a\x45\xdf\xa3/, kind('mkv', 'video/x-matroska')],
  [/^\x30\x26\xb2\x75\x8e\x66\xcf\x11/, kind('wma', 'audio/x-ms-wma', 'wmv', 'asf')],
  [/^FLV\x01/, kind('flv', 'video/x-flv')],
  [/^%PDF-/, kind('pdf', 'application/pdf')],
];
/* oxlint-enable no-control-regex */

// Files of the MP4 family name their brands: the first that one of these knows decides.
const BRANDS: readonly (readonly [brand: RegExp, kind: FileKind])[] = [
  [/^avi[fs]$/, kind('avif', 'image/avif')],
  [/^he(?:ic|ix|im|is|vc|vx)$/, kind('heic', 'image/heic')],
  [/^(?:mif1|msf1)$/, kind('heif', 'image/heif')],
  [/^M4[ABP] $/, kind('m4a', 'audio/mp4')],
  [/^qt {2}$/, kind('mov', 'video/quicktime')],
  [/^3g2/, kind('3g2', 'video/3gpp2')],
  [/^3g/, kind('3gp', 'video/3gpp')],
  [/^(?:iso[m2-9]|mp4[12]|avc1|M4V[ HP]?|dash|MSNV|mmp4|f4v |NDS)/, kind('mp4', 'video/mp4', 'm4v')],
];

/** What a file is, if its bytes tell. */
export function kindOf(bytes: Uint8Array): FileKind | undefined {
  const start = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1');
  if (start.slice(4, 8) === 'ftyp') return familyOf(start);
  return KINDS.find(([pattern]) => pattern.test(start))?.[1];
}

function familyOf(start: string): FileKind | undefined {
  const size = Buffer.from(start.slice(0, 4), 'latin1').readUInt32BE();
  // The major brand, its version, and the compatible brands.
  const compatible = start.slice(16, size).match(/[^]{4}/g) ?? [];
  const known = [start.slice(8, 12), ...compatible].flatMap(
    (brand) => BRANDS.find(([pattern]) => pattern.test(brand))?.[1] ?? [],
  );
  // "mif1" says "some picture"; another brand says which.
  return known.find(({ extension }, index) => extension !== 'heif' || index === known.length - 1) ?? known[0];
}

/** Extensions by media type, for bytes that do not tell. */
const BY_TYPE: ReadonlyMap<string, string> = new Map(
  [...KINDS, ...BRANDS].map(([, { type, extension }]) => [type, extension]),
);

/** The extension that belongs to a media type, as far as WeChat may know files of it. */
const extensionOf = (type: string): string | undefined =>
  BY_TYPE.get(type === 'image/jpg' ? 'image/jpeg' : type === 'audio/mp3' ? 'audio/mpeg' : type);

const KNOWN_EXTENSION = /^\.(?:[a-z][a-z\d]{1,4}|3g[p2])$/i;

/**
 * The file's name with an extension that is true to the content; of what the bytes do not tell, only in lower
 * case.
 */
export function trueName(given: string, found: FileKind | undefined, declared: string | undefined): string {
  // A name taken from an address may still have what asked a server for a smaller picture.
  const name = given.replace(/^([^?#]*\.[a-z\d]{1,5})[?#!].*$/is, '$1').replace(/\.+$/, '') || 'file';
  const own = extname(name);
  const extension = KNOWN_EXTENSION.test(own) ? own : '';
  const stem = extension === '' ? name : name.slice(0, -extension.length);
  const lower = extension.slice(1).toLowerCase();
  if (found === undefined) {
    const told = declared === undefined ? undefined : extensionOf(declared);
    return lower === '' ? (told === undefined ? name : `${name}.${told}`) : `${stem}.${lower}`;
  }
  const isTrue = lower === found.extension || found.also?.includes(lower) === true;
  return `${stem}.${isTrue ? lower : found.extension}`;
}
