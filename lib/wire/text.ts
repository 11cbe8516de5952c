// Control characters but line breaks and tabs, lone surrogates, two non-characters.
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Cs}]/gu;

// What may have to be taken out: half of a pair is looked for only where there are halves.
// oxlint-disable-next-line no-control-regex
const SUSPICIOUS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/;

/**
 * The text without what WeChat takes nowhere: neither XML nor its JSON knows control characters (other than
 * line breaks and tabs) and halves of characters, as they are left when an emoji is cut.
 */
export const wellFormed = (text: string): string =>
  SUSPICIOUS.test(text) ? text.replace(FORBIDDEN, '') : text;
