import { recall, remember } from './remembered.js';
import { strings } from './strings.js';

/** @typedef {keyof typeof strings} StringKey */
/** @typedef {'zh' | 'en'} Language */

/** @type {Language} */
let language = 'zh';

/** @param {string | undefined} value @returns {Language | undefined} */
const known = (value) => (value === 'zh' || value === 'en' ? value : undefined);

/** @param {Language} chosen */
function use(chosen) {
  language = chosen;
  document.documentElement.lang = chosen === 'zh' ? 'zh-CN' : 'en';
  document.title = t('title');
}

/**
 * Takes the choice of an earlier visit, else what the server was started with, else the browser's.
 *
 * @param {Language} [preferred]
 */
export const startLanguage = (preferred) =>
  use(known(recall('language')) ?? preferred ?? (/^zh\b/i.test(navigator.language) ? 'zh' : 'en'));

/** Changes to the other language, and remembers it. */
export function switchLanguage() {
  use(language === 'zh' ? 'en' : 'zh');
  remember('language', language);
}

/** For `Intl`. */
export const locale = () => (language === 'zh' ? 'zh-CN' : 'en-GB');

/**
 * The sentence of the server in the present language.
 *
 * @param {Readonly<Record<Language, string>>} text
 */
export const inLanguage = (text) => text[language];

/**
 * The text in the present language, with `{name}` filled in.
 *
 * @param {StringKey} key
 * @param {Readonly<Record<string, string | number>>} [values]
 */
export const t = (key, values = {}) =>
  strings[key][language].replace(/\{(\w+)\}/g, (whole, name) => String(values[String(name)] ?? whole));
