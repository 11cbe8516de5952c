import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

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
it.each(shown)('$page shows $name $region to the letter', ({ name, region, code }) => {
  expect(code).toBe(codeOf(name, region));
});

it('every such file is on a page', () => {
  // One in two languages is on two.
  expect([...new Set(shown.map(({ name }) => name))].sort()).toEqual(examples.sort());
});

it('what a page has in one language, it has in the other', () => {
  const translated = pages.filter((page) => page.endsWith('.zh-CN.md'));
  for (const page of translated) {
    const of = (which: string) => shown.filter((each) => each.page === which).map(({ code }) => code);
    expect({ page, shows: of(page) }).toEqual({ page, shows: of(page.replace('.zh-CN', '')) });
  }
});
