import { fill, h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { mediaUrl, pictureUrl } from '../server.js';
import { drawPlane } from './map.js';
import { isWeb, richText, webLink } from './text.js';

/** @import { Child } from '../dom.js' */
/** @import { IconName } from '../icons.js' */
/** @import { Place } from '../../protocol.ts' */

/**
 * A card that opens a page, where its address is one of the web.
 *
 * @param {string} address
 * @param {string} look
 * @param {...Child} content
 */
export function cardTo(address, look, ...content) {
  if (!isWeb(address)) return h('div', { class: look }, ...content);
  const link = webLink(address);
  link.className = look;
  fill(link, content);
  return link;
}

/**
 * A picture of a message, as far as it is here. The page asks no other host.
 *
 * @param {string} url
 * @param {string} look
 */
export function cover(url, look) {
  const frame = h('span', { class: look });
  const gone = () => fill(frame, icon('picture'));
  if (url === '') gone();
  else frame.append(h('img', { src: pictureUrl(url), alt: '', on: { error: gone } }));
  return frame;
}

/** @param {{ readonly title: string, readonly description: string, readonly url: string }} link */
export const linkCard = ({ title, description, url }) =>
  cardTo(
    url,
    'card link-card',
    h('span', { class: 'card-title' }, title),
    h(
      'span',
      { class: 'link-body' },
      h('span', { class: 'card-text' }, description),
      h('span', { class: 'thumb' }, icon('link')),
    ),
  );

/** @param {Place} place */
export const placeCard = ({ latitude, longitude, label = '', name = '' }) =>
  h(
    'div',
    { class: 'card place-card' },
    h('p', { class: 'card-title' }, name || label || t('place')),
    h('p', { class: 'card-text' }, `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`),
    drawPlane({ latitude, longitude }),
  );

/** @param {{ readonly [field: string]: unknown }} music */
export const musicCard = ({ Title, Description, MusicUrl, HQMusicUrl, ThumbMediaId }) =>
  cardTo(
    textOf(MusicUrl) || textOf(HQMusicUrl),
    'card music-card',
    thumb(textOf(ThumbMediaId), 'note'),
    h(
      'span',
      { class: 'music-text' },
      h('span', { class: 'card-title' }, textOf(Title) || t('music')),
      h('span', { class: 'card-text' }, textOf(Description)),
    ),
    h('span', { class: 'music-play' }, icon('play')),
  );

/** @param {{ readonly [field: string]: unknown }} page */
export const miniProgramCard = ({ title, appid, pagepath, thumb_media_id }) =>
  h(
    'div',
    { class: 'card mini-card' },
    h('p', { class: 'mini-head' }, icon('app'), h('span', {}, textOf(appid))),
    h('p', { class: 'card-title' }, textOf(title) || textOf(pagepath)),
    thumb(textOf(thumb_media_id), 'app', 'mini-picture'),
    h('p', { class: 'mini-foot' }, icon('app'), t('miniProgram')),
  );

/**
 * A template message or a notice that was subscribed to.
 *
 * @param {{ readonly title: string, readonly content: string, readonly url?: string | undefined, readonly miniProgram: boolean }} notice
 */
export const templateCard = ({ title, content, url = '', miniProgram }) =>
  cardTo(
    url,
    'card template-card',
    h('span', { class: 'card-title' }, title),
    h('span', { class: 'template-text' }, content),
    (isWeb(url) || miniProgram) &&
      h('span', { class: 'template-foot' }, t(miniProgram ? 'miniProgram' : 'details'), icon('forward')),
  );

/**
 * @param {string} title
 * @param {string} text
 * @param {IconName} name
 */
export const plainCard = (title, text, name) =>
  h(
    'div',
    { class: 'card plain-card' },
    h('span', { class: 'thumb' }, icon(name)),
    h(
      'span',
      {},
      h('span', { class: 'card-title' }, title),
      h('span', { class: 'card-text' }, richText(text)),
    ),
  );

/**
 * Text of a field that may hold anything.
 *
 * @param {unknown} value
 */
export const textOf = (value) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/**
 * Fields of a value that may be anything.
 *
 * @param {unknown} value
 * @returns {Readonly<Record<string, unknown>>}
 */
export const fieldsOf = (value) => (typeof value === 'object' && value !== null ? { ...value } : {});

/**
 * @param {string} mediaId
 * @param {IconName} name
 */
function thumb(mediaId, name, look = 'thumb') {
  const frame = h('span', { class: look });
  const gone = () => fill(frame, icon(name));
  if (mediaId === '') gone();
  else frame.append(h('img', { src: mediaUrl(mediaId), alt: '', on: { error: gone } }));
  return frame;
}
