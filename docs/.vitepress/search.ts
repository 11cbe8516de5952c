/**
 * Splits a text into what can be searched for. Chinese is not written with spaces: `Intl.Segmenter` finds its words, and each
 * character counts as well, so that a part of a word is found. It must stand alone: the site ships its text to browsers.
 */
export function tokenize(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.flatMap((word) => {
    if (!/\p{Script=Han}/u.test(word)) return [word];
    const parts = word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? [];
    return parts.flatMap((part) => {
      if (!/\p{Script=Han}/u.test(part)) return [part];
      const segments = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(part)];
      return [...new Set([...segments.map(({ segment }) => segment), ...Array.from(part)])];
    });
  });
}

/** The words of the search box in Chinese. */
export const searchWords = {
  button: { buttonText: '搜索', buttonAriaLabel: '搜索' },
  modal: {
    displayDetails: '显示详细内容',
    resetButtonTitle: '清空',
    backButtonTitle: '关闭',
    noResultsText: '没有找到',
    footer: {
      selectText: '打开',
      selectKeyAriaLabel: '回车',
      navigateText: '切换',
      navigateUpKeyAriaLabel: '上',
      navigateDownKeyAriaLabel: '下',
      closeText: '关闭',
      closeKeyAriaLabel: 'Esc',
    },
  },
};
