import { adviceFor, CHAPTERS } from '../../lib/hints';
import type { Refusal } from '../../lib/hints';
import { ERRMSG as ERRMSGS } from '../../lib/testing/api/api-refusal-error';
import { WORDS } from '../.vitepress/words';
import type { Language } from '../.vitepress/words';
import { table } from './markdown';
import type { EndpointDoc } from './endpoints';

type Credential = NonNullable<Refusal['credential']>;

const CREDENTIALS: Readonly<Record<Credential, Readonly<Record<Language, string>>>> = {
  account: { zh: '公众号的 access_token', en: 'the access token of the account' },
  function: { zh: '函数 `accessToken` 给出的 token', en: 'a token of a function `accessToken`' },
  user: { zh: '网页授权的 access_token（`sns/…`）', en: 'the token of a user (`sns/…`)' },
  component: { zh: '第三方平台的 component_access_token', en: 'the token of a third-party platform' },
  authorizer: {
    zh: '第三方平台代管账号的 authorizer_access_token',
    en: 'the token of an account that a platform serves',
  },
  'app-secret': { zh: 'AppSecret', en: 'the AppSecret' },
  cloudrun: { zh: '微信云托管代加的凭证', en: 'what 微信云托管 adds' },
  'component-secret': { zh: '第三方平台的 AppSecret', en: 'the AppSecret of a platform' },
};
/** The table is complete, so its keys are all credentials. */
const KINDS = Object.keys(CREDENTIALS) as Credential[];

const SAY = {
  zh: {
    message: '微信的说明',
    do: '怎么办',
    by: '调用所用的凭证不同，原因也不同：',
    with: '凭证',
    endpoints: '哪些接口会返回',
    code: '代码里怎样判断',
    all: '全部返回码',
    more: '[调用失败时](/errors)有错误类型、自动重试的说明。',
    none: '没有特定的提示：对照官方文档检查请求。',
  },
  en: {
    message: 'What WeChat says',
    do: 'What to do',
    by: 'The reason depends on the credential of the call:',
    with: 'Called with',
    endpoints: 'Endpoints that answer so',
    code: 'In code',
    all: 'All return codes',
    more: '[When a call fails](/en/errors) tells the kinds of errors, and what is repeated by itself.',
    none: 'Nothing special is known: compare the request with the official page.',
  },
} as const;

/** What somebody may read of a code, for each credential that makes a difference. */
function hintsOf(errcode: number, language: Language): ReadonlyMap<string, readonly Credential[]> {
  const found = new Map<string, Credential[]>();
  for (const credential of KINDS) {
    const text = adviceFor({ errcode, errmsg: '', credential })?.[language];
    if (text !== undefined) found.set(text, [...(found.get(text) ?? []), credential]);
  }
  return found;
}

const page = (errcode: number, language: Language, endpoints: readonly EndpointDoc[]): string => {
  const say = SAY[language];
  const hints = hintsOf(errcode, language);
  const [only] = hints.keys();
  const advice =
    hints.size <= 1
      ? (only ?? say.none)
      : `${say.by}\n\n${table(
          [say.with, say.do],
          [...hints].map(([text, kinds]) => [
            kinds.map((kind) => CREDENTIALS[kind][language]).join('; '),
            text,
          ]),
        )}`;
  const said = ERRMSGS[errcode];
  const { prefix } = WORDS[language];
  const calls = endpoints.filter(({ codes }) => codes.includes(errcode));
  return [
    `# ${errcode}`,
    said === undefined ? '' : `${say.message}: \`${said}\``,
    `## ${say.do}\n\n${escapeMarkdown(advice)}`,
    calls.length === 0
      ? ''
      : `## ${say.endpoints}\n\n${calls.map(({ group, name, titleZh, path }) => `- [\`${group}.${name}\`](${prefix}api/${group}#${name.toLowerCase()}) ${language === 'zh' ? titleZh : ''} \`${path}\``).join('\n')}`,
    `## ${say.code}\n\n\`\`\`js\nimport { ApiError, hintFor } from 'offiaccount';\n\nconst explain = (error) =>\n  error instanceof ApiError && error.errcode === ${errcode} ? hintFor(error, '${language}') : undefined;\n\`\`\``,
    say.more,
    `[${say.all}](${prefix}error-codes)`,
  ]
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
};

/** Text of ours in a page: angle brackets are not markup, braces no template. */
const escapeMarkdown = (text: string) => text.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;');

/** All codes that the tables know, in order. */
export const ERROR_CODES: readonly number[] = [
  ...new Set([...CHAPTERS.flatMap((chapter) => Object.keys(chapter)), ...Object.keys(ERRMSGS)].map(Number)),
]
  .filter((code) => code !== 0)
  .sort((one, other) => one - other);

/** The pages of return codes: `errors/<code>.md`. */
export const errorPages = (
  language: Language,
  endpoints: readonly EndpointDoc[],
): ReadonlyMap<string, string> =>
  new Map(ERROR_CODES.map((code) => [`errors/${code}.md`, page(code, language, endpoints)]));
