import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { useApp } from '../app';
import { Field } from '../controls';
import { Dialog } from '../dialog';
import { t } from '../language';
import { readObject } from '../read-object';

/** The events that no other control of the page raises. Any other name can be typed. */
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

interface EventDialogProps {
  readonly openid: string;
  /** The event and its fields (as JSON) at the start. */
  readonly event?: string;
  readonly fields?: string;
}

/** Asks for an event to raise, with any fields. */
export function EventDialog({ openid, event = '', fields = '' }: EventDialogProps): VNode {
  const { act } = useApp();
  const area = useRef<HTMLTextAreaElement>(null);
  return (
    <Dialog
      title={t('otherEvent')}
      submit={t('raise')}
      onSubmit={(value) => {
        const written = value('fields');
        const read = written.trim() === '' ? undefined : readObject(written);
        if (read === 'no JSON') {
          area.current?.setCustomValidity(t('noJson'));
          area.current?.reportValidity();
          return false;
        }
        const given = read !== undefined && { fields: read };
        void act({ type: 'trigger', openid, event: value('event').trim(), ...given });
        return true;
      }}
    >
      <datalist id="events">
        {EVENTS.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      <Field label={t('event')}>
        {(labelled) => (
          <input
            {...labelled}
            name="event"
            required
            list="events"
            defaultValue={event}
            autocomplete="off"
            spellcheck={false}
            autofocus
          />
        )}
      </Field>
      <Field label={t('fields')} hint={t('fieldsHint')}>
        {(labelled) => (
          <textarea
            {...labelled}
            ref={area}
            name="fields"
            rows={4}
            defaultValue={fields}
            class="mono"
            spellcheck={false}
            placeholder={'{ "EventKey": "…" }'}
            onInput={({ currentTarget }) => currentTarget.setCustomValidity('')}
          />
        )}
      </Field>
    </Dialog>
  );
}
