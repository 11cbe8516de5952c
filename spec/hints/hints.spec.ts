import { ApiError, createApi, hintFor, type ApiCredential } from 'offiaccount';
import { CHAPTERS, hintWords } from '../../lib/hints';
import { LANGUAGES } from '../../lib/language';
import { ERRMSG } from '../../lib/testing/api/api-refusal-error';

const codes = CHAPTERS.flatMap((chapter) => Object.keys(chapter).map(Number));

const CREDENTIALS: readonly (ApiCredential | undefined)[] = [
  undefined,
  'account',
  'function',
  'user',
  'component',
  'authorizer',
  'app-secret',
  'component-secret',
];

const told = (errcode: number, credential?: ApiCredential) =>
  hintWords({ errcode, errmsg: 'invalid', endpoint: '/cgi-bin/any', credential });

/** All that can be said to a code, whatever the call was made with. */
const all = codes.flatMap((errcode) =>
  CREDENTIALS.map((credential) => ({ errcode, words: told(errcode, credential)! })),
);

describe('a hint', () => {
  it('is in one chapter only', () => {
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('is there in English and in Chinese, in whole sentences', () => {
    const isSentence = { en: /^["\w].+[.?:]$/s, zh: /[\u4e00-\u9fff].*[。？]$/s };
    for (const language of LANGUAGES) {
      const wrong = all.filter(({ words }) => !isSentence[language].test(words[language]));
      expect(wrong).toEqual([]);
    }
  });

  it('is not by accident that of another code', () => {
    // Codes that mean the same share one entry of a table.
    const entries = new Map(CHAPTERS.flatMap((chapter) => Object.entries(chapter)));
    const owners = new Map<string, Set<unknown>>();
    for (const code of codes)
      for (const text of Object.values(told(code)!))
        owners.set(text, (owners.get(text) ?? new Set()).add(entries.get(String(code))));
    expect([...owners].filter(([, entry]) => entry.size > 1).map(([text]) => text)).toEqual([]);
  });

  it('names only functions that there are', () => {
    const api: Record<string, unknown> = { ...createApi({ appId: 'wx1', appSecret: 'secret-1' }) };
    const named = new Set(
      all.flatMap(({ words }) =>
        Object.values(words).flatMap((text) => text.match(/(?<![.\w])[a-z]\w+\.[a-z]\w+\b(?!\.)/g) ?? []),
      ),
    );
    const functions = [...named].filter((name) => !/^(?:wx\.login|text\.content|https\.Agent)$/.test(name));
    expect(functions.length).toBeGreaterThan(40);
    const unknown = functions.filter((name) => {
      const [group = '', method = ''] = name.split('.');
      const found: unknown = api[group];
      return typeof found !== 'object' || found === null || !(method in found);
    });
    expect(unknown).toEqual([]);
  });
});

describe('hints', () => {
  it('are there for every code that the offline WeChat answers', () => {
    expect(Object.keys(ERRMSG).filter((code) => told(Number(code)) === undefined)).toEqual([]);
  });

  it.each([
    [45004, /digest/, /digest/],
    [45003, /title/, /title/],
    [45001, /file is too large/, /文件过大/],
    [45110, /author/, /author/],
    [45166, /content.*uploadImg/, /content.*uploadImg/],
    [40165, /mini program/, /小程序页面路径/],
    [40166, /mini program/, /小程序/],
    [40016, /1 to 3 buttons/, /1 到 3 个/],
    [40023, /1 to 5 buttons/, /1 到 5 个/],
    [65320, /language.*tag_id/, /语言.*tag_id/],
    [47003, /thing1/, /thing1/],
    [44003, /articles/, /articles/],
    [40007, /3 days/, /3 天/],
    [61003, /withdrawn/, /取消授权/],
    [61005, /12 hours/, /12 小时/],
    [61009, /exchanged already/, /已经使用过/],
    [61023, /getAuthorizerInfo.*getAuthorizerList/, /getAuthorizerInfo.*getAuthorizerList/],
    [61028, /published/, /全网发布/],
    [42006, /component_access_token/, /component_access_token/],
  ])('of %d name the cause', (errcode, en, zh) => {
    expect(told(errcode)).toEqual({
      en: expect.stringMatching(en) as string,
      zh: expect.stringMatching(zh) as string,
    });
  });

  it('are those of the codes that people meet', () => {
    expect(codes.length).toBeGreaterThan(300);
    const ofPlatforms = [
      ...[61003, 61004, 61005, 61006, 61007, 61009, 61010, 61011, 61014, 61015, 61016, 61017, 61018, 61019],
      ...[61023, 61024, 61028, 42006, 40091, 40094, 41018],
    ];
    expect(ofPlatforms.filter((code) => told(code) === undefined)).toEqual([]);
  });
});

describe('hintFor', () => {
  const error = new ApiError({
    errcode: 45004,
    errmsg: 'description size out of limit',
    endpoint: '/cgi-bin/draft/add',
  });

  it('tells what helps in the language asked for', () => {
    expect(hintFor(error, 'zh')).toMatch(/^摘要过长/);
    expect(hintFor(error, 'en')).toMatch(/^The summary is too long/);
  });

  it('takes an error that was written to a log', () => {
    const read = JSON.parse(JSON.stringify(error)) as ApiError;
    expect(hintFor(read, 'zh')).toBe(hintFor(error, 'zh'));
  });

  it('keeps the words of an error that has its own', () => {
    const own = new ApiError({ errcode: 45004, errmsg: '', endpoint: '/', hint: 'Ask Alice.' });
    expect(hintFor(own, 'en')).toBe('Ask Alice.');
    expect(hintFor(own, 'zh')).toMatch(/^摘要过长/);
  });

  it('knows nothing of codes that nobody knows', () => {
    for (const errcode of [0, 99999, NaN]) expect(hintFor({ errcode, errmsg: '' }, 'zh')).toBeUndefined();
  });
});
