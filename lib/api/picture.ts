import { post, upload } from './request';
import type { ApiRequest, FileInput, Query } from './request';

/** A picture to look at: its address on the web, as text, or the file itself (below 2 MB). */
export type PictureInput = FileInput;

/** Whether the picture is an address, which WeChat fetches by itself. */
export const isAddress = (picture: PictureInput): picture is string =>
  typeof picture === 'string' && /^https?:\/\//i.test(picture);

/** A point of a picture, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The four corners of what was found in a picture. */
export interface Corners {
  readonly left_top: Point;
  readonly right_top: Point;
  readonly right_bottom: Point;
  readonly left_bottom: Point;
}

/** The size of the picture, in pixels. */
export interface ImageSize {
  readonly w: number;
  readonly h: number;
}

/** Looks at a picture: an address goes into the query, a file into the part `img`. */
export const look = <T>(path: string, picture: PictureInput, query?: Query): ApiRequest<T> =>
  isAddress(picture)
    ? post(path, {}, { query: { img_url: picture, ...query }, safe: true })
    : upload(path, [{ name: 'img', file: picture }], { ...(query && { query }), safe: true });
