import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const root = join(__dirname, '..', '..');
const READMES = ['README.md', 'README.zh-CN.md'];
const guide = readdirSync(join(root, 'docs'))
  .filter((name) => name.endsWith('.md') && name !== 'style.md')
  .map((name) => `docs/${name}`);
const pages = [...READMES, 'CONTRIBUTING.md', 'CONTRIBUTING.zh-CN.md', 'docs/style.md', ...guide];

const read = (page: string) => readFileSync(join(root, page), 'utf8').replaceAll(/^ *```[^]*?^ *```$/gm, '');

/** The names by which a heading can be linked to, as GitHub makes them. */
function anchorsOf(page: string): ReadonlySet<string> {
  const seen = new Map<string, number>();
  const headings = [...read(page).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const name = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}_\- ]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${name}-${before}`;
  });
  return new Set([...headings, ...[...read(page).matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id)]);
}

const linksOf = (page: string) =>
  [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, to = '']) => to).filter((to) => !/^[a-z]+:/.test(to));

/** Why a link leads nowhere. */
function problem(page: string, link: string): string | undefined {
  const [path = '', anchor] = link.split('#');
  const to = path === '' ? page : relative(root, join(root, dirname(page), path));
  if (!existsSync(join(root, to))) return `${link}: there is no ${to}`;
  if (anchor === undefined) return undefined;
  if (!to.endsWith('.md') || !anchorsOf(to).has(decodeURIComponent(anchor)))
    return `${link}: ${to} has no such heading`;
  return undefined;
}

it.each(pages)('no link of %s leads nowhere', (page) => {
  expect(linksOf(page).flatMap((link) => problem(page, link) ?? [])).toEqual([]);
});

it('a link that leads nowhere is found', () => {
  expect(problem('README.md', './docs/nothing.md')).toMatch(/there is no/);
  expect(problem('README.md', '#nothing')).toMatch(/no such heading/);
});

it.each(guide)('%s can be read where the package is installed: it links to no file outside docs/', (page) => {
  const outside = linksOf(page).filter((link) => link.startsWith('../'));
  expect(outside).toEqual([]);
});

it.each(READMES)('%s is a front page: at most 12 KB', (readme) => {
  expect(statSync(join(root, readme)).size).toBeLessThanOrEqual(12 * 1024);
});
