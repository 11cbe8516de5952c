import { h } from '../dom.js';
import { fieldsOf, textOf } from './cards.js';
import { richText } from './text.js';

/** @import { App } from '../app.js' */

/**
 * A question with answers to tap.
 *
 * @param {App} app
 * @param {string} openid
 * @param {Readonly<Record<string, unknown>>} menu
 */
export function menuMessage({ act }, openid, { head_content, list, tail_content }) {
  const choices = Array.isArray(list) ? /** @type {readonly unknown[]} */ (list) : [];
  return h(
    'div',
    { class: 'menu-message' },
    h('p', {}, richText(textOf(head_content))),
    h(
      'ul',
      {},
      choices.map((choice) => {
        const { id, content } = fieldsOf(choice);
        const command = { openid, id: textOf(id), content: textOf(content) };
        return h(
          'li',
          {},
          h(
            'button',
            { type: 'button', on: { click: () => void act({ type: 'tapMessageMenu', ...command }) } },
            command.content,
          ),
        );
      }),
    ),
    h('p', {}, richText(textOf(tail_content))),
  );
}
