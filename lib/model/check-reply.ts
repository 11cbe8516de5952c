import { ConfigError } from '../errors';
import { property } from '../own';
import { wellFormed } from '../wire/text';
import type { XmlContent, ContentElement } from '../wire/xml-writer';
import { cutText, MAX_TEXT } from './cut-text';
import type { Reply, TextReply } from './reply-types';
import { isVisible } from './visible';

/** Most articles in answer to an event; a message gets one. */
export const MAX_ARTICLES = 8;

/** Says what is wrong with a field of a reply, by the field's path. */
export type Wording = (path: string, problem: string) => string;

type Fail = (path: string, problem: string) => never;

/** Checks one field, and yields what leaves the process; `undefined` = nothing. */
type Rule = (value: unknown, path: string, fail: Fail) => unknown;

type Fields = Readonly<Record<string, Rule>>;

/** Text without the characters that XML does not have: JSON goes without them, too. */
const text: Rule = (value, path, fail) => {
  if (typeof value === 'string') return wellFormed(value);
  return fail(path, value === undefined ? 'is missing' : 'is not text');
};

/** WeChat tells the user that the service is down when one of these is empty. */
const filled: Rule = (value, path, fail) => {
  const content = String(text(value, path, fail));
  return isVisible(content) ? content : fail(path, 'is empty');
};

const short: Rule = (value, path, fail) => {
  const content = String(filled(value, path, fail));
  const cut = cutText(content);
  // What was cut off may be all that there was to see.
  return cut === content || isVisible(cut) ? cut : fail(path, `begins with ${MAX_TEXT} bytes of white space`);
};

const count: Rule = (value, path, fail) =>
  Number.isInteger(value) ? value : fail(path, value === undefined ? 'is missing' : 'is not a number');

const optional =
  (rule: Rule): Rule =>
  (value, path, fail) =>
    value === undefined ? undefined : rule(value, path, fail);

const element =
  (fields: Fields): Rule =>
  (value, path, fail) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? follow(fields, value, `${path}.`, fail)
      : fail(path, value === undefined ? 'is missing' : 'is not an object');

const notEmpty =
  (rule: Rule): Rule =>
  (value, path, fail) => {
    const found = rule(value, path, fail) as object;
    return Object.values(found).some((each) => each !== '') ? found : fail(path, 'is empty');
  };

const articles =
  (rule: Rule): Rule =>
  (value, path, fail) => {
    if (!Array.isArray(value) || value.length === 0 || value.length > MAX_ARTICLES)
      return fail(path, `is not a list of 1 to ${MAX_ARTICLES} articles`);
    return Array.from(value, (each) => rule(each, path, fail));
  };

const media = element({ MediaId: filled });

/**
 * The fields of each reply (page: 被动回复用户消息): what is built, what is checked and what leaves. A type without
 * entry does not compile.
 */
const FIELDS: Readonly<Record<Reply['MsgType'], Fields>> = {
  text: { Content: short },
  image: { Image: media },
  voice: { Voice: media },
  video: { Video: element({ MediaId: filled, Title: optional(text), Description: optional(text) }) },
  music: {
    Music: notEmpty(
      element({
        Title: optional(text),
        Description: optional(text),
        MusicUrl: optional(text),
        HQMusicUrl: optional(text),
        ThumbMediaId: optional(filled),
      }),
    ),
  },
  news: {
    ArticleCount: count,
    Articles: element({
      item: articles(element({ Title: filled, Description: text, PicUrl: text, Url: filled })),
    }),
  },
  transfer_customer_service: { TransInfo: optional(element({ KfAccount: filled })) },
};

/**
 * Bytes of the texts that were cut before they were checked for the last time: to be logged where there is a
 * logger.
 */
const cutFrom = new WeakMap<object, number>();

/** How many bytes a checked reply had before its text was cut; `undefined`: it is whole. */
export const bytesBeforeCut = (reply: Reply): number | undefined => cutFrom.get(reply);

const inGeneral: Wording = (path, problem) => `The ${path} of a reply ${problem}.`;

/**
 * Checks a reply, however it was built, and gives back a new one that has WeChat's fields and nothing else:
 * text is cut, what XML cannot carry is left out, and so is any header.
 *
 * @throws {ConfigError} It is no reply, or WeChat would tell the user that the service is down.
 */
export function checkReply(value: unknown, wording: Wording = inGeneral): Reply {
  const MsgType = property(value, 'MsgType');
  // A handler in JavaScript may return anything at all.
  if (typeof value !== 'object' || value === null || typeof MsgType !== 'string' || !isReplyType(MsgType))
    throw new ConfigError(
      'A handler returned something that is neither text nor a reply. Build replies with reply.text(), reply.news()…',
    );
  const fail: Fail = (path, problem) => {
    throw new ConfigError(wording(path, problem));
  };
  // Every field was checked by the rule that stands for its type.
  const reply = { MsgType, ...follow(FIELDS[MsgType], value, '', fail) } as unknown as Reply;
  if (reply.MsgType === 'text') noteCut(value, reply);
  if (reply.MsgType === 'news' && reply.ArticleCount !== reply.Articles.item.length)
    fail('ArticleCount', `is ${reply.ArticleCount}, but there are ${reply.Articles.item.length} articles`);
  return reply;
}

/** The fields of a reply that WeChat knows, without its type. */
export function bodyOf(reply: Reply): ContentElement {
  const body: Record<string, XmlContent> = {};
  for (const name of Object.keys(FIELDS[reply.MsgType])) {
    const value = property(reply, name);
    // The checks let nothing else through.
    if (value !== undefined) body[name] = value as XmlContent;
  }
  return body;
}

const isReplyType = (type: string): type is Reply['MsgType'] => Object.hasOwn(FIELDS, type);

function follow(fields: Fields, value: object, path: string, fail: Fail): object {
  const found: Record<string, unknown> = {};
  for (const [name, rule] of Object.entries(fields)) {
    const field = rule(property(value, name), path + name, fail);
    if (field !== undefined) found[name] = field;
  }
  return found;
}

function noteCut(value: object, reply: TextReply): void {
  const whole = wellFormed(String(property(value, 'Content')));
  const bytes = whole === reply.Content ? cutFrom.get(value) : Buffer.byteLength(whole);
  if (bytes !== undefined) cutFrom.set(reply, bytes);
}
