import { field, openDialog } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';

/** @import { App } from '../app.js' */

/** Those that no other control of the page raises; any other name can be typed. */
const EVENTS = [
  'ENTER',
  'user_get_card',
  'user_view_card',
  'user_consume_card',
  'view_miniprogram',
  'subscribe_msg_popup_event',
  'subscribe_msg_change_event',
  'user_authorization_revoke',
  'qualification_verify_success',
  'WifiConnected',
];

/**
 * Asks for an event to raise, with any fields.
 *
 * @param {App} app
 * @param {string} openid
 */
export function openEventDialog({ act }, openid) {
  const list = h(
    'datalist',
    { id: 'events' },
    EVENTS.map((value) => h('option', { value })),
  );
  const event = h('input', {
    required: true,
    list: list.id,
    autocomplete: 'off',
    spellcheck: 'false',
    autofocus: true,
  });
  const fields = h('textarea', {
    rows: 4,
    spellcheck: 'false',
    placeholder: '{ "EventKey": "…" }',
    class: 'mono',
  });
  const read = () => {
    if (fields.value.trim() === '') return {};
    const value = /** @type {unknown} */ (JSON.parse(fields.value));
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new SyntaxError();
    return { fields: /** @type {Readonly<Record<string, unknown>>} */ (value) };
  };
  fields.addEventListener('input', () => fields.setCustomValidity(''));
  openDialog(t('otherEvent'), [list, field(t('event'), event), field(t('fields'), fields, t('fieldsHint'))], {
    submit: t('raise'),
    onSubmit() {
      try {
        void act({ type: 'trigger', openid, event: event.value.trim(), ...read() });
        return true;
      } catch {
        fields.setCustomValidity(t('noJson'));
        fields.reportValidity();
        return false;
      }
    },
  });
}
