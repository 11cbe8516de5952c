import { printable } from '../logger';
import { MAX_ARTICLES } from '../model/replies';
import type { NewsReply } from '../model/replies';
import type { Account } from './account';
import { hasService } from './api/rights';
import { Invalid } from './invalid';
import { openReply } from './open-reply';
import type { SimulatedPush } from './push';
import { follow, headerRules, replyRules } from './reply-rules';
import type { SeenMessage, Verdict } from './seen';

/** An answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What WeChat makes of the answer to a push. */
export const judge = (answer: Answer, push: SimulatedPush, account: Account): Verdict =>
  verdict(answer, account, (text) => {
    if (text === '' || text === 'success') return { outcome: 'silent' };
    return { outcome: 'replied', ...readReply(text, push, account) };
  });

/** What WeChat makes of the answer to its check of the address. */
export const judgeCheck = (answer: Answer, echostr: string, account: Account): Verdict =>
  verdict(answer, account, (text) => {
    if (text === echostr) return { outcome: 'replied' };
    throw new Invalid(`The answer must be the echostr and nothing else, not ${quoted(text)}.`);
  });

function verdict({ status, body }: Answer, { path }: Account, read: (text: string) => Verdict): Verdict {
  if (status === 404)
    return {
      outcome: 'refused',
      problem: `Status 404: is wechat() mounted at "${path}"? "path" says where.`,
    };
  if (status >= 400 && status < 500)
    return {
      outcome: 'refused',
      problem: `Status ${status}: the app refused the request, and its log says why. Are token, appId, encodingAESKey and mode the same on both sides?`,
    };
  try {
    if (status !== 200) throw new Invalid(`The status is ${status}, not 200.`);
    return read(decode(body));
  } catch (error) {
    if (error instanceof Invalid) return { outcome: 'service-unavailable', problem: error.message };
    throw error;
  }
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw new Invalid('The answer is not UTF-8.');
  }
}

const quoted = (text: string): string => `"${printable(text)}"`;

function readReply(text: string, push: SimulatedPush, account: Account): Omit<Verdict, 'outcome'> {
  if (text.trim() === 'success') throw new Invalid(`${quoted(text)} has white space around "success".`);
  if (!/^\s*\{|<xml/.test(text))
    throw new Invalid(`The answer is neither "success", nor empty, nor a reply: ${quoted(text)}.`);
  const data = openReply(text, account);
  const header = follow(headerRules, data);
  if (header.ToUserName !== push.from || header.FromUserName !== push.to)
    throw new Invalid(
      `A reply swaps the names of the push: ToUserName must be "${push.from}" and FromUserName "${push.to}", not ${quoted(String(header.ToUserName))} and ${quoted(String(header.FromUserName))}.`,
    );
  const type = String(header.MsgType);
  const rules = replyRules.get(type);
  if (rules === undefined)
    throw new Invalid(
      `<MsgType> is ${quoted(type)}: a reply is one of ${[...replyRules.keys()].join(', ')}.`,
    );
  // The rules of a type let only the fields of that type's interface through, and insist on those it must have.
  const reply = { MsgType: type, ...follow(rules, data) } as unknown as SeenMessage;
  if (type === 'transfer_customer_service' && !hasService(account.kind))
    return { reply, problem: 'An account of this kind has no customer service: nobody gets the message.' };
  return reply.MsgType === 'news' ? readNews(reply, push) : { reply };
}

/** WeChat drops articles that are too many; a wrong count it does not take. */
function readNews(news: NewsReply, { isEvent }: SimulatedPush): Omit<Verdict, 'outcome'> {
  const { item } = news.Articles;
  if (item.length !== news.ArticleCount)
    throw new Invalid(`<ArticleCount> is ${news.ArticleCount}, but there are ${item.length} <item>.`);
  const most = isEvent ? MAX_ARTICLES : 1;
  if (item.length <= most) return { reply: news };
  return {
    reply: { MsgType: 'news', ArticleCount: most, Articles: { item: item.slice(0, most) } },
    problem: `WeChat shows ${most} of the ${item.length} articles in answer to ${isEvent ? 'an event' : 'a message'}.`,
  };
}
