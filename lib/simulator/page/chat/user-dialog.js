import { field, openDialog } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';

/** @import { App } from '../app.js' */

/**
 * Asks for a new user.
 *
 * @param {App} app
 */
export function openUserDialog({ act, store }) {
  const name = h('input', { maxlength: 32, autocomplete: 'off', autofocus: true });
  const openid = h('input', {
    pattern: '[A-Za-z0-9_\\-]{1,64}',
    maxlength: 64,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  openDialog(t('addUser'), [field(t('name'), name), field('openid', openid, t('openidHint'))], {
    submit: t('add'),
    onSubmit() {
      const given = {
        ...(name.value.trim() !== '' && { name: name.value.trim() }),
        ...(openid.value !== '' && { openid: openid.value }),
      };
      void act({ type: 'addUser', ...given }).then((answer) => {
        if (answer?.openid !== undefined) store.set({ openid: answer.openid });
      });
    },
  });
}
