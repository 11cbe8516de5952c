import { filled } from '../model/texts';
import type { Texts } from '../model/texts';

/** A picture that a model gives: its bytes, or where it is on the web. */
export interface Picture {
  readonly kind: 'picture';
  readonly from: Uint8Array | URL;
  /** What is said in its place, where it cannot be shown. */
  readonly alt: string;
}

/** What an answer is made of. */
export type Piece = string | Picture;

/** A picture as text, for those who cannot be shown it. */
export function pictureText({ from, alt }: Picture, texts: Texts): string {
  const picture = alt === '' ? texts.picture : alt;
  return from instanceof URL
    ? filled(texts.pictureAddress, { picture, address: from.href })
    : filled(texts.pictureMissing, { picture });
}
