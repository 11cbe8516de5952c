import { chooseFiles } from '../controls.js';
import { t } from '../language.js';
import { upload } from '../server.js';

/** @import { App } from '../app.js' */

/** @typedef {'image' | 'voice' | 'video'} FileKind */

/** What each kind of message takes from the disk. */
export const ACCEPT = /** @type {const} */ ({
  image: 'image/png,image/jpeg,image/gif,image/bmp',
  voice: 'audio/amr,audio/mpeg,.amr,.mp3',
  video: 'video/mp4',
});

/**
 * Sends files, one message for each.
 *
 * @param {App} app
 * @param {string} openid
 * @param {readonly File[]} files
 */
export async function sendFiles({ act, attempt, store, toast }, openid, files) {
  for (const file of files) {
    const kind = kindOf(file);
    if (kind === undefined) toast(t('fileKind', { name: file.name }), 'bad');
    else if (file.size > store.get().limits.upload) toast(t('fileSize', { name: file.name }), 'bad');
    else {
      const id = await attempt(() => upload(kind, file, nameOf(file, kind)));
      if (id !== undefined) await act({ type: 'send', openid, kind, file: id });
    }
  }
}

/**
 * Lets the user choose files and sends them.
 *
 * @param {App} app
 * @param {string} openid
 * @param {FileKind} kind
 */
export const chooseAndSend = async (app, openid, kind) =>
  sendFiles(app, openid, await chooseFiles(ACCEPT[kind], kind === 'image'));

/**
 * Takes files that are dropped on an element or pasted into it.
 *
 * @param {App} app
 * @param {string} openid
 * @param {HTMLElement} element
 */
export function acceptFiles(app, openid, element) {
  element.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    element.classList.add('dropping');
  });
  element.addEventListener('dragleave', () => element.classList.remove('dropping'));
  element.addEventListener('drop', (event) => {
    event.preventDefault();
    element.classList.remove('dropping');
    void sendFiles(app, openid, [...(event.dataTransfer?.files ?? [])]);
  });
  element.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void sendFiles(app, openid, files);
  });
}

/** @param {File} file @returns {FileKind | undefined} */
function kindOf({ type, name }) {
  if (type.startsWith('image/')) return 'image';
  if (type.startsWith('audio/') || /\.amr$/i.test(name)) return 'voice';
  return type.startsWith('video/') ? 'video' : undefined;
}

/**
 * WeChat goes by the extension, and a pasted picture may have none.
 *
 * @param {File} file
 * @param {FileKind} kind
 */
const nameOf = ({ name, type }, kind) =>
  /\.\w+$/.test(name) ? name.toLowerCase() : `${kind}.${type.split('/')[1] ?? 'bin'}`;
