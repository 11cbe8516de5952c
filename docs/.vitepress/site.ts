import { transformerTwoslash } from '@shikijs/vitepress-twoslash';
import { createFileSystemTypesCache } from '@shikijs/vitepress-twoslash/cache-fs';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { DefaultTheme, LocaleConfig, UserConfig } from 'vitepress';
import { SURROUNDINGS } from '../../spec/docs/surroundings';
import { writeMarkdown } from './llms';
import { hoverTypes, keepBraces, linkPages } from './markdown';
import { GROUPS, PAGES } from './pages';
import { sitePath } from './paths';
import { searchWords, tokenize } from './search';
import { generatedSidebar } from './sidebar';
import { WORDS } from './words';
import type { Language } from './words';

// VitePress has its own version of the library that colours code; what it asks of a transformer is the same in both.
type CodeTransformer = NonNullable<NonNullable<UserConfig['markdown']>['codeTransformers']>[number];

const root = join(__dirname, '..', '..');
const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  repository?: { url: string };
};
const address = repository?.url.replace(/^git\+|\.git$/g, '');

/** A page that waits for its Chinese is shown in English. */
const hasChinese = (id: string) => existsSync(join(root, 'docs', `${id}.zh-CN.md`));

const sidebar = (language: Language): DefaultTheme.SidebarItem[] =>
  Object.entries(GROUPS).flatMap(([group, words]) => {
    const items = PAGES.filter((page) => page.group === group).map((page) => ({
      text: page[language],
      link: `${WORDS[hasChinese(page.id) ? language : 'en'].prefix}${page.id}`,
    }));
    return items.length === 0 ? [] : [{ text: words[language], items }];
  });

/** Shows types on hover. */
const hover = transformerTwoslash({
  explicitTrigger: true,
  typesCache: createFileSystemTypesCache({ dir: join(root, 'node_modules', '.cache', 'twoslash') }),
  twoslashOptions: {
    // The names that samples take for granted.
    extraFiles: { 'surroundings.ts': SURROUNDINGS },
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      target: ts.ScriptTarget.ES2023,
      strict: true,
      types: ['node', 'jest'],
      paths: {
        offiaccount: [join(root, 'lib/index.ts')],
        'offiaccount/*': [join(root, 'lib/*/index.ts')],
      },
    },
    // The specs of the guide find mistakes; here they would only hide the rest.
    handbookOptions: { noErrors: true },
  },
}) as unknown as CodeTransformer;

function locale(language: Language): LocaleConfig<DefaultTheme.Config>[string] {
  const words = WORDS[language];
  const { prefix } = words;
  return {
    label: words.label,
    lang: words.lang,
    description: words.description,
    ...(language === 'en' && { link: '/en/' }),
    themeConfig: {
      nav: [
        { text: words.guide, link: `${prefix}getting-started` },
        { text: words.api, link: `${prefix}api/`, activeMatch: `^${prefix}api/` },
        // Made from the comments in the code, which are English.
        { text: words.types, link: '/en/types/', activeMatch: '^/en/types/' },
        {
          text: words.errors,
          link: `${prefix}error-codes`,
          activeMatch: `^${prefix}(?:error-codes|errors/)`,
        },
        { text: words.player, link: `${prefix}recordings` },
      ],
      sidebar: {
        [`${prefix}api/`]: generatedSidebar('api/sidebar.json', language),
        ...(language === 'en' && { '/en/types/': generatedSidebar('types/typedoc-sidebar.json', 'en') }),
        [`${prefix}errors/`]: [{ text: words.errors, link: `${prefix}error-codes` }],
        [prefix]: sidebar(language),
      },
      outline: { level: [2, 3], label: words.outline },
      docFooter: words.docFooter,
      sidebarMenuLabel: words.menu,
      returnToTopLabel: words.toTop,
      langMenuLabel: words.language,
      darkModeSwitchLabel: words.theme,
      lightModeSwitchTitle: words.toLight,
      darkModeSwitchTitle: words.toDark,
      skipToContentLabel: words.skip,
      notFound: words.notFound,
    },
  };
}

/** What VitePress makes the site of. */
export const site: UserConfig<DefaultTheme.Config> = {
  title: 'offiaccount',
  srcExclude: ['style.md', 'examples/**', 'pictures/**'],
  outDir: join(root, 'dist-docs'),
  cacheDir: join(root, 'node_modules', '.cache', 'vitepress'),
  cleanUrls: true,
  rewrites: sitePath,
  locales: { root: locale('zh'), en: locale('en') },
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    config(md) {
      keepBraces(md);
      linkPages(md, address);
      hoverTypes(md);
    },
    codeTransformers: [hover],
  },
  themeConfig: {
    search: {
      provider: 'local',
      options: {
        locales: { root: { translations: searchWords } },
        miniSearch: { options: { tokenize } },
      },
    },
    ...(address !== undefined && { socialLinks: [{ icon: 'github', link: address, ariaLabel: 'GitHub' }] }),
  },
  async buildEnd({ outDir, pages }) {
    await writeMarkdown(outDir, pages);
  },
};
