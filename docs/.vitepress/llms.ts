import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PAGES } from './pages';
import { languageOf, sitePath } from './paths';
import { LANGUAGES, WORDS } from './words';
import type { Language } from './words';

const docs = join(__dirname, '..');

/** What programs read: each page as Markdown beside its HTML, and `llms.txt`, which lists them. */
export async function writeMarkdown(outDir: string, pages: readonly string[]): Promise<void> {
  for (const page of pages) {
    const to = join(outDir, sitePath(page));
    await mkdir(dirname(to), { recursive: true });
    await cp(join(docs, page), to);
  }
  const others = pages.filter((page) => page.startsWith('generated/')).map(sitePath);
  for (const language of LANGUAGES) {
    const text = await list(language, others, outDir);
    await writeFile(join(outDir, WORDS[language].prefix, 'llms.txt'), text);
  }
}

async function list(language: Language, others: readonly string[], outDir: string): Promise<string> {
  const { prefix, description, guide, api, errors } = WORDS[language];
  const section = async (title: string, folder: string) => {
    const found = others.filter(
      (page) => languageOf(page) === language && page.replace(/^en\//, '').startsWith(folder),
    );
    const lines = await Promise.all(
      found.sort().map(async (page) => `- [${await titleOf(join(outDir, page))}](/${page})`),
    );
    return `## ${title}\n\n${lines.join('\n')}\n`;
  };
  const pages = PAGES.map((page) => `- [${page[language]}](${prefix}${page.id}.md)`).join('\n');
  return [
    `# offiaccount\n\n> ${description}\n`,
    `## ${guide}\n\n${pages}\n`,
    await section(api, 'api/'),
    await section(errors, 'errors/'),
  ].join('\n');
}

const titleOf = async (file: string) => /^# (.+)$/m.exec(await readFile(file, 'utf8'))?.[1] ?? 'offiaccount';
