import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHINESE_SAMPLES, inChinese } from './chinese-samples';
import { skeleton } from './compile';

const docs = join(__dirname, '..', '..', 'docs');
const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
const examples = readdirSync(join(docs, 'examples'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.ts'),
);

const shown = pages.flatMap((page) =>
  [
    ...readFileSync(join(docs, page), 'utf8').matchAll(
      /<!-- ([^\s#]+\.ts)(?:#(\S+))? -->\n\n```ts\n([\s\S]*?)```/g,
    ),
  ].map(([, name = '', region, code]) => ({ page, name, region, code })),
);

/** A file, or the lines of it between `// #region name` and the next `// #endregion`. */
function codeOf(name: string, region: string | undefined): string | undefined {
  const file = readFileSync(join(docs, 'examples', name), 'utf8');
  if (region === undefined) return file;
  return new RegExp(`^// #region ${region}\\n([^]*?)^// #endregion$`, 'm').exec(file)?.[1];
}

// The files are compiled and run by other specs; so what a reader copies works.
it.each(shown)('$page shows $name $region to the letter', ({ page, name, region, code }) => {
  const file = codeOf(name, region);
  expect(code).toBe(page.endsWith('.zh-CN.md') && file !== undefined ? inChinese(name, file) : file);
});

it('every Chinese text is of a sample', () => {
  const unused = Object.entries(CHINESE_SAMPLES).flatMap(([name, words]) =>
    Object.keys(words).filter((english) => codeOf(name, undefined)?.includes(english) !== true),
  );
  expect(unused).toEqual([]);
});

it('Chinese samples differ from the English ones in texts and comments alone', () => {
  const chinese = shown.filter(({ page, name }) => page.endsWith('.zh-CN.md') && name in CHINESE_SAMPLES);
  expect(chinese.length).toBeGreaterThan(20);
  for (const { page, name, region, code = '' } of chinese)
    expect({ page, region, code: skeleton(code) }).toEqual({
      page,
      region,
      code: skeleton(codeOf(name, region) ?? ''),
    });
});

/** Texts that are English on Chinese pages for a reason. */
const ENGLISH: Readonly<Record<string, string>> = {
  'answers.ts': 'shows how the texts of the package become English',
  'opentelemetry.ts': 'descriptions of metrics',
  'prometheus.ts': 'descriptions of metrics',
};

// Logs stay English.
it('bots on Chinese pages speak Chinese', () => {
  const english = shown
    .filter(({ page, name }) => page.endsWith('.zh-CN.md') && !(name in ENGLISH))
    .flatMap(({ page, code = '' }) =>
      [
        ...code
          .replaceAll(/^.*console\.\w+\(.*$/gm, '')
          .matchAll(/(?:=>|return|[(:?]) ?([`'"])([A-Z][a-z’]*(?: [^`'"]*[.!?]|[.!?]))\1/g),
      ].map(([, , text]) => ({
        page,
        text,
      })),
    );
  expect(english).toEqual([]);
});

// Addresses, statements and names alone are the same in every language.
it('comments on Chinese pages are Chinese', () => {
  const english = pages
    .filter((page) => page.endsWith('.zh-CN.md'))
    .flatMap((page) =>
      [
        ...readFileSync(join(docs, page), 'utf8').matchAll(
          /(?:^|\s)(?:\/\/|\/\*\*) ([A-Za-z]+ [a-z]+ [^\n]*)/g,
        ),
      ].map(([, comment = '']) => ({ page, comment })),
    )
    .filter(({ comment }) => !/\p{Script=Han}/u.test(comment.replaceAll(/[(（][^()（）]*[)）]/g, '')));
  expect(english).toEqual([]);
});

it('every such file is on a page', () => {
  // One in two languages is on two.
  expect([...new Set(shown.map(({ name }) => name))].sort()).toEqual(examples.sort());
});

it('what a page has in one language, it has in the other', () => {
  const translated = pages.filter((page) => page.endsWith('.zh-CN.md'));
  for (const page of translated) {
    const of = (which: string) =>
      shown.filter((each) => each.page === which).map(({ name, region }) => `${name}#${region}`);
    expect({ page, shows: of(page) }).toEqual({ page, shows: of(page.replace('.zh-CN', '')) });
  }
});
