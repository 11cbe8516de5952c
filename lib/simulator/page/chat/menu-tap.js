import { chooseFiles, field, openDialog } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { upload } from '../server.js';
import { ACCEPT } from './files.js';
import { openPlaceDialog } from './place-dialog.js';
import { visit } from './web.js';

/** @import { App } from '../app.js' */
/** @import { MenuButton } from '../../protocol.ts' */

const MOST_PICTURES = 9;

/**
 * Taps a button of the menu, and first asks for what it wants: a code, pictures or a place.
 *
 * @param {App} app
 * @param {string} openid
 * @param {MenuButton} button
 * @param {readonly number[]} path
 */
export async function tapButton(app, openid, { type, url, name }, path) {
  const { act } = app;
  const tap = { type: /** @type {const} */ ('tapMenu'), openid, path };
  switch (type) {
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const scanned = h('input', { required: true, autocomplete: 'off', autofocus: true });
      scanned.value = 'https://example.com/?code=1';
      openDialog(name, [field(t('scanned'), scanned)], {
        submit: t('scan'),
        onSubmit: () => void act({ ...tap, scanned: scanned.value }),
      });
      return;
    }
    case 'pic_sysphoto':
    case 'pic_photo_or_album':
    case 'pic_weixin': {
      const files = await choosePictures(app, type !== 'pic_sysphoto');
      if (files.length > 0) await act({ ...tap, files });
      return;
    }
    case 'location_select':
      openPlaceDialog(t('send'), (place) => void act({ ...tap, place }));
      return;
    case 'view': {
      const answer = await act(tap);
      if (answer !== undefined && url !== undefined) await visit(app, openid, url, 'menu');
      return;
    }
    default:
      await act(tap);
  }
}

/**
 * @param {App} app
 * @param {boolean} multiple
 */
async function choosePictures({ attempt }, multiple) {
  const files = (await chooseFiles(ACCEPT.image, multiple)).slice(0, MOST_PICTURES);
  const ids = await attempt(() =>
    Promise.all(files.map((file) => upload('image', file, file.name.toLowerCase()))),
  );
  return ids ?? [];
}
