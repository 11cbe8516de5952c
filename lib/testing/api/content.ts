import { WECHAT_MAX_TEXT } from '../../model/cut-text';
import { kind, other } from './content-kind';
import type { MessageContent, ContentKind } from './content-kind';
import { draftOf } from './endpoints/draft';
import { checkMedia, materialOf } from './endpoints/material';
import type { FakeAccount } from './fake-account';
import { anyText, list, object, optional, text } from './fields';
import { ApiRefusalError } from './api-refusal-error';

const mediaId = { media_id: text };

/** The fields that have a value. */
const given = (fields: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );

const article = object({ title: text, description: optional(anyText), url: text, picurl: optional(anyText) });

/** The kinds of message an account can send, and how each reads as a reply. */
const KINDS = new Map<string, ContentKind>([
  [
    'text',
    kind({ content: anyText }, ({ content }) => {
      if (content === '') throw new ApiRefusalError(44004, '"text.content" is empty');
      if (Buffer.byteLength(content) > WECHAT_MAX_TEXT)
        throw new ApiRefusalError(45002, `"text.content" has more than ${WECHAT_MAX_TEXT} bytes`);
      return { MsgType: 'text', Content: content };
    }),
  ],
  [
    'image',
    kind(mediaId, ({ media_id }, account) => {
      checkMedia(account, media_id, 'image');
      return { MsgType: 'image', Image: { MediaId: media_id } };
    }),
  ],
  [
    'voice',
    kind(mediaId, ({ media_id }, account) => {
      checkMedia(account, media_id, 'voice');
      return { MsgType: 'voice', Voice: { MediaId: media_id } };
    }),
  ],
  [
    'video',
    // By the page thumb_media_id is required; it works without.
    kind(
      {
        ...mediaId,
        thumb_media_id: optional(text),
        title: optional(anyText),
        description: optional(anyText),
      },
      ({ media_id, thumb_media_id, title, description }, account) => {
        checkMedia(account, media_id, 'video');
        if (thumb_media_id !== undefined) checkMedia(account, thumb_media_id, 'thumb');
        return {
          MsgType: 'video',
          Video: { MediaId: media_id, ...given({ Title: title, Description: description }) },
        };
      },
    ),
  ],
  [
    'music',
    kind(
      {
        thumb_media_id: text,
        musicurl: text,
        hqmusicurl: optional(anyText),
        title: optional(anyText),
        description: optional(anyText),
      },
      ({ thumb_media_id, musicurl, hqmusicurl, title, description }, account) => {
        checkMedia(account, thumb_media_id, 'thumb');
        const more = given({ Title: title, Description: description, HQMusicUrl: hqmusicurl });
        return { MsgType: 'music', Music: { ...more, MusicUrl: musicurl, ThumbMediaId: thumb_media_id } };
      },
    ),
  ],
  [
    'news',
    kind({ articles: list(article) }, ({ articles: [first, ...more] }) => {
      if (first === undefined) throw new ApiRefusalError(40035, '"news.articles" is empty');
      if (more.length > 0) throw new ApiRefusalError(45008, '"news.articles" has one entry');
      const { title: Title, description: Description = '', picurl: PicUrl = '', url: Url } = first;
      return { MsgType: 'news', ArticleCount: 1, Articles: { item: [{ Title, Description, PicUrl, Url }] } };
    }),
  ],
  ['mpnews', other('mpnews', mediaId, ({ media_id }, account) => void draftOf(account, media_id))],
  ['mpnewsarticle', other('mpnewsarticle', { article_id: text })],
  [
    'msgmenu',
    other('msgmenu', {
      head_content: optional(anyText),
      list: list(object({ id: text, content: text })),
      tail_content: optional(anyText),
    }),
  ],
  ['wxcard', other('wxcard', { card_id: text })],
  [
    'miniprogrampage',
    other('miniprogrampage', {
      title: optional(anyText),
      appid: text,
      pagepath: text,
      thumb_media_id: optional(text),
    }),
  ],
  ['link', other('link', { title: text, description: text, url: text, thumb_url: text })],
  [
    'images',
    other('images', { media_ids: list(text), recommend: optional(anyText) }, ({ media_ids }, account) => {
      for (const id of media_ids) materialOf(account, id);
    }),
  ],
  [
    'mpvideo',
    other(
      'mpvideo',
      { ...mediaId, title: optional(anyText), description: optional(anyText) },
      ({ media_id }, account) => checkMedia(account, media_id, 'video'),
    ),
  ],
]);

/** Reads what a message of that type says, from the field of that name. */
export function readContent(
  body: Readonly<Record<string, unknown>>,
  msgtype: string,
  name: string,
  account: FakeAccount,
): MessageContent {
  const read = KINDS.get(name);
  if (read === undefined) throw new ApiRefusalError(40008, `"${msgtype}"`);
  if (body[name] === undefined)
    throw new ApiRefusalError(40035, `"${name}" is missing, for "msgtype": "${msgtype}"`);
  return read(body[name], name, account);
}
