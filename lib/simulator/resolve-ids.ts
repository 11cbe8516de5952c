import type { SeenMessage } from '../testing';
import type { ArticleRecord } from '../testing/api/article';
import { drafts } from '../testing/api/endpoints/draft';
import { mediaOf } from '../testing/api/endpoints/file-host';
import { publications } from '../testing/api/endpoints/freepublish';
import { materials } from '../testing/api/endpoints/material';
import { qrcodes } from '../testing/api/endpoints/qrcode';
import { subscribeTemplates } from '../testing/api/endpoints/subscribe-message';
import { templates } from '../testing/api/endpoints/template-message';
import type { FakeAccount } from '../testing/api/fake-account';
import { hostedPictures, PICTURE } from '../testing/api/hosted';
import type { MediaFile } from '../testing/api/media-file';
import { drawCode } from '../testing/api/picture';
import type { ChatEntry, ShownArticle } from './protocol';
import { cutJson } from './recorder';

/** What a message shows that it names by an id only. */
export function resolveIds(
  account: FakeAccount,
  message: SeenMessage,
): Pick<ChatEntry, 'title' | 'articles'> {
  if (message.MsgType === 'template' || message.MsgType === 'subscribe') {
    const shortened = account.part(message.MsgType === 'template' ? templates : subscribeTemplates);
    const { title = '' } = shortened.get(message.TemplateId) ?? {};
    return title === '' ? {} : { title };
  }
  if (message.MsgType === 'mpnews') {
    const draft = account.part(drafts).get(idIn(message.mpnews, 'media_id'));
    return draft === undefined ? {} : { articles: draft.articles.map(toShown) };
  }
  if (message.MsgType === 'mpnewsarticle') {
    const found = account.part(publications).get(idIn(message.mpnewsarticle, 'article_id'));
    return found === undefined ? {} : { articles: found.articles.map(({ article }) => toShown(article)) };
  }
  return {};
}

/** A message as it is kept: one that nobody could read is named only. */
export const kept = (message: SeenMessage): SeenMessage =>
  cutJson(message) === message
    ? message
    : { MsgType: 'text', Content: `(${message.MsgType}: ${JSON.stringify(message).length} characters)` };

const idIn = (value: unknown, name: string): string =>
  typeof value === 'object' && value !== null
    ? String((value as Readonly<Record<string, unknown>>)[name]) // An object, whatever it holds.
    : '';

/** An article as a list of articles shows it. */
export const toShown = ({ title, digest, thumb_url, url }: ArticleRecord): ShownArticle => ({
  title,
  digest,
  picture: thumb_url,
  url,
});

/** The file at a URL that stands in a message, as far as the offline WeChat has it. */
export function pictureAt(
  account: FakeAccount,
  address: string,
): Pick<MediaFile, 'data' | 'contentType'> | undefined {
  const hosted = account.part(hostedPictures).get(address);
  if (hosted !== undefined || !URL.canParse(address)) return hosted;
  const { pathname, searchParams } = new URL(address);
  if (pathname.endsWith(PICTURE)) return mediaOf(account, searchParams.get('id') ?? '');
  if (pathname.endsWith('/cgi-bin/showqrcode')) {
    const ticket = searchParams.get('ticket') ?? '';
    return account.part(qrcodes).has(ticket)
      ? { data: drawCode(ticket), contentType: 'image/png' }
      : undefined;
  }
  return account
    .part(materials)
    .values()
    .find(({ url }) => url === address);
}
