import type { VNode } from 'preact';
import { IconButton } from './controls';
import { Icon } from './icons';
import { switchLanguage, t } from './language';
import { useRedraw } from './store';
import { isDark, switchTheme } from './theme';

/** The buttons that change the language and the colours of a page. */
export function Tools(): VNode {
  const redraw = useRedraw();
  const change = () => {
    switchTheme();
    redraw();
  };
  return (
    <div class="tools">
      <button
        type="button"
        class="text-button language"
        aria-label={t('otherLanguageLabel')}
        onClick={switchLanguage}
      >
        <Icon name="globe" />
        <span>{t('otherLanguage')}</span>
      </button>
      <IconButton name={isDark() ? 'sun' : 'moon'} label={t('darkOrLight')} onClick={change} />
    </div>
  );
}
