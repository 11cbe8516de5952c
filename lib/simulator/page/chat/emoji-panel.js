import { h } from '../dom.js';
import { locale } from '../language.js';
import { EMOJI } from './emoji.js';

/**
 * WeChat's own emoji to choose from.
 *
 * @param {(code: string) => void} onChoose
 */
export const createEmojiPanel = (onChoose) =>
  h(
    'ul',
    { class: 'emoji-panel' },
    EMOJI.map(([code, name, emoji]) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            'aria-label': locale() === 'zh-CN' ? name : `${emoji} ${code}`,
            title: `${name} ${code}`,
            on: { click: () => onChoose(code) },
          },
          emoji,
        ),
      ),
    ),
  );
