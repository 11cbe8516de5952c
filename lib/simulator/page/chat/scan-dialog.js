import { field, openDialog } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { clockTime } from '../time.js';
import { cover } from './cards.js';

/** @import { App } from '../app.js' */

/**
 * Lets a user scan one of the account's QR codes, or any other of a scene.
 *
 * @param {App} app
 * @param {string} openid
 */
export function openScanDialog({ act, store }, openid) {
  const { codes } = store.get();
  const scene = h('input', {
    required: true,
    maxlength: 64,
    autocomplete: 'off',
    autofocus: codes.length === 0,
  });
  const list = h(
    'ul',
    { class: 'codes' },
    codes.toReversed().map((code) =>
      h(
        'li',
        {},
        h(
          'button',
          {
            type: 'button',
            class: 'scan-code',
            on: {
              click() {
                void act({ type: 'scan', openid, scene: code.scene });
                close();
              },
            },
          },
          cover(code.url, 'code-picture'),
          h('span', { class: 'code-scene', dir: 'auto' }, code.scene),
          h(
            'span',
            { class: 'hint' },
            code.expiresAt === undefined ? t('permanent') : t('until', { time: clockTime(code.expiresAt) }),
          ),
        ),
      ),
    ),
  );
  const { close } = openDialog(
    t('scan'),
    [
      codes.length > 0 ? list : h('p', { class: 'hint' }, t('noCodes')),
      field(t('scene'), scene, t('sceneHint')),
    ],
    { submit: t('scan'), onSubmit: () => void act({ type: 'scan', openid, scene: scene.value }) },
  );
}
