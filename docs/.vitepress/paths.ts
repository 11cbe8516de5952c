import type { Language } from './words';

/** Where generated pages are: `docs/generated/<language>/…`. */
export const GENERATED = 'generated';

/**
 * The page of the site that a file becomes: Chinese at the root, English below `en/`. Other files of `docs/` stay what they are.
 */
export function sitePath(file: string): string {
  const generated = /^generated\/(zh|en)\/(.+)$/.exec(file);
  if (generated !== null) return generated[1] === 'zh' ? generated[2]! : `en/${generated[2]!}`;
  return file.endsWith('.zh-CN.md') ? file.replace('.zh-CN.md', '.md') : `en/${file}`;
}

/** The language of a page of the site. */
export const languageOf = (page: string): Language => (page.startsWith('en/') ? 'en' : 'zh');

/**
 * The address on the site of what a page of the guide links to, or undefined where the link leaves the guide: `./tokens.md#stores`
 * becomes `/en/tokens#stores`.
 */
export function siteLink(link: string): string | undefined {
  const found = /^(?:\.\/)?([\w-]+(?:\.zh-CN)?\.md)(#.*)?$/.exec(link);
  return found === null ? undefined : `/${sitePath(found[1]!).replace(/\.md$/, '')}${found[2] ?? ''}`;
}
