import { printable } from '../logger';
import { MAX_ARTICLES } from '../model/replies';
import type { NewsReply } from '../model/replies';
import type { Account } from './account';
import { hasService } from './api/rights';
import { InvalidReplyError, invalidReply } from './invalid-reply-error';
import type { ReplyNote } from './invalid-reply-error';
import { readFields, unsealed } from './open-reply';
import { problem, tell } from './problems';
import type { Problem } from './problems';
import type { SimulatedPush } from './push';
import { follow, headerRules, replyRules } from './reply-rules';
import type { SeenMessage, Verdict } from './seen';

/** An answer as it came over the wire. */
export interface BotResponse {
  readonly status: number;
  readonly body: Buffer;
}

/** An answer that WeChat takes: the user sees a reply, or nothing. */
type Taken = Pick<Verdict, 'outcome' | 'reply'>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * What WeChat makes of the answer to a push. Where that is not known, the answer counts and `problem` says
 * so.
 */
export const judge = (answer: BotResponse, push: SimulatedPush, account: Account): Verdict =>
  verdict(answer, account, (text, note) => {
    if (push.kind === 'notice') return readNotice(text);
    if (isSilent(text, note)) return { outcome: 'silent' };
    const data = readAnswer(text, account, note);
    const inner = unsealed(data, account, note);
    if (inner === undefined) return readReply(data, push, account, note);
    if (!isSilent(inner, note)) return readReply(readAnswer(inner, account, note), push, account, note);
    note('encrypted-silence', { answer: printable(inner.trim()) });
    return { outcome: 'silent' };
  });

/** What WeChat makes of the answer to its check of the address. */
export const judgeCheck = (answer: BotResponse, echostr: string, account: Account): Verdict =>
  verdict(answer, account, (text) => {
    if (text === echostr) return { outcome: 'replied' };
    throw invalidReply('echostr', { answer: printable(text) });
  });

/** What the console of 微信云托管 makes of the answer to its check: `success`, or nothing. */
export const judgeContainerCheck = (answer: BotResponse, account: Account): Verdict =>
  verdict(answer, account, (text) => {
    if (text === '' || text === 'success') return { outcome: 'replied' };
    throw invalidReply('container-check', { answer: printable(text) });
  });

function verdict(
  { status, body }: BotResponse,
  { path }: Account,
  read: (text: string, note: ReplyNote) => Taken,
): Verdict {
  if (status === 404) return { outcome: 'refused', ...tell([problem('not-found', { path })]) };
  if (status >= 400 && status < 500) return { outcome: 'refused', ...tell([problem('refused', { status })]) };
  const notes: Problem[] = [];
  const note: ReplyNote = (code, values) => void notes.push(problem(code, values));
  try {
    if (status !== 200) throw invalidReply('status', { status });
    const taken = read(decode(body), note);
    // What is about the reply itself says more than what is about its wrapping.
    return { ...taken, ...tell(notes.toReversed()) };
  } catch (error) {
    if (error instanceof InvalidReplyError)
      return { outcome: 'service-unavailable', ...tell([error.problem]) };
    throw error;
  }
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw invalidReply('not-utf8', {});
  }
}

/** What is answered to a notice: anything but the one word is a failure. */
function readNotice(text: string): Taken {
  if (text === 'success') return { outcome: 'silent' };
  throw invalidReply('notice-not-success', { answer: printable(text) });
}

/** Whether the answer says that there is nothing to say: `success`, or nothing at all. */
function isSilent(text: string, note: ReplyNote): boolean {
  const bare = text.trim();
  if (bare === '""' || bare === '"success"') throw invalidReply('quoted-silence', { answer: bare });
  if (bare !== '' && bare !== 'success') return false;
  if (bare !== text) note('space-around-silence', { answer: printable(text) });
  return true;
}

function readAnswer(text: string, { format }: Account, note: ReplyNote) {
  if (!/^\s*\{|<xml/.test(text)) throw invalidReply('not-a-reply', { answer: printable(text) });
  return readFields(text, format, note);
}

function readReply(
  data: ReturnType<typeof readFields>,
  push: SimulatedPush,
  account: Account,
  note: ReplyNote,
): Taken {
  const header = follow(headerRules, data);
  if (header.ToUserName !== push.from || header.FromUserName !== push.to)
    throw invalidReply('names-not-swapped', {
      to: push.from,
      from: push.to,
      foundTo: printable(header.ToUserName),
      foundFrom: printable(header.FromUserName),
    });
  const type = String(header.MsgType);
  const rules = replyRules.get(type);
  if (rules === undefined)
    throw invalidReply('unknown-type', { type: printable(type), types: [...replyRules.keys()] });
  if (account.kind === 'mini-program' && type !== 'transfer_customer_service')
    throw invalidReply('mini-program-reply', { type });
  // The rules of a type let only the fields of that type's interface through, and insist on those it must
  // have.
  const reply = { MsgType: type, ...follow(rules, data) } as unknown as SeenMessage;
  if (type === 'transfer_customer_service' && !hasService(account.kind)) note('no-customer-service', {});
  return { outcome: 'replied', reply: reply.MsgType === 'news' ? readNews(reply, push, note) : reply };
}

/** WeChat drops articles that are too many; a wrong count it does not take. */
function readNews(news: NewsReply, { kind }: SimulatedPush, note: ReplyNote): NewsReply {
  const isEvent = kind === 'event';
  const { item } = news.Articles;
  if (item.length !== news.ArticleCount)
    throw invalidReply('article-count', { count: news.ArticleCount, items: item.length });
  const most = isEvent ? MAX_ARTICLES : 1;
  if (item.length <= most) return news;
  note('articles-dropped', { shown: most, items: item.length, isEvent });
  return { MsgType: 'news', ArticleCount: most, Articles: { item: item.slice(0, most) } };
}
