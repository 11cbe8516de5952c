import type { IncomingCall } from './call';
import type { MediaFile } from './media-file';
import { BoundedMap } from './bounded-map';

/** A picture that an account has uploaded for its articles. */
type HostedPicture = Pick<MediaFile, 'data' | 'contentType'>;

const MOST_BYTES = 64 * 1024 * 1024;

/** Those pictures, by their URL. */
export const hostedPictures = () =>
  new BoundedMap<HostedPicture>(MOST_BYTES, ({ data }) => data.length + 100);

/** Paths of the files of messages. */
export const VIDEO = '/1007_0.f10.mp4';
export const PICTURE = '/mmbiz_pic/0';

/** Where a video can be downloaded. */
export const videoUrl = ({ origin }: IncomingCall, id: string): string => `${origin}${VIDEO}?vkey=${id}`;

/** Where a picture that a user has sent can be downloaded, below an origin. */
export const pictureUrl = (origin: string, id: string): string => `${origin}${PICTURE}?id=${id}`;
