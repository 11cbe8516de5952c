import { h } from '../dom.js';
import { icon } from '../icons.js';
import { highlight } from './code.js';

/** @import { Child } from '../dom.js' */

/**
 * A part that can be folded away; `open` keeps which are not.
 *
 * @param {{
 *   readonly id: string,
 *   readonly title: string,
 *   readonly open: Set<string>,
 *   readonly code?: string,
 *   readonly content?: readonly Child[],
 *   readonly side?: Child,
 * }} part
 */
export function fold({ id, title, open, code, content = [], side }) {
  const details = h(
    'details',
    {
      class: 'fold',
      open: open.has(id),
      on: { toggle: () => (details.open ? open.add(id) : open.delete(id)) },
    },
    h('summary', { 'data-focus': id }, icon('forward'), h('span', { class: 'fold-title' }, title), side),
    h(
      'div',
      { class: 'fold-body' },
      content,
      code !== undefined && h('pre', { tabindex: 0, class: 'code', 'aria-label': title }, highlight(code)),
    ),
  );
  return details;
}
