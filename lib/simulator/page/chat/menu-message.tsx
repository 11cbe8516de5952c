import type { VNode } from 'preact';
import { fieldsOf, textOf } from './cards';
import type { Fields } from './cards';
import { richText } from './text';
import type { Tap } from './text';

interface MenuMessageProps {
  readonly menu: Fields;
  readonly onTap: (tapped: Tap) => void;
}

/** A question with answers to tap. */
export function MenuMessage({ menu, onTap }: MenuMessageProps): VNode {
  const { head_content, list, tail_content } = menu;
  const choices: readonly unknown[] = Array.isArray(list) ? list : [];
  return (
    <div class="menu-message">
      <p>{richText(textOf(head_content))}</p>
      <ul>
        {choices.map(fieldsOf).map(({ id, content }, index) => (
          <li key={index}>
            <button type="button" onClick={() => onTap({ id: textOf(id), content: textOf(content) })}>
              {textOf(content)}
            </button>
          </li>
        ))}
      </ul>
      <p>{richText(textOf(tail_content))}</p>
    </div>
  );
}
