import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const docs = join(__dirname, '..', '..', 'docs');
const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
const examples = readdirSync(join(docs, 'examples'));

const shown = pages.flatMap((page) =>
  [...readFileSync(join(docs, page), 'utf8').matchAll(/<!-- (\S+\.ts) -->\n\n```ts\n([\s\S]*?)```/g)].map(
    ([, name = '', code]) => ({ page, name, code }),
  ),
);

// The files are compiled and run by other specs; so what a reader copies works.
it.each(shown)('$page shows $name to the letter', ({ name, code }) => {
  expect(code).toBe(readFileSync(join(docs, 'examples', name), 'utf8'));
});

it('every such file is on a page', () => {
  // One in two languages is on two.
  expect([...new Set(shown.map(({ name }) => name))].sort()).toEqual(examples.sort());
});
