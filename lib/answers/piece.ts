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
export const pictureText = ({ from, alt }: Picture): string =>
  from instanceof URL
    ? `${alt === '' ? '图片' : alt}：${from.href}`
    : `（${alt === '' ? '图片' : alt}：无法显示）`;
