import { filled } from '../model/texts';
import type { Texts } from '../model/texts';

/** A picture of a model: its bytes, or its address on the web. */
export interface Picture {
  readonly kind: 'picture';
  readonly from: Uint8Array | URL;
  /** The text for readers to whom it cannot be shown. */
  readonly alt: string;
}

/** A part of an answer. */
export type Piece = string | Picture;

/** Returns the text for a picture that cannot be shown. */
export function pictureText({ from, alt }: Picture, texts: Texts): string {
  const picture = alt === '' ? texts.picture : alt;
  return from instanceof URL
    ? filled(texts.pictureAddress, { picture, address: from.href })
    : filled(texts.pictureMissing, { picture });
}
