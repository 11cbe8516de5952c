import { field, openDialog } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';

/** @import { App } from '../app.js' */

/**
 * Asks for a link to send.
 *
 * @param {App} app
 * @param {string} openid
 */
export function openLinkDialog({ act }, openid) {
  const url = h('input', { type: 'url', required: true, autocomplete: 'off', autofocus: true });
  url.value = 'https://example.com/article';
  const title = h('input', { required: true, maxlength: 200, autocomplete: 'off' });
  title.value = t('linkTitle');
  const description = h('input', { maxlength: 500, autocomplete: 'off' });
  openDialog(
    t('link'),
    [field(t('address'), url), field(t('titleField'), title), field(t('description'), description)],
    {
      submit: t('send'),
      onSubmit: () =>
        void act({
          type: 'sendLink',
          openid,
          url: url.value,
          title: title.value,
          description: description.value,
        }),
    },
  );
}
