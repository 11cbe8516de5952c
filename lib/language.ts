/** Languages in which findings are told. */
export const LANGUAGES = ['zh', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The same said in each language. */
export type Words = Readonly<Record<Language, string>>;

/**
 * The language of the user: as the environment has it; where it names none, as on Windows, as `locale` has
 * it.
 */
export function languageOf(env: Readonly<Record<string, string | undefined>>, locale?: string): Language {
  // As everywhere: the first that is set, and not to nothing, decides.
  const named = [env.LC_ALL, env.LC_MESSAGES, env.LANG, locale].find(Boolean);
  return /^zh(?![a-z])/i.test(named ?? '') ? 'zh' : 'en';
}
