import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { CHINESE as chinese, inChinese } from '../../docs/generate/chinese';
import { countEndpoints } from '../../docs/generate/endpoints';
import type { EndpointDoc } from '../../docs/generate/endpoints';
import { home } from '../../docs/generate/home';
import { referencePages } from '../../docs/generate/reference';

// What the generator has read; another spec compares.
const endpoints = JSON.parse(
  readFileSync(join(__dirname, '../../lib/cli/endpoints.json'), 'utf8'),
) as readonly EndpointDoc[];
const groups = [...new Set(endpoints.map(({ group }) => group))].map((group) => ({
  group,
  en: group,
  zh: group,
}));
const pairs = Object.values(chinese).flatMap((each: Readonly<Record<string, string>>) =>
  Object.entries(each),
);

/** What stands for itself in both languages: `tag.create`, {@link tag.create}. A pattern with @ is no name. */
const codeIn = (text: string) =>
  (text.match(/`[^`]+`|\{@link [^}]+\}/g) ?? []).filter((code) => !/\w@|\p{Script=Han}@/u.test(code));
/** Numbers, however they are written: 10,000 is 1 万. Titles in Chinese within the English are not counted. */
const numbersIn = (text: string) =>
  [
    ...text
      .replaceAll(/\([^()]*\p{Script=Han}[^()]*\)/gu, '')
      .replaceAll(/(?<=\d),(?=\d{3})/g, '')
      .replaceAll(/(\d+) ?万/g, (_, count: string) => `${count}0000`)
      .matchAll(/\d+/g),
  ].map(([number]) => number);

const same = (one: readonly string[], other: readonly string[]) =>
  isDeepStrictEqual([...new Set(one)].sort(), [...new Set(other)].sort());

describe('the Chinese of the comments', () => {
  it.each([
    ['are Chinese sentences', (_: string, text: string) => /\p{Script=Han}.*。$/u.test(text)],
    ['name the same code', (english: string, text: string) => same(codeIn(english), codeIn(text))],
    ['have the same numbers', (english: string, text: string) => same(numbersIn(english), numbersIn(text))],
    [
      'have marks of full width',
      (_: string, text: string) =>
        !/[,;!?]|\p{Script=Han}[.:(]|[:)]\p{Script=Han}/u.test(text.replaceAll(/`[^`]*`/g, '')),
    ],
  ])('all %s', (_name, isRight) => {
    expect(pairs.length).toBeGreaterThan(500);
    expect(pairs.filter(([english, text]) => !isRight(english, text))).toEqual([]);
  });

  it('is asked for by the name of its file and the text', () => {
    const {
      'Creates a tag (创建标签). At most 100 per account; the name at most 30 characters.': _,
      ...summaries
    } = chinese.summaries;
    expect(() => inChinese(endpoints, { ...chinese, summaries })).toThrow(
      'docs/generate/chinese/summaries.json lacks the Chinese of "Creates a tag (创建标签). At most 100 per account; the name at most 30 characters.".',
    );
    expect(() =>
      inChinese(endpoints, { ...chinese, notes: { ...chinese.notes, 'Unix seconds.': ' ' } }),
    ).toThrow('docs/generate/chinese/notes.json lacks the Chinese of "Unix seconds.".');
  });

  it('must be used, too', () => {
    const notes = { ...chinese.notes, 'An old "note".': '旧说明。' };
    expect(() => inChinese(endpoints, { ...chinese, notes })).toThrow(
      'docs/generate/chinese/notes.json has a pair that no comment uses any more: "An old \\"note\\"."',
    );
  });

  it('names everything that is wrong at once', () => {
    expect(() => inChinese(endpoints, { summaries: {}, notes: { gone: '无' } })).toThrow(
      /lacks[^]*lacks[^]*notes\.json lacks[^]*"gone"/,
    );
  });

  it('is on the Chinese pages of the reference, and only there', () => {
    const zh = [...referencePages('zh', groups, endpoints).values()].join('\n');
    const en = [...referencePages('en', groups, endpoints).values()].join('\n');
    for (const [page, here, there] of [
      [zh, '是否只有粉丝可以评论。', 'Whether only followers may comment.'],
      [en, 'Whether only followers may comment.', '是否只有粉丝可以评论。'],
      [zh, '拉黑用户，每次最多 20 个。', 'Blocks users'],
      [en, 'Blocks users', '拉黑用户，每次最多 20 个。'],
    ] as const) {
      expect(page).toContain(here);
      expect(page).not.toContain(there);
    }
    expect(zh).not.toContain('为英文');
  });
});

describe('the number of endpoints', () => {
  const count = countEndpoints(endpoints);

  it('counts what several functions call once', () => {
    const names = (...chapters: readonly string[]) =>
      countEndpoints(chapters.map((chapter) => ({ ...endpoints[0]!, chapter })));
    expect(
      names('账号管理 / 生成带参数的二维码', '账号管理 / 生成带参数的二维码', '用户管理 / 拉黑用户'),
    ).toBe(2);
    expect(names('小程序 / 小程序登录 / 小程序登录', '用户管理 / 拉黑用户')).toBe(1);
  });

  it.each(['zh', 'en'] as const)('is on the front page (%s)', (language) => {
    expect(home(language, 7)).toMatch(/ 7 (?:endpoints|个接口)/);
  });

  it.each([
    ['README.md', /all (\d+) that are active/],
    ['README.zh-CN.md', /现行的 (\d+) 个，全部/],
    ['docs/scope.md', /all (\d+) active endpoints/],
    ['docs/scope.zh-CN.md', /全部 (\d+) 个现行接口/],
  ])('is what %s says', (file, sentence) => {
    const text = readFileSync(join(__dirname, '..', '..', file), 'utf8');
    expect(Number(sentence.exec(text)?.[1])).toBe(count);
  });
});
