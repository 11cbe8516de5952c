import type { Language } from '../language';

/**
 * Address of the site of the guide, without a slash at its end; empty while it has none. `npm run repository`
 * sets it, and from then on each hint ends with the page of its return code.
 */
// oxlint-disable-next-line typescript/no-inferrable-types -- what is set here is not always empty
export const SITE: string = '';

/** The page of a return code on the site, if the site has an address. */
export function errorPage(errcode: number, language: Language, site = SITE): string | undefined {
  if (site === '') return undefined;
  return `${site}${language === 'zh' ? '' : '/en'}/errors/${errcode}`;
}

/** A hint with the page of its return code. */
export function withPage(hint: string, errcode: number, language: Language, site = SITE): string {
  const page = errorPage(errcode, language, site);
  if (page === undefined) return hint;
  return language === 'zh' ? `${hint}详见 ${page} 。` : `${hint} More: ${page}`;
}
