import type { VNode } from 'preact';
import { useApp } from '../app';
import { Field } from '../controls';
import { Dialog } from '../dialog';
import { t } from '../language';

interface TextDialogProps {
  readonly openid: string;
  /** The text in the field at the start. */
  readonly text: string;
}

/** Asks for a text to send. */
export function TextDialog({ openid, text }: TextDialogProps): VNode {
  const { act } = useApp();
  return (
    <Dialog
      title={t('message')}
      submit={t('send')}
      onSubmit={(value) => void act({ type: 'say', openid, content: value('content') })}
    >
      <Field label={t('message')}>
        {(labelled) => (
          <textarea {...labelled} name="content" required rows={4} autofocus defaultValue={text} />
        )}
      </Field>
    </Dialog>
  );
}
