import { fill, h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { mediaUrl } from '../server.js';

/** @import { IconName } from '../icons.js' */

/**
 * A picture by its media id.
 *
 * @param {string} mediaId
 */
export function picture(mediaId) {
  const frame = h('span', { class: 'picture' });
  const image = h('img', {
    src: mediaUrl(mediaId),
    alt: t('picture'),
    on: { error: () => fill(frame, missing('picture', t('noPicture'))) },
  });
  frame.append(image);
  return frame;
}

/**
 * A video by its media id, with what is written below it.
 *
 * @param {string} mediaId
 * @param {string} [title]
 * @param {string} [description]
 */
export function video(mediaId, title, description) {
  const frame = h('span', { class: 'picture' });
  frame.append(
    h('video', {
      src: mediaUrl(mediaId),
      controls: true,
      preload: 'metadata',
      'aria-label': t('video'),
      on: { error: () => fill(frame, missing('video', t('noVideo')), download(mediaId)) },
    }),
  );
  if (title === undefined && description === undefined) return frame;
  return h(
    'div',
    { class: 'card' },
    frame,
    title !== undefined && h('p', { class: 'card-title' }, title),
    description !== undefined && h('p', { class: 'card-text' }, description),
  );
}

/**
 * A voice message: a tap plays it. What the browser cannot play (AMR) can be saved.
 *
 * @param {string} mediaId
 */
export function voice(mediaId) {
  const length = h('span', { class: 'voice-length' });
  const audio = h('audio', { src: mediaUrl(mediaId), preload: 'metadata' });
  const play = h(
    'button',
    {
      type: 'button',
      class: 'voice',
      'aria-label': t('playVoice'),
      on: {
        click() {
          // What cannot be played has said so by its "error" already.
          if (audio.paused) audio.play().catch(() => undefined);
          else audio.pause();
        },
      },
    },
    icon('voice'),
    length,
  );
  const frame = h('span', { class: 'voice-frame' }, play, audio);
  audio.addEventListener('play', () => play.classList.add('playing'));
  audio.addEventListener('pause', () => play.classList.remove('playing'));
  audio.addEventListener('loadedmetadata', () => {
    if (Number.isFinite(audio.duration)) fill(length, `${Math.max(1, Math.round(audio.duration))}″`);
  });
  audio.addEventListener('error', () =>
    fill(frame, h('span', { class: 'voice' }, icon('voice'), t('voice')), download(mediaId)),
  );
  return frame;
}

/**
 * In place of what is not there, or cannot be shown.
 *
 * @param {IconName} name
 * @param {string} text
 */
export const missing = (name, text) => h('span', { class: 'missing' }, icon(name), h('span', {}, text));

/** @param {string} mediaId */
const download = (mediaId) =>
  h('a', { class: 'download', href: mediaUrl(mediaId), download: mediaId }, t('download'));
