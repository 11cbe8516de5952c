import { ok } from '../answer';
import type { ArticleRecord } from '../article';
import { post } from '../endpoint';
import type { EndpointInput, Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import type { NewComment } from '../fake-api';
import { id, keep, number, optional, text } from '../fields';
import type { Fields } from '../fields';
import { nextId } from '../ids';
import { LIMITS } from '../limits';
import { ApiRefusalError } from '../api-refusal-error';
import { BoundedMap } from '../bounded-map';

interface Comment {
  readonly user_comment_id: bigint;
  readonly openid: string;
  readonly content: string;
  /** Unix seconds. */
  readonly create_time: number;
  /** 1 = elected, so that all readers see it. */
  comment_type: 0 | 1;
  reply?: { readonly content: string; readonly create_time: number };
}

/** An article that is out. */
export interface Commentable {
  /** `msg_data_id` and number of the article, as statistics name it. */
  readonly msgid: string;
  readonly article: ArticleRecord;
  /** Whether followers got it as a message. */
  readonly isNotified: boolean;
  /** Milliseconds since 1970. */
  readonly publishedAt: number;
  open: boolean;
  readonly comments: Comment[];
}

/** What can be commented on: the articles of publications and mass messages. */
export const commentables = ({ clock }: FakeAccount) => {
  const articles = new BoundedMap<Commentable>(1000);

  function find(msg_data_id: string, index = 0): Commentable {
    const article = articles.get(`${msg_data_id} ${index}`);
    if (article === undefined)
      throw new ApiRefusalError(88001, `there is no article ${index} of ${msg_data_id}`);
    return article;
  }

  return {
    find,
    all: () => articles.values(),
    /** Articles are out. */
    publish(msg_data_id: string, published: readonly ArticleRecord[], isNotified: boolean): void {
      for (const [index, article] of published.entries())
        articles.set(`${msg_data_id} ${index}`, {
          msgid: `${msg_data_id}_${index + 1}`,
          article,
          isNotified,
          publishedAt: clock.now(),
          open: article.need_open_comment === 1,
          comments: [],
        });
    },
    /** A user comments. */
    add({ msg_data_id, index, openid, content }: NewComment): string {
      const article = find(msg_data_id, index);
      if (!article.open) throw new ApiRefusalError(88000);
      const create_time = Math.floor(clock.now() / 1000);
      const user_comment_id = nextId();
      article.comments.push({ user_comment_id, openid, content, create_time, comment_type: 0 });
      return String(user_comment_id);
    },
  };
};

const onArticle = { msg_data_id: id, index: optional(number) };
const onComment = { ...onArticle, user_comment_id: id };

const turn = (plays: 'comment.open' | 'comment.close', path: string, open: boolean): Endpoint =>
  post(plays, path, onArticle, ({ account, fields: { msg_data_id, index } }) => {
    account.part(commentables).find(msg_data_id, index).open = open;
    return undefined;
  });

function commentOf({
  account,
  fields,
}: Pick<EndpointInput<Fields<typeof onComment>>, 'account' | 'fields'>): Comment {
  const { comments } = account.part(commentables).find(fields.msg_data_id, fields.index);
  const found = comments.find(({ user_comment_id }) => String(user_comment_id) === fields.user_comment_id);
  if (found === undefined) throw new ApiRefusalError(88008);
  return found;
}

const change = (
  plays: 'comment.markElect' | 'comment.unmarkElect' | 'comment.deleteReply',
  path: string,
  act: (comment: Comment) => void,
): Endpoint =>
  post(plays, path, onComment, (asked) => {
    act(commentOf(asked));
    return undefined;
  });

/** Comments on articles (留言管理). */
export const comment: readonly Endpoint[] = [
  turn('comment.open', '/cgi-bin/comment/open', true),
  turn('comment.close', '/cgi-bin/comment/close', false),

  post(
    'comment.list',
    '/cgi-bin/comment/list',
    { ...onArticle, begin: number, count: number, type: number },
    ({ account, fields: { msg_data_id, index, begin, count, type } }) => {
      keep(LIMITS.commentPage, count, 'count');
      const { comments } = account.part(commentables).find(msg_data_id, index);
      const wanted = comments.filter(({ comment_type }) => type === 0 || comment_type === type - 1);
      return ok({ total: wanted.length, comment: wanted.slice(begin, begin + count) });
    },
  ),

  change('comment.markElect', '/cgi-bin/comment/markelect', (found) => (found.comment_type = 1)),
  change('comment.unmarkElect', '/cgi-bin/comment/unmarkelect', (found) => (found.comment_type = 0)),
  change('comment.deleteReply', '/cgi-bin/comment/reply/delete', (found) => delete found.reply),

  post('comment.delete', '/cgi-bin/comment/delete', onComment, (asked) => {
    const found = commentOf(asked);
    const { comments } = asked.account.part(commentables).find(asked.fields.msg_data_id, asked.fields.index);
    comments.splice(comments.indexOf(found), 1);
    return undefined;
  }),

  post(
    'comment.addReply',
    '/cgi-bin/comment/reply/add',
    { ...onComment, content: text },
    ({ account, fields }) => {
      const found = commentOf({ account, fields });
      if (found.reply !== undefined) throw new ApiRefusalError(88005);
      found.reply = { content: fields.content, create_time: account.seconds() };
      return undefined;
    },
  ),
];
