import { ConfigError } from '../../errors';
import type { Message } from '../../model/message';
import { clockOf } from '../../router/context';
import type { Context } from '../../router/context';
import { fetchPicture } from './fetch-picture';
import { pictureKind } from './picture-kind';

/** A picture that a user has sent. */
export interface UserPicture {
  readonly data: Buffer;
  /** `image/jpeg`, `image/png` or `image/gif`; for other formats the type that WeChat gives. */
  readonly mediaType: string;
}

/** The hosts on which WeChat stores users' pictures. */
const WECHAT_HOST = /(?:^|\.)(?:qpic|qlogo)\.cn$/i;

/**
 * Downloads the picture of a message, for example to show it to a model. It uses the `PicUrl`, which needs no
 * access token, else `media.get`. The address is requested only from WeChat's own hosts, within 10 s, with 10
 * MiB at most.
 *
 * @example
 * wx.image(async (ctx) => {
 *   const { data, mediaType } = await pictureOf(ctx);
 *   return reply.stream(ask([{ type: 'file', data, mediaType }]));
 * });
 *
 * @throws {ConfigError} The message has no picture, or neither way is possible.
 * @throws {ApiError} WeChat refuses `media.get`: 40007 (older than 3 days), 48001 (no right)…
 */
export async function pictureOf(ctx: Context<Message<'image'>>): Promise<UserPicture> {
  const { message } = ctx;
  // JavaScript callers may pass any message.
  if ((message.MsgType as string) !== 'image')
    throw new ConfigError('pictureOf() takes the context of a message with a picture: wx.image(…).');
  const found = await fromAddress(message.PicUrl, ctx);
  if (found !== undefined) return found;
  const file = await ctx.api.media.get(message.MediaId);
  if (!('data' in file)) throw new ConfigError('pictureOf() takes a message with a picture.');
  return { data: file.data, mediaType: pictureKind(file.data)?.type ?? file.contentType };
}

async function fromAddress(address: string, ctx: Context): Promise<UserPicture | undefined> {
  if (!URL.canParse(address)) return undefined;
  const { signal } = ctx;
  const isAllowedHost = (host: string): boolean => WECHAT_HOST.test(host);
  try {
    const data = await fetchPicture(new URL(address), { signal, clock: clockOf(ctx), isAllowedHost });
    const kind = pictureKind(data);
    return kind && { data, mediaType: kind.type };
  } catch {
    // The other way is tried, unless the message was aborted.
    signal.throwIfAborted();
    return undefined;
  }
}
