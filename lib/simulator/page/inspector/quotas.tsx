import type { VNode } from 'preact';
import type { UserState } from '../../protocol';
import { useApp, usePage } from '../app';
import { t } from '../language';
import { chatTime } from '../time';

/** What the account may still send to each user, and the messages that wait in the bot's mailbox. */
export function Quotas(): VNode {
  const users = usePage((page) => page.users);
  return (
    <fieldset class="group">
      <legend>{t('quotaGroup')}</legend>
      <ul class="quotas">
        {users.map((user) => (
          <Quota key={user.openid} user={user} />
        ))}
      </ul>
    </fieldset>
  );
}

function Quota({ user }: { readonly user: UserState }): VNode {
  const { store } = useApp();
  const { openid, name, windows, windowLeft, mailbox = [] } = user;
  const { now } = store.get().clock;
  return (
    <li data-openid={openid}>
      <strong dir="auto">{name}</strong> <span class="quota-left">{leftOf(windowLeft)}</span>
      <ul>
        {windows.length === 0 && <li>{t('quotaNone')}</li>}
        {windows.map(({ deed, left, until }) => (
          <li key={deed}>
            {t('quotaUntil', { deed: t(`deed_${deed}`), left: leftOf(left), time: chatTime(until, now) })}
          </li>
        ))}
      </ul>
      {mailbox.length > 0 && (
        <details class="mailbox">
          <summary>{t('mailboxHolds', { n: mailbox.length })}</summary>
          <ol>
            {mailbox.map((text, index) => (
              <li key={index} dir="auto">
                {text}
              </li>
            ))}
          </ol>
        </details>
      )}
    </li>
  );
}

const leftOf = (left: number | null): string => (left === null ? t('noLimit') : String(left));
