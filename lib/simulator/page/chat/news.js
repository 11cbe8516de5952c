import { h } from '../dom.js';
import { t } from '../language.js';
import { cardTo, cover } from './cards.js';

/** @import { ShownArticle } from '../../protocol.ts' */

/**
 * Articles as WeChat shows them: one with its summary, or the first large and the others in a list below.
 *
 * @param {readonly ShownArticle[]} articles
 */
export function newsCard([first, ...more]) {
  if (first === undefined) return h('div', { class: 'card' }, t('noArticle'));
  if (more.length === 0)
    return cardTo(
      first.url,
      'card news-card',
      cover(first.picture, 'cover'),
      h('span', { class: 'card-title' }, first.title),
      first.digest !== '' && h('span', { class: 'card-text' }, first.digest),
    );
  return h(
    'div',
    { class: 'card news-list' },
    cardTo(
      first.url,
      'news-first',
      cover(first.picture, 'cover'),
      h('span', { class: 'news-title' }, first.title),
    ),
    more.map(({ url, title, picture }) =>
      cardTo(url, 'news-item', h('span', { class: 'news-title' }, title), cover(picture, 'thumb')),
    ),
  );
}
