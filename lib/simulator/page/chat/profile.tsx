import type { VNode } from 'preact';
import { useApp } from '../app';
import { Button, Field } from '../controls';
import { Dialog, useClose } from '../dialog';
import { t } from '../language';
import { userOf } from '../model';
import { AccountAvatar } from './avatar';
import { ScanDialog } from './scan-dialog';

/** The account's page: the buttons to follow and unfollow, and what WeChat knows about the user. */
export function ProfileDialog({ openid }: { readonly openid: string }): VNode | null {
  const { act, store, open } = useApp();
  const close = useClose();
  const page = store.get();
  const { account } = page;
  const user = userOf(page, openid);
  if (user === undefined) return null;
  const change = (type: 'follow' | 'unfollow') => () => {
    close();
    void act({ type, openid });
  };
  const facts = [
    [t('originalId'), account.originalId],
    [t('kind'), t(`kind_${account.switches.kind}`)],
    ['openid', openid],
    [t('windowLeft'), user.windowLeft === null ? t('noLimit') : String(user.windowLeft)],
    [t('blocked'), t(user.blocked ? 'yes' : 'no')],
    [t('staff'), user.service === undefined ? t('no') : t(user.service)],
  ];
  const rename = (name: string) => {
    if (name !== '') void act({ type: 'renameUser', openid, name });
  };
  return (
    <Dialog title={t('profile')}>
      <div class="profile-head">
        <AccountAvatar />
        <p>
          <strong>{t('account')}</strong>
          <br />
          {account.appId}
        </p>
      </div>
      <Field label={t('name')}>
        {(labelled) => (
          <input
            {...labelled}
            maxLength={32}
            autocomplete="off"
            defaultValue={user.name}
            onChange={({ currentTarget }) => rename(currentTarget.value.trim())}
          />
        )}
      </Field>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      <div class="actions">
        {user.follows ? (
          <Button label={t('unfollow')} onClick={change('unfollow')} kind="danger" />
        ) : (
          <Button label={t('follow')} onClick={change('follow')} kind="primary" />
        )}
        <Button label={t('scan')} onClick={() => open(() => <ScanDialog openid={openid} />)} icon="scan" />
      </div>
    </Dialog>
  );
}
