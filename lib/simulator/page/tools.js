import { iconButton } from './controls.js';
import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { switchLanguage, t } from './language.js';
import { isDark, switchTheme } from './theme.js';

/**
 * The buttons that change the language and the colours of a page. `remount` makes the page anew.
 *
 * @param {() => void} remount
 */
export function createTools(remount) {
  const theme = iconButton('moon', t('darkOrLight'), () => {
    switchTheme();
    fill(theme, icon(isDark() ? 'sun' : 'moon'));
  });
  fill(theme, icon(isDark() ? 'sun' : 'moon'));
  const language = h(
    'button',
    {
      type: 'button',
      class: 'text-button language',
      'aria-label': t('otherLanguageLabel'),
      on: {
        click() {
          switchLanguage();
          remount();
          // The page is a new one; whoever switched by keyboard stays where they were.
          /** @type {HTMLElement | null} */ (document.querySelector('.language'))?.focus();
        },
      },
    },
    icon('globe'),
    h('span', {}, t('otherLanguage')),
  );
  return { language, theme };
}
