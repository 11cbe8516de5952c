import { field, openDialog } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';

/** @import { App } from '../app.js' */

/**
 * Answers, for a user, whether the account may send a notice of a template (订阅通知).
 *
 * @param {App} app
 * @param {string} openid
 */
export function openSubscribeDialog({ act }, openid) {
  const template = h('input', { required: true, maxlength: 200, autocomplete: 'off', autofocus: true });
  const answer = h(
    'select',
    {},
    h('option', { value: 'accept' }, t('accept')),
    h('option', { value: 'reject' }, t('reject')),
  );
  openDialog(t('subscribeMessage'), [field('template_id', template), field(t('answerOfUser'), answer)], {
    submit: t('raise'),
    onSubmit: () =>
      void act({
        type: 'subscribe',
        openid,
        templateId: template.value.trim(),
        accept: answer.value === 'accept',
      }),
  });
}
