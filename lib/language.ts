/** Languages in which findings are told. */
export const LANGUAGES = ['zh', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The language of the user: as the environment has it. */
export function languageOf(env: Readonly<Record<string, string | undefined>>): Language {
  // As everywhere: the first that is set, and not to nothing, decides.
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find(Boolean);
  return locale?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en';
}
