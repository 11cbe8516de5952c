import type { Limit } from './fields';
import { LIMITS } from './limits';
import type { FormPart } from './multipart';
import { ApiRefusalError } from './api-refusal-error';

export type MediaType = 'image' | 'voice' | 'video' | 'thumb';

/** A file that an account has uploaded, or a user has sent. */
export interface MediaFile {
  readonly type: MediaType;
  readonly data: Buffer;
  readonly filename: string;
  readonly contentType: string;
}

/** Extension, media type, and how the content begins, for each kind of file. */
const KINDS: readonly (readonly [extension: RegExp, type: string, start: RegExp])[] = [
  [/\.jpe?g$/, 'image/jpeg', /^\xff\xd8\xff/],
  [/\.png$/, 'image/png', /^\x89PNG\r\n/],
  [/\.gif$/, 'image/gif', /^GIF8/],
  [/\.bmp$/, 'image/bmp', /^BM/],
  [/\.amr$/, 'audio/amr', /^#!AMR/],
  [/\.mp3$/, 'audio/mpeg', /^(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/],
  [/\.mp4$/, 'video/mp4', /^.{4}ftyp/s],
];

/** What each type of media takes. */
const TAKES: Readonly<Record<MediaType, { readonly types: RegExp; readonly limit: Limit }>> = {
  image: { types: /^image\//, limit: LIMITS.image },
  voice: { types: /^audio\//, limit: LIMITS.voice },
  video: { types: /^video\//, limit: LIMITS.video },
  thumb: { types: /jpeg$/, limit: LIMITS.thumb },
};

const CHINESE: Readonly<Record<MediaType, string>> = {
  image: '图片',
  voice: '语音',
  video: '视频',
  thumb: '缩略图',
};

/**
 * Checks a file as WeChat does: an extension in lower case, true to the content, of a kind and size that the
 * type takes.
 */
export function checkFile(
  { filename, data }: FormPart & { readonly filename: string },
  type: MediaType,
  limit = TAKES[type].limit,
): MediaFile {
  const kind = KINDS.find(([extension]) => extension.test(filename));
  if (kind === undefined || !TAKES[type].types.test(kind[1]))
    throw new ApiRefusalError(
      40005,
      `a file called "${filename}" is no ${type}; the extension counts, in lower case`,
      `“${filename}”的扩展名不属于${CHINESE[type]}，扩展名要小写`,
    );
  if (!kind[2].test(data.toString('latin1', 0, 16)))
    throw new ApiRefusalError(
      40113,
      `the content of "${filename}" is of another kind than its name says`,
      `“${filename}”的内容和扩展名不一致`,
    );
  if (data.length > limit.most)
    throw new ApiRefusalError(
      limit.errcode,
      `a ${type} has at most ${limit.most} bytes here`,
      `${CHINESE[type]}最大 ${limit.most} 字节`,
    );
  return { type, data, filename, contentType: kind[1] };
}

/** Whether bytes begin as a picture does. */
export const isPicture = (data: Buffer): boolean =>
  KINDS.some(([, type, start]) => type.startsWith('image') && start.test(data.toString('latin1', 0, 16)));

/** The type of media that a file of that name is sent as; what it is not, `checkFile` says. */
export function mediaTypeOf(filename: string): MediaType {
  const type = KINDS.find(([extension]) => extension.test(filename))?.[1] ?? '';
  return type.startsWith('video') ? 'video' : type.startsWith('audio') ? 'voice' : 'image';
}

const SAMPLES: Readonly<Record<MediaType, readonly [filename: string, type: string, base64: string]>> = {
  image: [
    'sample.png',
    'image/png',
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP6DwABBQECz6AuzQAAAABJRU5ErkJggg==',
  ],
  voice: ['sample.amr', 'audio/amr', Buffer.from('#!AMR\n').toString('base64')],
  video: ['sample.mp4', 'video/mp4', Buffer.from('\0\0\0\x14ftypmp42\0\0\0\0mp42').toString('base64')],
  thumb: ['sample.jpg', 'image/jpeg', '/9j/4AAQSkZJRgABAQAAAQABAAD/2Q=='],
};

/** The file behind a media id that a simulated user sends. */
export function sampleFile(type: MediaType): MediaFile {
  const [filename, contentType, base64] = SAMPLES[type];
  return { type, filename, contentType, data: Buffer.from(base64, 'base64') };
}
