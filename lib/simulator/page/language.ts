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
 * Takes the choice of an earlier visit, else what the server was started with, else the browser's. The page is called by the text of
 * the key `name`.
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

/** The present language; the component is drawn again in another one. */
export const useLanguage = (): Language => useStore(chosen, ({ language }) => language);

/** For `Intl`. */
export const locale = (): 'zh-CN' | 'en-GB' => (chosen.get().language === 'zh' ? 'zh-CN' : 'en-GB');

/** The sentence of the server in the present language. */
export const inLanguage = (text: Words): string => text[chosen.get().language];

/** The text in the present language, with `{name}` filled in. */
export const t = (key: StringKey, values: Readonly<Record<string, string | number>> = {}): string =>
  inLanguage(strings[key]).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
