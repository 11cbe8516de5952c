import type { VNode } from 'preact';
import { useApp } from '../app';
import { Field } from '../controls';
import { Dialog } from '../dialog';
import { t } from '../language';

interface LinkDialogProps {
  readonly openid: string;
  /** The content of the fields at the start. */
  readonly link?: { readonly url: string; readonly title: string; readonly description: string };
}

/** Asks for a link to send. */
export function LinkDialog({ openid, link }: LinkDialogProps): VNode {
  const { act } = useApp();
  return (
    <Dialog
      title={t('link')}
      submit={t('send')}
      onSubmit={(value) => {
        const link = { url: value('url'), title: value('title'), description: value('description') };
        void act({ type: 'sendLink', openid, ...link });
      }}
    >
      <Field label={t('address')}>
        {(labelled) => (
          <input
            {...labelled}
            name="url"
            type="url"
            required
            autocomplete="off"
            autofocus
            defaultValue={link?.url ?? 'https://example.com/article'}
          />
        )}
      </Field>
      <Field label={t('titleField')}>
        {(labelled) => (
          <input
            {...labelled}
            name="title"
            required
            maxLength={200}
            autocomplete="off"
            defaultValue={link?.title ?? t('linkTitle')}
          />
        )}
      </Field>
      <Field label={t('description')}>
        {(labelled) => (
          <input
            {...labelled}
            name="description"
            maxLength={500}
            autocomplete="off"
            defaultValue={link?.description ?? ''}
          />
        )}
      </Field>
    </Dialog>
  );
}
