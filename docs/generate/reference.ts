import { ACCOUNT_KINDS, ACCOUNT_KIND_WORDS } from '../../lib/model/account-kinds';
import { hasRight, rightFor } from '../../lib/model/account-rights';
import { RIGHTS } from '../../lib/model/account-rights-table';
import { WORDS } from '../.vitepress/words';
import type { Language } from '../.vitepress/words';
import type { EndpointDoc, GroupDoc } from './endpoints';
import type { FieldDoc } from './fields';
import { table } from './markdown';

const SAY = {
  zh: {
    title: '接口',
    lead: '每个接口的官方名称、路径、参数、返回值和需要的账号，由源码里的接口表生成。在命令行里也能查：`npx offiaccount call --list 标签`，`npx offiaccount call --help tag.create`。',
    method: '方法',
    name: '官方名称',
    path: '路径',
    needs: '账号',
    all: '所有账号',
    credential: '凭证',
    official: '官方文档',
    parameters: '参数',
    fields: '请求字段',
    answer: '返回字段',
    result: '返回',
    errors: '返回码',
    field: '字段',
    type: '类型',
    note: '说明',
    required: '必填',
    yes: '是',
    nothing: '没有内容：成功就返回。',
    common: '所有接口都可能返回的：',
  },
  en: {
    title: 'API',
    lead: 'Title, path, fields, answer and the accounts of each endpoint, made from the tables in the source. The command line knows them, too: `npx offiaccount call --list tag`, `npx offiaccount call --help tag.create`.',
    method: 'Method',
    name: 'Official title',
    path: 'Path',
    needs: 'Accounts',
    all: 'all',
    credential: 'Credential',
    official: 'Official page',
    parameters: 'Parameters',
    fields: 'Fields of the request',
    answer: 'Fields of the answer',
    result: 'Resolves to',
    errors: 'Return codes',
    field: 'Field',
    type: 'Type',
    note: 'Note',
    required: 'Required',
    yes: 'yes',
    nothing: 'Nothing: it returns when WeChat has done it.',
    common: 'Any call may answer: ',
  },
} as const;

const CREDENTIALS = {
  account: { zh: '公众号的 access_token', en: 'access token of the account' },
  'app-secret': { zh: 'AppID 和 AppSecret', en: 'AppID and AppSecret' },
  component: { zh: '第三方平台的 component_access_token', en: 'token of the third-party platform' },
  none: { zh: '不需要（凭证是参数之一）', en: 'none, or one of its parameters' },
} as const satisfies Readonly<Record<EndpointDoc['credential'], Readonly<Record<Language, string>>>>;

/** Codes that the credential, the allow-list, quotas and rights bring about. */
const COMMON = [-1, 40001, 40164, 45009, 48001];

const code = (text: string) => (text === '' ? '' : `\`${text.replaceAll('`', '')}\``);

/** Comments in a page: `{@link x}` is code, angle brackets are no markup. */
export const prose = (text: string) =>
  text
    .replaceAll(/\{@link ([^}]+)\}/g, '`$1`')
    .split(/(`[^`]*`)/)
    .map((part, index) =>
      index % 2 === 1 ? part : part.replaceAll('<', '&lt;').replaceAll('{{', '&#123;&#123;'),
    )
    .join('');

const fieldTable = (fields: readonly FieldDoc[], language: Language, withRequired: boolean): string => {
  const say = SAY[language];
  const rows = fields.map(({ name, type, optional, note, noteZh }) => [
    code(name),
    code(type.replace(' | undefined', '')),
    ...(withRequired ? [optional === true ? '' : say.yes] : []),
    prose((language === 'zh' ? noteZh : note) ?? ''),
  ]);
  return table([say.field, say.type, ...(withRequired ? [say.required] : []), say.note], rows);
};

function accountsFor(path: string, language: Language): string {
  const right = rightFor(path.replace(/\?.*$/, ''));
  const kinds = ACCOUNT_KINDS.filter((kind) => hasRight(kind, right));
  if (kinds.length === ACCOUNT_KINDS.length) return SAY[language].all;
  const names = kinds.map((kind) => ACCOUNT_KIND_WORDS[kind][language]);
  return language === 'zh'
    ? `${names.join('、')}（${RIGHTS[right].zh}）`
    : `${names.join('; ')} (${RIGHTS[right].en})`;
}

function section(endpoint: EndpointDoc, language: Language): string {
  const say = SAY[language];
  const { prefix } = WORDS[language];
  const { group, name, titleZh, path, method, see, parameters, fields, answer, result, codes } = endpoint;
  const link = (errcode: number) => `[${errcode}](${prefix}errors/${errcode})`;
  const signature = parameters
    .map(
      (each) => `${each.name}${each.optional === true ? '?' : ''}: ${each.type.replace(' | undefined', '')}`,
    )
    .join(', ');
  return [
    `## ${name}`,
    `**${titleZh}** ${code(`${method} ${path}`)}`,
    prose(language === 'zh' ? endpoint.summaryZh : endpoint.summary),
    table(
      ['', ''],
      [
        [say.needs, accountsFor(path, language)],
        [say.credential, CREDENTIALS[endpoint.credential][language]],
        [say.official, `[${endpoint.chapter}](${see})`],
        [say.errors, `${codes.map(link).join(' ')} ${say.common}${COMMON.map(link).join(' ')}`.trim()],
      ],
    ),
    `\`\`\`text\napi.${group}.${name}(${signature})\n\`\`\``,
    `\`\`\`js\n${result === 'string' ? '' : 'await '}api.${endpoint.example};\n\`\`\``,
    fields.length === 0 ? '' : `**${say.fields}**\n\n${fieldTable(fields, language, true)}`,
    answer.length > 0
      ? `**${say.answer}**\n\n${fieldTable(answer, language, false)}`
      : `**${say.result}** ${result === 'void' ? say.nothing : code(result)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
}

const groupPage = ({ group, zh, en }: GroupDoc, endpoints: readonly EndpointDoc[], language: Language) => {
  const { prefix } = WORDS[language];
  const title = language === 'zh' ? `${zh} \`${group}\`` : `\`${group}\`: ${en}`;
  return [`# ${title}`, overview(endpoints, `${prefix}api/${group}`, language)]
    .concat(endpoints.map((endpoint) => section(endpoint, language)))
    .filter(Boolean)
    .join('\n\n')
    .concat('\n');
};

const overview = (endpoints: readonly EndpointDoc[], page: string, language: Language) => {
  const say = SAY[language];
  return table(
    [say.method, say.name, say.path],
    endpoints.map(({ group, name, titleZh, method, path }) => [
      `[\`${group}.${name}\`](${page}#${name.toLowerCase()})`,
      titleZh,
      code(`${method} ${path}`),
    ]),
  );
};

/** The reference: a page for each group of endpoints, and a list of all. */
export function referencePages(
  language: Language,
  groups: readonly GroupDoc[],
  endpoints: readonly EndpointDoc[],
): ReadonlyMap<string, string> {
  const say = SAY[language];
  const { prefix } = WORDS[language];
  const of = (group: string) => endpoints.filter((endpoint) => endpoint.group === group);
  const list = groups.map((group) => {
    const title = language === 'zh' ? `${group.zh} \`${group.group}\`` : `\`${group.group}\`: ${group.en}`;
    return `## ${title}\n\n${overview(of(group.group), `${prefix}api/${group.group}`, language)}`;
  });
  const sidebar = groups.map((group) => ({
    text: language === 'zh' ? `${group.zh} ${group.group}` : group.group,
    link: `${prefix}api/${group.group}`,
  }));
  return new Map([
    ['api/index.md', [`# ${say.title}`, say.lead, ...list].join('\n\n').concat('\n')],
    ...groups.map((group): [string, string] => [
      `api/${group.group}.md`,
      groupPage(group, of(group.group), language),
    ]),
    ['api/sidebar.json', `${JSON.stringify([{ text: say.title, link: `${prefix}api/`, items: sidebar }])}\n`],
  ]);
}
