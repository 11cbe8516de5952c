import { words } from './words';

/** Something about a field. */
export interface InField {
  readonly field: string;
}

/** What can be wrong with the fields of a reply, or is left out of it, by code. */
export const replyProblems = {
  'no-elements': words<object>({
    en: () => '<xml> has no elements.',
    zh: () => '<xml> 里没有任何元素。',
  }),
  'text-between-elements': words<InField>({
    en: ({ field }) => `<${field}> holds text between its elements.`,
    zh: ({ field }) => `<${field}> 的子元素之间有文字。`,
  }),
  'field-missing': words<InField>({
    en: ({ field }) => `<${field}> is missing.`,
    zh: ({ field }) => `缺少 <${field}>。`,
  }),
  'field-repeated': words<InField & { count: number }>({
    en: ({ field, count }) => `<${field}> occurs ${count} times.`,
    zh: ({ field, count }) => `<${field}> 出现了 ${count} 次。`,
  }),
  'field-has-elements': words<InField>({
    en: ({ field }) => `<${field}> holds elements.`,
    zh: ({ field }) => `<${field}> 里应是文字，而不是子元素。`,
  }),
  'field-has-no-elements': words<InField>({
    en: ({ field }) => `<${field}> holds no elements.`,
    zh: ({ field }) => `<${field}> 里应有子元素，而不是文字。`,
  }),
  'field-empty': words<InField>({
    en: ({ field }) => `<${field}> is empty.`,
    zh: ({ field }) => `<${field}> 是空的。`,
  }),
  'field-too-long': words<InField & { bytes: number; most: number }>({
    en: ({ field, bytes, most }) => `<${field}> has ${bytes} bytes, more than ${most}.`,
    zh: ({ field, bytes, most }) => `<${field}> 有 ${bytes} 字节，超过了 ${most} 字节。`,
  }),
  'field-not-a-number': words<InField>({
    en: ({ field }) => `<${field}> is not a number.`,
    zh: ({ field }) => `<${field}> 不是数字。`,
  }),
  'field-spelling': words<InField & { found: string }>({
    en: ({ field, found }) => `<${found}> must be spelled <${field}>.`,
    zh: ({ field, found }) => `<${found}> 应写作 <${field}>。`,
  }),
  'names-not-swapped': words<{ to: string; from: string; foundTo: string; foundFrom: string }>({
    en: ({ to, from, foundTo, foundFrom }) =>
      `A reply swaps the names of the push: ToUserName must be "${to}" and FromUserName "${from}", not "${foundTo}" and "${foundFrom}".`,
    zh: ({ to, from, foundTo, foundFrom }) =>
      `回复要对调推送中的两个名字：ToUserName 应为“${to}”，FromUserName 应为“${from}”，而不是“${foundTo}”和“${foundFrom}”。`,
  }),
  'unknown-type': words<{ type: string; types: readonly string[] }>({
    en: ({ type, types }) => `<MsgType> is "${type}": a reply is one of ${types.join(', ')}.`,
    zh: ({ type, types }) => `<MsgType> 是“${type}”，回复只能是以下类型之一：${types.join('、')}。`,
  }),
  'mini-program-reply': words<{ type: string }>({
    en: ({ type }) =>
      `A mini program cannot reply with a ${type}: answer success, and send a customer-service message; or transfer_customer_service.`,
    zh: ({ type }) =>
      `小程序不能被动回复 ${type}：请返回 success，再用客服消息接口回复；或回复 transfer_customer_service。`,
  }),
  'article-count': words<{ count: number; items: number }>({
    en: ({ count, items }) => `<ArticleCount> is ${count}, but there are ${items} <item>.`,
    zh: ({ count, items }) => `<ArticleCount> 是 ${count}，但有 ${items} 个 <item>。`,
  }),
  'articles-dropped': words<{ shown: number; items: number; isEvent: boolean }>({
    en: ({ shown, items, isEvent }) =>
      `WeChat shows ${shown} of the ${items} articles in answer to ${isEvent ? 'an event' : 'a message'}.`,
    zh: ({ shown, items, isEvent }) =>
      `回复${isEvent ? '事件' : '消息'}时，微信只显示 ${items} 篇图文中的前 ${shown} 篇。`,
  }),
  'no-customer-service': words<object>({
    en: () => 'An account of this kind has no customer service: nobody gets the message.',
    zh: () => '这类账号没有客服功能：没有人会收到这条消息。',
  }),
};
