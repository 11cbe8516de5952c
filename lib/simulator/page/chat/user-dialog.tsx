import type { VNode } from 'preact';
import { useApp } from '../app';
import { Field } from '../controls';
import { Dialog } from '../dialog';
import { t } from '../language';

/** Asks for a new user. */
export function UserDialog(): VNode {
  const { act, store } = useApp();
  const add = async (name: string, openid: string) => {
    const given = { ...(name !== '' && { name }), ...(openid !== '' && { openid }) };
    const answer = await act({ type: 'addUser', ...given });
    if (answer?.openid !== undefined) store.set({ openid: answer.openid });
  };
  return (
    <Dialog
      title={t('addUser')}
      submit={t('add')}
      onSubmit={(value) => void add(value('name').trim(), value('openid'))}
    >
      <Field label={t('name')}>
        {(labelled) => <input {...labelled} name="name" maxLength={32} autocomplete="off" autofocus />}
      </Field>
      <Field label="openid" hint={t('openidHint')}>
        {(labelled) => (
          <input
            {...labelled}
            name="openid"
            pattern="[A-Za-z0-9_\-]{1,64}"
            maxLength={64}
            autocomplete="off"
            spellcheck={false}
          />
        )}
      </Field>
    </Dialog>
  );
}
