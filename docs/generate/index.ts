/** Writes the pages that are made from the source into `docs/generated/`: `npm run docs:generate`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { GENERATED } from '../.vitepress/paths';
import { LANGUAGES } from '../.vitepress/words';
import { catalogueJson } from './catalogue';
import { countEndpoints, readEndpoints } from './endpoints';
import { errorPages } from './errors';
import { home } from './home';
import { playerPage } from './player';
import { referencePages } from './reference';

async function main(): Promise<void> {
  const { groups, endpoints } = readEndpoints();
  const folder = join(__dirname, '..', GENERATED);
  await rm(folder, { recursive: true, force: true });
  for (const language of LANGUAGES) {
    const pages = new Map([
      ['index.md', home(language, countEndpoints(endpoints))],
      ['recordings.md', playerPage(language)],
      ...errorPages(language, endpoints),
      ...referencePages(language, groups, endpoints),
    ]);
    for (const [page, text] of pages) {
      const file = join(folder, language, page);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  await writeFile(join(__dirname, '..', '..', 'lib', 'cli', 'endpoints.json'), catalogueJson(endpoints));
}

void main();
