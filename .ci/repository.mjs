// Sets the address of the repository in the one place where it is known, package.json, and gives every link and picture of the
// READMEs that leads to a file of ours its whole address: on npm's page and in node_modules there is no file to lead to.
// Usage: npm run repository -- https://host/owner/name [https://address.of/the/site]. Again, after one of them has moved.
// With the site of the guide, `homepage` leads there, and so does each hint of a return code (lib/hints/site.ts).
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Makes the links to our files absolute. `former` is the address they may have by now. */
export function absoluteLinks(markdown, address, former) {
  const relative = former === undefined ? markdown : relativeLinks(markdown, former);
  return relative.replace(/(!?)(\[[^\]]*\])\(\.\/([^)\s]+)\)/g, (_, picture, text, path) =>
    picture === '!' ? `!${text}(${address}/raw/main/${path})` : `${text}(${address}/blob/main/${path})`,
  );
}

const relativeLinks = (markdown, address) =>
  markdown.replaceAll(`(${address}/blob/main/`, '(./').replaceAll(`(${address}/raw/main/`, '(./');

/** The fields of package.json that follow from the address. */
export const fieldsOf = (address, site) => ({
  repository: { type: 'git', url: `git+${address}.git` },
  homepage: site ?? `${address}#readme`,
  bugs: { url: `${address}/issues` },
});

const addressIn = ({ repository }) => repository?.url?.replace(/^git\+|\.git$/g, '');

function setSite(file, site) {
  const source = readFileSync(file, 'utf8');
  writeFileSync(file, source.replace(/^(export const SITE: string = )'[^']*';$/m, `$1'${site}';`));
}

function main(address, site) {
  const isSite = site === undefined || /^https:\/\/[^\s/]+(?:\/[\w.-]+)*$/.test(site);
  if (!isSite || !/^https:\/\/[^\s/]+(?:\/[\w.-]+){2,}$/.test(address ?? '') || address.endsWith('.git')) {
    console.error('Usage: npm run repository -- https://host/owner/name [https://address.of/the/site]');
    process.exitCode = 2;
    return;
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), '..');
  const path = join(root, 'package.json');
  const text = readFileSync(path, 'utf8');
  const former = addressIn(JSON.parse(text));
  const { name, version, description, keywords, ...rest } = JSON.parse(text);
  const first = { name, version, description, keywords, ...fieldsOf(address, site) };
  // The second time for former values of these fields, which are among the rest.
  const all = { ...first, ...rest, ...fieldsOf(address, site) };
  writeFileSync(path, `${JSON.stringify(all, undefined, 2)}\n`);
  if (site !== undefined) setSite(join(root, 'lib', 'hints', 'site.ts'), site);
  for (const file of ['README.md', 'README.zh-CN.md']) {
    const markdown = readFileSync(join(root, file), 'utf8');
    writeFileSync(join(root, file), absoluteLinks(markdown, address, former));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv[2], process.argv[3]);
