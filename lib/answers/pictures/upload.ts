import { clockOf } from '../../router/context';
import type { Context } from '../../router/context';
import type { Picture } from '../piece';
import { fetchPicture, MAX_PICTURE_BYTES } from './fetch-picture';
import { pictureKind } from './picture-kind';

/** Uploads a picture of an answer to WeChat, which keeps it for 3 days. Returns its media id. */
export async function uploadPicture({ from }: Picture, ctx: Context): Promise<string> {
  const data =
    from instanceof URL ? await fetchPicture(from, { signal: ctx.signal, clock: clockOf(ctx) }) : from;
  const kind = pictureKind(data);
  if (kind === undefined) throw new Error('A picture is not JPG, PNG or GIF, which WeChat takes.');
  if (data.byteLength > MAX_PICTURE_BYTES) throw new Error('A picture is too large.');
  const file = { data, filename: `picture.${kind.extension}` };
  const { media_id: mediaId } = await ctx.api.media.upload('image', file);
  if (mediaId === undefined) throw new Error('WeChat gave no media id for a picture.');
  return mediaId;
}
