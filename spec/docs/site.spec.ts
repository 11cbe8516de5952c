import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { GROUPS, PAGES } from '../../docs/.vitepress/pages';
import { siteLink, sitePath } from '../../docs/.vitepress/paths';
import { tokenize } from '../../docs/.vitepress/search';
import { catalogueJson } from '../../docs/generate/catalogue';
import { readEndpoints } from '../../docs/generate/endpoints';
import { ERROR_CODES, errorPages } from '../../docs/generate/errors';
import { referencePages } from '../../docs/generate/reference';
import { asFile, complaints, root } from './compile';

const files = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md') && name !== 'style.md');
const { groups, endpoints } = readEndpoints();

describe('the table of pages', () => {
  it('has every page of the guide, once', () => {
    const ids = files.map((name) => name.replace(/(?:\.zh-CN)?\.md$/, ''));
    expect(PAGES.map(({ id }) => id).sort()).toEqual([...new Set(ids)].sort());
  });

  it.each(PAGES)('$id is there in both languages', ({ id, group }) => {
    expect(existsSync(join(root, `docs/${id}.md`))).toBe(true);
    expect(existsSync(join(root, `docs/${id}.zh-CN.md`))).toBe(true);
    expect(GROUPS).toHaveProperty(group);
  });
});

describe('paths', () => {
  it.each([
    ['tokens.zh-CN.md', 'tokens.md'],
    ['tokens.md', 'en/tokens.md'],
    ['generated/zh/errors/40001.md', 'errors/40001.md'],
    ['generated/en/api/tag.md', 'en/api/tag.md'],
  ])('%s becomes %s', (file, page) => expect(sitePath(file)).toBe(page));

  it.each([
    ['./tokens.md', '/en/tokens'],
    ['./tokens.zh-CN.md#store', '/tokens#store'],
    ['../CONTRIBUTING.md', undefined],
    ['https://nodejs.org/', undefined],
    ['#store', undefined],
  ])('a link to %s leads to %s', (link, page) => expect(siteLink(link)).toBe(page));
});

describe('search', () => {
  it.each([
    ['自定义菜单', ['菜单', '单']],
    ['用 access_token 获取标签', ['access_token', '标签', '获取']],
    ['errcode 45015', ['errcode', '45015']],
  ])('finds words in %s', (text, words) => expect(tokenize(text)).toEqual(expect.arrayContaining(words)));

  it('stands alone, as browsers get its text', () => {
    const { outputText } = ts.transpileModule(`(${tokenize.toString()})`, {
      compilerOptions: { target: ts.ScriptTarget.ES2023 },
    });
    const alone = eval(outputText) as typeof tokenize;
    expect(alone('标签 tag')).toEqual(tokenize('标签 tag'));
  });
});

describe('the reference', () => {
  it('has a title, a path, a page and an example of each of the endpoints', () => {
    expect(
      new Set(endpoints.map(({ method, path, see }) => `${method} ${path} ${see}`)).size,
    ).toBeGreaterThan(200);
    expect(endpoints.length).toBeGreaterThanOrEqual(218);
    for (const { titleZh, path, see, example, chapter } of endpoints) {
      expect(titleZh).toMatch(/\p{Script=Han}/u);
      expect(path).toMatch(/^(?:https:\/\/[\w.]+)?\/[\w/.?=-]+$/);
      expect(see).toMatch(/^https:\/\/developers\.weixin\.qq\.com\/.+\.html$/);
      expect(example).toMatch(/^\w+\.\w+\(.*\)$/s);
      expect(chapter).not.toBe('');
    }
  });

  it('is what the command line knows', () => {
    expect(readFileSync(join(root, 'lib/cli/endpoints.json'), 'utf8')).toBe(catalogueJson(endpoints));
  });

  it('shows calls that compile', () => {
    const code = `import type { Api } from 'offiaccount';\ndeclare const api: Api;\n${endpoints.map(({ example }) => `await api.${example};`).join('\n')}`;
    expect(complaints(new Map([asFile('calls', `${code}\napi.tag.create(7);`)]))).toEqual([
      expect.stringContaining("'number' is not assignable"),
    ]);
  });

  it.each(['zh', 'en'] as const)('has each endpoint on its page (%s)', (language) => {
    const pages = referencePages(language, groups, endpoints);
    for (const { group, name, path, see, titleZh } of endpoints) {
      const page = pages.get(`api/${group}.md`) ?? '';
      for (const part of [`\n## ${name}\n`, path, see, titleZh]) expect(page).toContain(part);
      expect(pages.get('api/index.md')).toContain(`\`${group}.${name}\``);
    }
  });
});

describe('the pages of return codes', () => {
  it.each([
    ['zh', '怎么办', '超时请改用模板消息或订阅通知'],
    ['en', 'What to do', 'for 48 hours'],
  ] as const)('say what helps (%s)', (language, title, words) => {
    const pages = errorPages(language, endpoints);
    expect(pages.size).toBe(ERROR_CODES.length);
    const page = pages.get('errors/45015.md') ?? '';
    for (const part of [title, words, 'customerMessage.send']) expect(page).toContain(part);
  });

  it('tell apart what the credential makes different', () => {
    const page = errorPages('en', endpoints).get('errors/40001.md') ?? '';
    expect(page.match(/^\| the /gm)?.length).toBeGreaterThan(4);
  });

  it('are there for every code of the list in the guide', () => {
    const listed = readFileSync(join(root, 'docs/error-codes.md'), 'utf8').matchAll(/^\| (-?\d+) /gm);
    for (const [, code] of listed) expect(ERROR_CODES).toContain(Number(code));
  });
});
