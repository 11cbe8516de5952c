import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { GENERATED } from './paths';
import type { Language } from './words';

/** The sidebar that goes with generated pages; the generator writes it beside them. */
export function generatedSidebar(file: string, language: Language): DefaultTheme.SidebarItem[] {
  const path = join(__dirname, '..', GENERATED, language, file);
  if (!existsSync(path)) return [];
  // Written by docs/generate and by TypeDoc's theme, as this type.
  return linked(JSON.parse(readFileSync(path, 'utf8')) as DefaultTheme.SidebarItem[], '');
}

/** A group that folds is a button within a button, unless it leads somewhere: to its heading on the page above it. */
const linked = (items: readonly DefaultTheme.SidebarItem[], above: string): DefaultTheme.SidebarItem[] =>
  items.map((item) => {
    if (item.items === undefined || above + (item.link ?? '') === '') return item;
    const link = item.link ?? `${above}#${(item.text ?? '').toLowerCase().replaceAll(' ', '-')}`;
    return { ...item, link, items: linked(item.items, link) };
  });
