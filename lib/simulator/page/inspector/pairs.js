import { h } from '../dom.js';

/**
 * Names and their values, without those that have none.
 *
 * @param {Readonly<Record<string, string | number | undefined>>} values
 */
export const pairs = (values) =>
  h(
    'table',
    { class: 'pairs' },
    h(
      'tbody',
      {},
      Object.entries(values)
        .filter(([, value]) => value !== undefined && value !== '')
        .map(([name, value]) =>
          h('tr', {}, h('th', { scope: 'row' }, name), h('td', { dir: 'auto' }, String(value))),
        ),
    ),
  );
