import type { VNode } from 'preact';
import { locale } from '../language';
import { EMOJI } from './emoji';

/** WeChat's own emoji, to choose from. */
export const EmojiPanel = ({ onChoose }: { readonly onChoose: (code: string) => void }): VNode => (
  <ul class="emoji-panel">
    {EMOJI.map(([code, name, emoji]) => (
      <li key={code}>
        <button
          type="button"
          aria-label={locale() === 'zh-CN' ? name : `${emoji} ${code}`}
          title={`${name} ${code}`}
          onClick={() => onChoose(code)}
        >
          {emoji}
        </button>
      </li>
    ))}
  </ul>
);
