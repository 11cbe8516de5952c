import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { openEventDialog } from './event-dialog.js';
import { chooseAndSend, sendFiles } from './files.js';
import { openLinkDialog } from './link-dialog.js';
import { openPlaceDialog } from './place-dialog.js';
import { openScanDialog } from './scan-dialog.js';
import { openSubscribeDialog } from './subscribe-dialog.js';

/** @import { App } from '../app.js' */
/** @import { IconName } from '../icons.js' */

/**
 * What else can be sent, as behind WeChat's plus.
 *
 * @param {App} app
 * @param {string} openid
 * @param {() => void} close
 */
export function createMorePanel(app, openid, close) {
  /**
   * @param {IconName} name
   * @param {string} label
   * @param {() => unknown} run
   */
  const tile = (name, label, run) =>
    h(
      'li',
      {},
      h(
        'button',
        {
          type: 'button',
          class: 'tile',
          on: {
            click() {
              close();
              void run();
            },
          },
        },
        h('span', { class: 'tile-icon' }, icon(name)),
        h('span', {}, label),
      ),
    );
  const { act } = app;
  return h(
    'ul',
    { class: 'more-panel' },
    tile('picture', t('picture'), () => chooseAndSend(app, openid, 'image')),
    tile('video', t('video'), () => chooseAndSend(app, openid, 'video')),
    tile('voice', t('voiceFile'), () => chooseAndSend(app, openid, 'voice')),
    tile('note', t('recordedTone'), () => sendTone(app, openid)),
    tile('place', t('place'), () =>
      openPlaceDialog(
        t('send'),
        (place) => void act({ type: 'sendLocation', openid, place }),
        (place) => void act({ type: 'reportLocation', openid, place }),
      ),
    ),
    tile('link', t('link'), () => openLinkDialog(app, openid)),
    tile('scan', t('scan'), () => openScanDialog(app, openid)),
    tile('check', t('subscribeMessage'), () => openSubscribeDialog(app, openid)),
    tile('push', t('otherEvent'), () => openEventDialog(app, openid)),
  );
}

/**
 * Sends two seconds of sound, for those who have no file at hand.
 *
 * @param {App} app
 * @param {string} openid
 */
async function sendTone(app, openid) {
  const tone = await app.attempt(async () => (await fetch('tone.mp3')).blob());
  if (tone !== undefined)
    await sendFiles(app, openid, [new File([tone], 'tone.mp3', { type: 'audio/mpeg' })]);
}
