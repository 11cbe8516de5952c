import { button } from '../controls.js';
import { t } from '../language.js';

/** @import { App } from '../app.js' */

/**
 * Puts a text on the clipboard.
 *
 * @param {App} app
 * @param {string} label
 * @param {() => string} read
 */
export const copyButton = ({ toast }, label, read) =>
  button(
    label,
    () =>
      void navigator.clipboard.writeText(read()).then(
        () => toast(t('copied')),
        () => toast(t('notCopied'), 'bad'),
      ),
    { icon: 'copy' },
  );
