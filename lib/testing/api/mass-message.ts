import type { UserRecord } from '../user-record';
import { json, ok } from './answer';
import type { ArticleRecord } from './article';
import { readContent } from './content';
import type { MessageContent } from './content-kind';
import type { EndpointInput } from './endpoint';
import { commentables } from './endpoints/comment';
import { draftOf } from './endpoints/draft';
import type { FakeAccount } from './fake-account';
import { object, readFields, text } from './fields';
import { nextShortId } from './ids';
import { errmsgOf, ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';

/** A message to many. */
export interface MassMessage {
  readonly msg_id: number;
  readonly clientmsgid: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  deleted: boolean;
}

const DAY_MS = 86_400_000;

/** What an account has sent to many. */
export const sentToMany = () => new BoundedMap<MassMessage>(1000);

/** Several pictures are under another name than their type. */
export function contentOf({ account, call }: EndpointInput<unknown>, msgtype: string): MessageContent {
  // An object, as post() made sure.
  const body = call.json as Readonly<Record<string, unknown>>;
  if (msgtype === 'wxcard') throw new ApiRefusalError(45113);
  return readContent(
    body,
    msgtype,
    msgtype === 'image' && body.images !== undefined ? 'images' : msgtype,
    account,
  );
}

/**
 * Sends a message to all of these people, once for the same `clientmsgid`, and tells the app after the
 * answer.
 */
export function sendToMany(
  asked: EndpointInput<{ msgtype: string; clientmsgid?: string | undefined }>,
  userRecords: readonly UserRecord[],
) {
  const { account, context, fields } = asked;
  const { clientmsgid = '' } = fields;
  const content = contentOf(asked, fields.msgtype);
  const articles = content.MsgType === 'mpnews' ? articlesOf(account, content) : [];
  const now = account.clock.now();
  const former = account
    .part(sentToMany)
    .values()
    .find((each) => clientmsgid !== '' && each.clientmsgid === clientmsgid && each.at > now - DAY_MS);
  if (former !== undefined) return json({ errcode: 45065, errmsg: errmsgOf(45065), msg_id: former.msg_id });
  const msg_id = nextShortId();
  account.part(sentToMany).set(String(msg_id), { msg_id, clientmsgid, at: now, deleted: false });
  const reached = userRecords.filter(({ blocked }) => !blocked);
  for (const person of reached) person.receive({ ...content, via: 'mass' });
  const msg_data_id = articles.length > 0 ? nextShortId() : undefined;
  account.part(commentables).publish(String(msg_data_id), articles, true);
  const counts = {
    TotalCount: userRecords.length,
    FilterCount: reached.length,
    SentCount: reached.length,
    ErrorCount: 0,
  };
  const finished = { MsgID: String(msg_id), Status: 'send success', ...counts };
  context.after(account, () => account.push('MASSSENDJOBFINISH', finished));
  return ok({ errmsg: 'send job submission success', msg_id, msg_data_id });
}

function articlesOf(account: FakeAccount, content: MessageContent): readonly ArticleRecord[] {
  const { mpnews } = readFields({ mpnews: object({ media_id: text }) }, content);
  return draftOf(account, mpnews.media_id).articles;
}
