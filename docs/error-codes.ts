import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHAPTERS, hintWords } from '../lib/hints';
import type { Language } from '../lib/language';

/* Writes the pages of WeChat's return codes: `npx tsx docs/error-codes.ts && npx prettier --write docs/error-codes*.md`. */

/** What the chapters of hints are about, in their order. */
const TITLES: readonly Readonly<Record<Language, string>>[] = [
  { en: 'Access: tokens, AppSecret, addresses, rights', zh: '访问：token、AppSecret、IP、权限' },
  { en: 'Web pages: sign-in and JS-SDK', zh: '网页：网页授权与 JS-SDK' },
  { en: 'Third-party platforms', zh: '第三方平台' },
  { en: 'Any call: parameters, quotas, formats', zh: '通用：参数、频率、格式' },
  { en: 'Menus', zh: '自定义菜单' },
  { en: 'Messages: customer service and mass', zh: '消息：客服消息与群发' },
  { en: 'Templates and subscriptions', zh: '模板消息与订阅通知' },
  { en: 'Media and material', zh: '素材' },
  { en: 'Drafts, publishing, comments', zh: '草稿、发布、留言' },
  { en: 'Users, tags, QR codes', zh: '用户、标签、二维码' },
  { en: 'Customer-service staff', zh: '客服账号与会话' },
  { en: 'Statistics', zh: '数据统计' },
  { en: 'Stores', zh: '门店' },
  { en: 'Invoices', zh: '电子发票' },
];

const HEAD = {
  en: `# Return codes

_[中文](./error-codes.zh-CN.md)_

Every return code of WeChat that the library knows, and what usually helps. \`error.hint\` says the same, made to fit the call; see [when a call fails](./errors.md). Look for a code with the search of your browser.
`,
  zh: `# 返回码

_[English](./error-codes.md)_

本库认识的全部微信返回码，以及通常的解决办法。\`hintFor(error, 'zh')\` 给出同样的内容，并针对具体的调用做了调整，见[调用失败时](./errors.zh-CN.md)。用浏览器的查找功能定位返回码。
`,
} as const;

/** A text in a cell of a table. What looks like markup is shown as it is. */
const cell = (text: string): string => text.replaceAll(/[|<>*_{}[\]]/g, '\\$&').replaceAll('\n', ' ');

/** The page in a language. */
export function errorCodes(language: Language): string {
  const chapters = CHAPTERS.map((hints, index) => {
    const rows = Object.keys(hints)
      .map(Number)
      .sort((a, b) => a - b)
      .map((errcode) => `| ${errcode} | ${cell(hintWords({ errcode, errmsg: '' })?.[language] ?? '')} |`);
    const columns = language === 'en' ? '| Code | What helps |' : '| 返回码 | 怎么办 |';
    return [`## ${TITLES[index]?.[language]}`, '', columns, '| --- | --- |', ...rows, ''].join('\n');
  });
  return [HEAD[language], ...chapters].join('\n');
}

/** Where the page is. */
export const errorCodesFile = (language: Language): string =>
  join(__dirname, language === 'en' ? 'error-codes.md' : 'error-codes.zh-CN.md');

if (require.main === module)
  for (const language of ['en', 'zh'] as const) writeFileSync(errorCodesFile(language), errorCodes(language));
