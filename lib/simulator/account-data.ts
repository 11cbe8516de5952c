import type { ArticleRecord } from '../testing/api/article';
import { drafts } from '../testing/api/endpoints/draft';
import { publications } from '../testing/api/endpoints/freepublish';
import { materials } from '../testing/api/endpoints/material';
import { menus } from '../testing/api/endpoints/menu';
import { subscribeTemplates } from '../testing/api/endpoints/subscribe-message';
import { taggedWith, tags } from '../testing/api/endpoints/tag';
import { templates } from '../testing/api/endpoints/template-message';
import { followersOf } from '../testing/api/fake-account';
import type { FakeAccount } from '../testing/api/fake-account';
import type { AccountData, DataArticle, MenuButton } from './protocol';
import { toShown } from './resolve-ids';
import type { SimulatorSession } from './session';

/** Most of each list that is told, the newest first. */
const MAX_LISTED = 100;
/** Most characters of an article. */
const MAX_TEXT = 20_000;

const STATES = { 0: 'published', 1: 'publishing', 5: 'deleted' } as const;

/** What the account has by now. */
export function accountData({ account, users }: SimulatorSession): AccountData {
  const { button, conditional } = account.part(menus);
  const allTags = account.part(tags).list();
  return {
    templates: templatesOf(account),
    drafts: newest(account.part(drafts).entries()).map(([id, { articles, update_time }]) => ({
      id,
      at: update_time * 1000,
      articles: articles.map(toArticle),
    })),
    publications: newest(account.part(publications).entries()).map(
      ([id, { articles, update_time, status }]) => ({
        id,
        at: update_time * 1000,
        state: STATES[status],
        articles: articles.filter(({ deleted }) => !deleted).map(({ article }) => toArticle(article)),
      }),
    ),
    materials: newest(account.part(materials).values()).map(
      ({ media_id, type, filename, data, update_time }) => ({
        id: media_id,
        type,
        filename,
        size: data.length,
        at: update_time * 1000,
      }),
    ),
    tags: allTags.map(({ id, name }) => ({ id, name, count: taggedWith(account, id).length })),
    followers: followersOf(account)
      .slice(0, MAX_LISTED)
      .map(({ openid, remark, tags: own, blocked, followedAt }) => ({
        openid,
        name: users.names.get(openid) ?? '',
        remark,
        tags: allTags.filter(({ id }) => own.has(id)).map(({ name }) => name),
        blocked,
        at: followedAt,
      })),
    // The fake API has checked what the protocol names of a button.
    ...(button && { menu: button as readonly object[] as readonly MenuButton[] }),
    conditionalMenus: conditional.length,
  };
}

const templatesOf = (account: FakeAccount): AccountData['templates'] =>
  (
    [
      ['template', templates],
      ['subscribe', subscribeTemplates],
    ] as const
  ).flatMap(([kind, part]) =>
    [...account.part(part).values()].map(({ template_id: id, title, content }) => ({
      id,
      title,
      content,
      kind,
    })),
  );

const newest = <T>(things: readonly T[]): readonly T[] => things.slice(-MAX_LISTED).toReversed();

const toArticle = (article: ArticleRecord): DataArticle => ({
  ...toShown(article),
  author: article.author,
  content: article.content.slice(0, MAX_TEXT),
});
