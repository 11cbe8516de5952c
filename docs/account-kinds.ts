import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../lib/language';
import { ACCOUNT_KINDS, ACCOUNT_KIND_WORDS } from '../lib/model/account-kinds';
import { RIGHTS } from '../lib/model/account-rights-table';
import type { Right } from '../lib/model/account-rights-table';
import { opensWindow, WINDOWS } from '../lib/model/service-deeds';
import type { ServiceDeed, WindowRow } from '../lib/model/service-deeds';

/* Writes the pages of kinds of accounts: `npx tsx docs/account-kinds.ts && npx prettier --write docs/account-kinds*.md`. */

const SAMPLE = `\`\`\`ts
import { createApi, createLedger, memoryStore, wechat } from 'offiaccount';

const store = memoryStore();
const ledger = createLedger({ store });
const api = createApi({ appId: 'wx…', appSecret: '…', store, ledger });
const wx = wechat({ appId: 'wx…', token: '…', api, store, kind: 'service' });
wx.use(ledger);

export async function remind(openid: string, content: string): Promise<boolean> {
  const { left } = await ledger.of(openid);
  if (left === 0) return false;
  await api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content } });
  return true;
}
\`\`\``;

const WORDS = {
  en: {
    title: 'Which account can do what',
    other: '[中文](./account-kinds.zh-CN.md)',
    intro:
      "`wechat({ kind })` and `createApi({ kind })` narrow what is promised, never what is believed: a call that such accounts do not have is refused with 48001 at once, with a hint how the account gets the right, and the type of the client is without it. Without `kind`, WeChat is asked; its 48001 is remembered for 10 minutes per account and endpoint. `npx offiaccount doctor --kind personal` compares the setting with what WeChat allows, by calls that change nothing. The offline WeChat plays each kind: `simulate(app, { kind })`, `--kind`, or the page's settings. Rights that WeChat grants one by one are shown in 微信开发者平台 → 接口管理 → 接口权限与额度.",
    rights: 'Rights',
    right: 'Right',
    windows: 'Windows of customer-service messages',
    windowsIntro:
      'What a user does lets the account send for a while. Each deed refreshes its own window to the full number. How windows of several deeds combine WeChat does not say: here each counts for itself, and a message is charged to the one that ends first (`windowOverlap` of the offline WeChat plays the other way).',
    columns: ['The user…', 'Messages', 'For', 'Accounts', 'Source, compared'],
    any: 'any number',
    all: 'all that may send',
    hours: (n: number) => `${n} h`,
    seconds: (n: number) => `${n} s`,
    ledger: 'The ledger: what may still be sent',
    ledgerText:
      '`createLedger({ store })` counts both sides, in all processes that share the store: pushes open windows, calls use them up, and what WeChat says corrects the count: 45047 (used up), 45015, 40003 and 43004 (closed). A 48001 changes no window. A call that may have arrived counts as sent. Payments come with no push: `ledger.note(openid, "payment")`. `left` is a guess, at most so many, as what staff send by hand is not seen; `undefined` is unknown. It never blocks, unless `strict: true`. Beside a `mailbox()`, long answers send no more than the ledger says and show where to tap for the rest.',
    sources: 'Sources, compared',
  },
  zh: {
    title: '哪种账号能做什么',
    other: '[English](./account-kinds.md)',
    intro:
      '`wechat({ kind })` 和 `createApi({ kind })` 只限制能调用的接口，不影响接收：这类账号没有的接口不再请求微信，立即返回 48001，并提示怎样获得权限，客户端的类型里也没有它。不设 `kind` 时以微信的应答为准，48001 按账号和接口记住 10 分钟。`npx offiaccount doctor --kind personal` 用只读的调用比较设置与微信实际开放的权限。离线微信可以扮演每一种账号：`simulate(app, { kind })`、`--kind`，或页面上的设置。要单独申请的权限，以“微信开发者平台 → 接口管理 → 接口权限与额度”为准。',
    rights: '权限',
    right: '权限',
    windows: '客服消息窗口',
    windowsIntro:
      '用户的一次互动让账号在一段时间内可以发送客服消息，同类互动把条数恢复到上限。多个窗口如何叠加，微信没有说明：本库分别计算，先扣最早到期的窗口（离线微信的 `windowOverlap` 可以换成另一种算法）。',
    columns: ['用户……', '条数', '有效期', '账号', '来源与核对时间'],
    any: '不限',
    all: '所有有客服接口的账号',
    hours: (n: number) => `${n} 小时`,
    seconds: (n: number) => `${n} 秒`,
    ledger: '台账：还能发几条',
    ledgerText:
      '`createLedger({ store })` 在共用存储的所有进程中统计：推送打开窗口，调用扣减条数，微信的返回码用来校正：45047（条数用完），45015、40003、43004（窗口关闭）。返回 48001 不影响剩余条数；不确定是否送达的，按已发送扣。支付没有推送，用 `ledger.note(openid, "payment")` 记入。`left` 是估计值，表示最多还能发几条，因为人工客服手动发送的消息看不到；`undefined` 表示不知道。除非设置 `strict: true`，台账不会拦截发送。与 `mailbox()` 同用时，长回答不会多发，并告诉用户点哪里看其余部分。',
    sources: '来源与核对时间',
  },
} as const;

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n');

/** The page of kinds of accounts, in a language: made of the tables that the package goes by. */
export function accountKinds(language: Language): string {
  const words = WORDS[language];
  const rights: readonly Right[] = Object.values(RIGHTS);
  const deeds = Object.keys(WINDOWS) as ServiceDeed[];
  const period = (ms: number) => (ms >= 3_600_000 ? words.hours(ms / 3_600_000) : words.seconds(ms / 1000));
  const accounts = (deed: ServiceDeed): string => {
    const kinds = ACCOUNT_KINDS.filter((kind) => opensWindow(kind, deed));
    return kinds.length === ACCOUNT_KINDS.length ? words.all : kinds.map((kind) => `\`${kind}\``).join(', ');
  };
  return `# ${words.title}

${words.other}

${words.intro}

${ACCOUNT_KINDS.map((kind) => `- \`${kind}\`: ${ACCOUNT_KIND_WORDS[kind][language]}`).join('\n')}

## ${words.rights}

${table(
  [words.right, ...ACCOUNT_KINDS.map((kind) => `\`${kind}\``)],
  rights.map((right) => [
    right[language],
    ...ACCOUNT_KINDS.map((kind) => (right.kinds.includes(kind) ? '✓' : '–')),
  ]),
)}

### ${words.sources}

${rights
  .map(
    (right) =>
      `- ${right[language]}: ${[right.source, right.comparedAt, right.since, language === 'zh' ? right.noteZh : right.note].filter((part) => part !== undefined).join(', ')}`,
  )
  .join('\n')}

## ${words.windows}

${words.windowsIntro}

${table(
  words.columns,
  deeds.map((deed) => {
    const { count, ms, source, sourceZh = source, comparedAt }: WindowRow = WINDOWS[deed];
    const number = count === Infinity ? words.any : String(count);
    return [
      WINDOWS[deed][language],
      number,
      period(ms),
      accounts(deed),
      `${language === 'zh' ? sourceZh : source}, ${comparedAt}`,
    ];
  }),
)}

## ${words.ledger}

${words.ledgerText}

${SAMPLE}
`;
}

/** Where the page is. */
export const accountKindsFile = (language: Language): string =>
  join(__dirname, language === 'en' ? 'account-kinds.md' : 'account-kinds.zh-CN.md');

if (require.main === module)
  for (const language of ['en', 'zh'] as const)
    writeFileSync(accountKindsFile(language), accountKinds(language));
