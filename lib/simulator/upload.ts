import { checkFile, mediaTypeOf } from '../testing/api/media-file';
import type { MediaFile } from '../testing/api/media-file';
import { CommandError } from './command-error';

/** A file of a user as the media store keeps it. Its name says what it is, and its content must agree. */
export function toMedia(filename: string, data: Buffer, type = mediaTypeOf(filename)): MediaFile {
  if (data.length === 0) throw CommandError.because('empty-file');
  // A phone writes its names in lower case.
  return checkFile({ name: 'media', type: '', filename: filename.toLowerCase(), data }, type);
}
