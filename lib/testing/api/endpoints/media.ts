import { file, json } from '../answer';
import { get, upload } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { oneOf, text } from '../fields';
import { hostedPictures, videoUrl } from '../hosted';
import { randomText } from '../ids';
import { LIMITS } from '../limits';
import { checkFile, sampleFile } from '../media-file';
import type { MediaFile, MediaType } from '../media-file';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';

interface TemporaryMedia extends MediaFile {
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

const LIFE_MS = 3 * 86_400_000;
const MOST_BYTES = 128 * 1024 * 1024;

/** The temporary media of an account, for three days. */
export const temporaryMedia = ({ clock }: FakeAccount) => {
  const kept = new BoundedMap<TemporaryMedia>(MOST_BYTES, ({ data }) => data.length + 100);
  const put = (media: MediaFile, id = randomText(64)): string => {
    kept.set(id, { ...media, expiresAt: clock.now() + LIFE_MS });
    return id;
  };
  const find = (id: string): MediaFile | undefined => {
    const media = kept.get(id);
    return media !== undefined && media.expiresAt > clock.now() ? media : undefined;
  };
  return {
    put,
    find,
    /** Those that still work, the oldest first. */
    alive: (): [string, MediaFile][] => kept.entries().filter(([, { expiresAt }]) => expiresAt > clock.now()),
    /**
     * A media that a user has sent: their own bytes, if the account has uploaded some with that id, else a
     * sample.
     */
    receive(id: string, kind: string): void {
      const type = kind === 'shortvideo' ? 'video' : kind;
      if (isMediaType(type)) put(find(id) ?? sampleFile(type), id);
    },
    get(id: string): MediaFile {
      const media = find(id);
      if (media === undefined) throw new ApiRefusalError(40007, 'it is unknown, or older than three days');
      return media;
    },
  };
};

const TYPES = ['image', 'voice', 'video', 'thumb'] as const;
export const mediaType = oneOf(40004, ...TYPES);
const isMediaType = (type: string): type is MediaType => TYPES.some((each) => each === type);

/** Temporary media, and pictures for articles (素材管理). */
export const media: readonly Endpoint[] = [
  upload(
    'media.upload',
    '/cgi-bin/media/upload',
    { type: mediaType },
    ({ account, fields: { type }, file: given }) => {
      const media_id = account.part(temporaryMedia).put(checkFile(given, type));
      const created_at = account.seconds();
      return type === 'thumb'
        ? { type, thumb_media_id: media_id, created_at }
        : { type, media_id, created_at };
    },
    { perDay: 100_000 },
  ),

  get(
    'media.get',
    '/cgi-bin/media/get',
    { media_id: text },
    ({ account, call, fields: { media_id } }) => {
      const { type, data, filename, contentType } = account.part(temporaryMedia).get(media_id);
      if (type !== 'video') return file(data, contentType, filename);
      return json({ video_url: videoUrl(call, media_id) }, 'text/plain');
    },
    { perDay: 200_000 },
  ),

  get(
    'media.getJssdkVoice',
    '/cgi-bin/media/get/jssdk',
    { media_id: text },
    ({ account, fields: { media_id } }) => {
      const { type, data, filename } = account.part(temporaryMedia).get(media_id);
      if (type !== 'voice') throw new ApiRefusalError(40007, 'it is no voice');
      return file(data, 'voice/speex', filename.replace(/\.\w+$/, '.speex'));
    },
  ),

  upload('media.uploadImg', '/cgi-bin/media/uploadimg', {}, ({ account, file: given }) => {
    if (!/\.(?:jpe?g|png)$/.test(given.filename)) throw new ApiRefusalError(40005, 'only jpg and png');
    const { contentType, data } = checkFile(given, 'image', LIMITS.articlePicture);
    const kind = contentType.replace('image/', 'mmbiz_');
    const url = `http://mmbiz.qpic.cn/${kind}/${randomText(60)}/0`;
    account.part(hostedPictures).set(url, { data, contentType });
    return { url };
  }),
];
