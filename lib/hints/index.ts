import type { ApiError } from '../errors';
import type { Language } from '../language';
import { access } from './access';
import { content } from './content';
import { fileHint } from './files';
import type { Hints, Refusal, Words } from './hint';
import { invoices } from './invoices';
import { media } from './media';
import { menus } from './menus';
import { messages } from './messages';
import { platforms } from './platforms';
import { requests } from './requests';
import { statistics } from './statistics';
import { staff } from './staff';
import { withPage } from './site';
import { stores } from './stores';
import { templates } from './templates';
import { users } from './users';
import { web } from './web';

export { addressIn } from './address';
export { credentialAt } from './credential-at';
export type { Refusal, Words } from './hint';

/** The tables by chapter. No code is in two of them. */
export const CHAPTERS: readonly Hints[] = [
  access,
  web,
  platforms,
  requests,
  menus,
  messages,
  templates,
  media,
  content,
  users,
  staff,
  statistics,
  stores,
  invoices,
];

const HINTS: Hints = Object.assign({}, ...CHAPTERS) as Hints;

/**
 * What usually helps, in each language, if we know; with the page of the return code where the site of the
 * guide has an address.
 */
export function hintWords(refusal: Refusal): Words | undefined {
  const advice = adviceFor(refusal);
  if (advice === undefined) return undefined;
  const { errcode } = refusal;
  return { en: withPage(advice.en, errcode, 'en'), zh: withPage(advice.zh, errcode, 'zh') };
}

/** The same without the page. */
export function adviceFor(refusal: Refusal): Words | undefined {
  const file = fileHint(refusal);
  if (file !== undefined) return file;
  const hint = Object.hasOwn(HINTS, refusal.errcode) ? HINTS[refusal.errcode] : undefined;
  return typeof hint === 'function' ? hint(refusal) : hint;
}

/** What was not asked: from when on it will be. */
function waitFor({ since, retryAfter }: Refusal, language: Language): string {
  if (since === undefined || retryAfter === undefined) return '';
  const date = typeof retryAfter === 'string' ? retryAfter : retryAfter.toISOString();
  return language === 'zh'
    ? `这次没有询问微信，${date} 之后会再次询问。`
    : ` WeChat is asked again from ${date}.`;
}

/**
 * Tells what usually helps against an error of WeChat's, in a language; undefined where nothing is known.
 * `error.hint` is the same in English. What was read from a log does as well as an `ApiError`, as long as it
 * has `errcode` and `errmsg`.
 *
 * @example
 * try {
 *   await api.menu.create({ button: [] });
 * } catch (error) {
 *   if (error instanceof ApiError) console.error(error.errcode, hintFor(error, 'zh'));
 * }
 */
export function hintFor(
  error: Refusal & Partial<Pick<ApiError, 'hint'>>,
  language: Language,
): string | undefined {
  // One that was made with words of its own keeps them.
  if (language === 'en' && error.hint !== undefined) return error.hint;
  const hint = hintWords(error)?.[language];
  return hint === undefined ? undefined : hint + waitFor(error, language);
}
