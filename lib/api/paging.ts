import type { Send } from './bound';
import { comment, type CommentQuery } from './groups/comment';
import { blacklist } from './groups/blacklist';
import { draft } from './groups/draft';
import { freepublish } from './groups/freepublish';
import { kfRecord, type KfRecordQuery } from './groups/kf-record';
import { material } from './groups/material';
import { store } from './groups/store';
import { tag } from './groups/tag';
import { user, type OpenidPage } from './groups/user';
import type { ApiRequest } from './request';

/** What a page leads to: its items, and the request for the next one, if there is one. */
interface Page<Item, T> {
  readonly items: readonly Item[];
  readonly next?: ApiRequest<T> | undefined;
}

/** All items behind a first request, a page at a time, as they are asked for. */
async function* pages<Item, T>(
  send: Send,
  first: ApiRequest<T>,
  read: (page: T) => Page<Item, T>,
): AsyncGenerator<Item, void, undefined> {
  for (let request: ApiRequest<T> | undefined = first; request;) {
    const { items, next }: Page<Item, T> = read(await send(request));
    yield* items;
    request = next;
  }
}

/** Lists in which the last openid of a page leads to the next page. */
function openids(send: Send, page: (after?: string) => ApiRequest<OpenidPage>) {
  return pages(send, page(), ({ data, next_openid }) => {
    const items = data?.openid ?? [];
    return { items, next: items.length > 0 && next_openid ? page(next_openid) : undefined };
  });
}

/** Lists that count from 0, with a number of items per page. */
function counted<Item, T>(
  send: Send,
  page: (offset: number) => ApiRequest<T>,
  read: (page: T) => { readonly items: readonly Item[] | undefined; readonly total: number },
) {
  let offset = 0;
  return pages(send, page(0), (answer: T) => {
    const { items = [], total } = read(answer);
    offset += items.length;
    return { items, next: items.length > 0 && offset < total ? page(offset) : undefined };
  });
}

const PAGE = 20;
const COMMENTS = 49;
const RECORDS = 10_000;

/** Lists that go over several pages, as async iterators: `for await (const openid of api.user.list()) …`. */
export const paging = (send: Send) => ({
  user: {
    /** Lists the openids of all followers, 10,000 a call. */
    list: () => openids(send, user.getList),
  },
  tag: {
    /** Lists the openids of the followers with a tag. */
    listUsers: (tagid: number) => openids(send, (after) => tag.getUsers(tagid, after)),
  },
  blacklist: {
    /** Lists the openids on the blacklist. */
    list: () => openids(send, blacklist.getList),
  },
  material: {
    /** Lists permanent material of a type, newest first. */
    list: (type: Parameters<typeof material.batchGet>[0]['type']) =>
      counted(
        send,
        (offset) => material.batchGet({ type, offset, count: PAGE }),
        (page) => ({ items: page.item, total: page.total_count }),
      ),
  },
  draft: {
    /** Lists drafts, newest first; with `no_content: 1` without their content. */
    list: (options: { readonly no_content?: 0 | 1 } = {}) =>
      counted(
        send,
        (offset) => draft.batchGet({ ...options, offset, count: PAGE }),
        (page) => ({ items: page.item, total: page.total_count }),
      ),
  },
  freepublish: {
    /** Lists published articles, newest first; with `no_content: 1` without their content. */
    list: (options: { readonly no_content?: 0 | 1 } = {}) =>
      counted(
        send,
        (offset) => freepublish.batchGet({ ...options, offset, count: PAGE }),
        (page) => ({ items: page.item, total: page.total_count }),
      ),
  },
  comment: {
    /** Lists all comments on an article. */
    listAll: (query: Omit<CommentQuery, 'begin' | 'count'>) =>
      counted(
        send,
        (begin) => comment.list({ ...query, begin, count: COMMENTS }),
        (page) => ({ items: page.comment, total: page.total }),
      ),
  },
  kfRecord: {
    /** Lists the chat records of customer service between two times, at most a day apart. */
    list: (query: Pick<KfRecordQuery, 'starttime' | 'endtime'>) => {
      const page = (msgid: string) => kfRecord.getMsgList({ ...query, msgid, number: RECORDS });
      return pages(send, page('1'), ({ msgid, number, recordlist }) => ({
        items: recordlist,
        next: number === RECORDS ? page(msgid) : undefined,
      }));
    },
  },
  store: {
    /** Lists the stores of the account. */
    listAll: () =>
      counted(
        send,
        (offset) => store.getStoreList(offset, PAGE),
        (page) => ({ items: page.business_list, total: page.total_count }),
      ),
  },
});
