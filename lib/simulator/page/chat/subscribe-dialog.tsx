import type { VNode } from 'preact';
import { useApp } from '../app';
import { Field } from '../controls';
import { Dialog } from '../dialog';
import { t } from '../language';

/** Answers for a user whether the account may send a notice of a template (订阅通知). */
export function SubscribeDialog({ openid }: { readonly openid: string }): VNode {
  const { act } = useApp();
  return (
    <Dialog
      title={t('subscribeMessage')}
      submit={t('raise')}
      onSubmit={(value) => {
        const accept = value('answer') === 'accept';
        void act({ type: 'subscribe', openid, templateId: value('template').trim(), accept });
      }}
    >
      <Field label="template_id">
        {(labelled) => (
          <input {...labelled} name="template" required maxLength={200} autocomplete="off" autofocus />
        )}
      </Field>
      <Field label={t('answerOfUser')}>
        {(labelled) => (
          <select {...labelled} name="answer">
            <option value="accept">{t('accept')}</option>
            <option value="reject">{t('reject')}</option>
          </select>
        )}
      </Field>
    </Dialog>
  );
}
