import { WORDS } from '../.vitepress/words';
import type { Language } from '../.vitepress/words';

const FEATURES = {
  zh: (count: number) => [
    ['先验证，后处理', '签名、时间戳、加密、接收方都检查过，推送才会交给处理函数。'],
    ['类型完整', `每一种消息、事件和 ${count} 个接口都有类型，字段名与微信一致。`],
    ['一条消息只跑一次', '微信重推三次，不管落到哪个进程，处理函数只运行一次。'],
    ['离线的微信', '在浏览器里和机器人聊天，测试用的也是同一个微信，不需要公众号。'],
  ],
  en: (count: number) => [
    ['Verified', 'Signature, age, encryption and recipient are checked before a handler sees a push.'],
    ['Typed', `Every message, every event and ${count} endpoints, with the names that WeChat uses.`],
    ['One run per message', 'WeChat delivers three times, in any of your processes; your handler runs once.'],
    ['An offline WeChat', 'Chat with your bot in the browser, and test against the same WeChat.'],
  ],
} as const satisfies Readonly<Record<Language, (count: number) => readonly (readonly [string, string])[]>>;

/** The front page of the site; `count` is the number of WeChat's endpoints. */
export function home(language: Language, count: number): string {
  const { tagline, start, description, prefix, api } = WORDS[language];
  const features = FEATURES[language](count).map(
    ([title, details]) => `  - title: ${title}\n    details: ${details}`,
  );
  return `---
layout: home
title: offiaccount
hero:
  name: offiaccount
  text: ${description}
  tagline: ${tagline}
  actions:
    - theme: brand
      text: ${start}
      link: ${prefix}getting-started
    - theme: alt
      text: ${api}
      link: ${prefix}api/
features:
${features.join('\n')}
---
`;
}
