import type { Language } from '../../language';
import { recall, remember } from './remembered';
import { createStore, useStore } from './store';
import { strings } from './strings';
import type { Words } from '../../language';

export type StringKey = keyof typeof strings;

const chosen = createStore<{ readonly language: Language }>({ language: 'zh' });
let title: StringKey = 'title';

const known = (value: string | undefined): Language | undefined =>
  value === 'zh' || value === 'en' ? value : undefined;

function use(language: Language): void {
  chosen.set({ language });
  document.documentElement.lang = locale() === 'zh-CN' ? 'zh-CN' : 'en';
  document.title = t(title);
}

/**
 * Chooses the language: the one of an earlier visit, else the server's, else the browser's. The key `name` is
 * the title of the page.
 */
export function startLanguage(preferred: Language | undefined, name: StringKey): void {
  title = name;
  use(known(recall('language')) ?? preferred ?? (/^zh\b/i.test(navigator.language) ? 'zh' : 'en'));
}

/** Changes to the other language, and remembers it. */
export function switchLanguage(): void {
  use(chosen.get().language === 'zh' ? 'en' : 'zh');
  remember('language', chosen.get().language);
}

/** Returns the current language. The component is drawn again when it changes. */
export const useLanguage = (): Language => useStore(chosen, ({ language }) => language);

/** The current language for `Intl`. */
export const locale = (): 'zh-CN' | 'en-GB' => (chosen.get().language === 'zh' ? 'zh-CN' : 'en-GB');

/** Returns a sentence of the server in the current language. */
export const inLanguage = (text: Words): string => text[chosen.get().language];

/** Returns a text in the current language, with each `{name}` replaced. */
export const t = (key: StringKey, values: Readonly<Record<string, string | number>> = {}): string =>
  inLanguage(strings[key]).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
