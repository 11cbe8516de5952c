import type { Send } from './bind-groups';
import type { CallOptions } from './send-request';
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

/** How each page is asked for. */
interface Sender {
  readonly send: Send;
  readonly options: CallOptions | undefined;
}

/** All items behind a first request, a page at a time, as they are asked for. */
async function* pages<Item, T>(
  { send, options }: Sender,
  first: ApiRequest<T>,
  read: (page: T) => Page<Item, T>,
): AsyncGenerator<Item, void, undefined> {
  for (let request: ApiRequest<T> | undefined = first; request;) {
    const { items, next }: Page<Item, T> = read(await send(request, options));
    yield* items;
    request = next;
  }
}

/** Lists in which the last openid of a page leads to the next page. */
function openids(sender: Sender, page: (after?: string) => ApiRequest<OpenidPage>) {
  return pages(sender, page(), ({ data, next_openid }) => {
    const items = data?.openid ?? [];
    return { items, next: items.length > 0 && next_openid ? page(next_openid) : undefined };
  });
}

/** Lists that count from 0, with a number of items per page. */
function counted<Item, T>(
  sender: Sender,
  page: (offset: number) => ApiRequest<T>,
  read: (page: T) => { readonly items: readonly Item[] | undefined; readonly total: number },
) {
  let offset = 0;
  return pages(sender, page(0), (answer: T) => {
    const { items = [], total } = read(answer);
    offset += items.length;
    return { items, next: items.length > 0 && offset < total ? page(offset) : undefined };
  });
}

const PAGE_SIZE = 20;
const COMMENTS_PAGE_SIZE = 49;
const RECORDS_PAGE_SIZE = 10_000;

/**
 * Lists that go over several pages, as async iterators: `for await (const openid of api.user.list()) …`. A
 * `timeout` is for each page.
 */
export const paging = (send: Send) => ({
  user: {
    /** Lists the openids of all followers, 10,000 a call. */
    list: (options?: CallOptions) => openids({ send, options }, user.getList),
  },
  tag: {
    /** Lists the openids of the followers with a tag. */
    listUsers: (tagid: number, options?: CallOptions) =>
      openids({ send, options }, (after) => tag.getUsers(tagid, after)),
  },
  blacklist: {
    /** Lists the openids on the blacklist. */
    list: (options?: CallOptions) => openids({ send, options }, blacklist.getList),
  },
  material: {
    /** Lists permanent material of a type, newest first. */
    list: (type: Parameters<typeof material.batchGet>[0]['type'], options?: CallOptions) =>
      counted(
        { send, options },
        (offset) => material.batchGet({ type, offset, count: PAGE_SIZE }),
        (page) => ({ items: page.item, total: page.total_count }),
      ),
  },
  draft: {
    /** Lists drafts, newest first; with `no_content: 1` without their content. */
    list: (query?: { readonly no_content?: 0 | 1 }, options?: CallOptions) =>
      counted(
        { send, options },
        (offset) => draft.batchGet({ ...query, offset, count: PAGE_SIZE }),
        (page) => ({ items: page.item, total: page.total_count }),
      ),
  },
  freepublish: {
    /** Lists published articles, newest first; with `no_content: 1` without their content. */
    list: (query?: { readonly no_content?: 0 | 1 }, options?: CallOptions) =>
      counted(
        { send, options },
        (offset) => freepublish.batchGet({ ...query, offset, count: PAGE_SIZE }),
        (page) => ({ items: page.item, total: page.total_count }),
      ),
  },
  comment: {
    /** Lists all comments on an article. */
    listAll: (query: Omit<CommentQuery, 'begin' | 'count'>, options?: CallOptions) =>
      counted(
        { send, options },
        (begin) => comment.list({ ...query, begin, count: COMMENTS_PAGE_SIZE }),
        (page) => ({ items: page.comment, total: page.total }),
      ),
  },
  kfRecord: {
    /** Lists the chat records of customer service between two times, at most a day apart. */
    list: (query: Pick<KfRecordQuery, 'starttime' | 'endtime'>, options?: CallOptions) => {
      const page = (msgid: string) => kfRecord.getMsgList({ ...query, msgid, number: RECORDS_PAGE_SIZE });
      return pages({ send, options }, page('1'), ({ msgid, number, recordlist }) => ({
        items: recordlist,
        next: number === RECORDS_PAGE_SIZE ? page(msgid) : undefined,
      }));
    },
  },
  store: {
    /** Lists the stores of the account. */
    listAll: (options?: CallOptions) =>
      counted(
        { send, options },
        (offset) => store.getStoreList(offset, PAGE_SIZE),
        (page) => ({ items: page.business_list, total: page.total_count }),
      ),
  },
});
