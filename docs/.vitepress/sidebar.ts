import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { GENERATED } from './paths';
import type { Language } from './words';

/** The sidebar that goes with generated pages; the generator writes it beside them. */
export function generatedSidebar(section: string, language: Language): DefaultTheme.SidebarItem[] {
  const file = join(__dirname, '..', GENERATED, language, section, 'sidebar.json');
  if (!existsSync(file)) return [];
  // Written by docs/generate, as this type.
  return JSON.parse(readFileSync(file, 'utf8')) as DefaultTheme.SidebarItem[];
}
