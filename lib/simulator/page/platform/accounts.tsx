import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Field, instead } from '../controls';
import { t } from '../language';
import { Account } from './account';
import { usePlatform, usePlatformState } from './app';

const KINDS = ['service', 'unverified-service', 'subscription', 'personal', 'mini-program'] as const;

/** The accounts, side by side. */
export function Accounts(): VNode {
  const { act } = usePlatform();
  const accounts = usePlatformState((state) => state.accounts);
  const kind = useRef<HTMLSelectElement>(null);
  const add = () => {
    const chosen = KINDS.find((each) => each === kind.current?.value);
    if (chosen !== undefined) void act({ type: 'addAccount', kind: chosen });
  };
  return (
    <section class="panel" aria-labelledby="accounts">
      <h2 id="accounts">{t('platformAccounts')}</h2>
      <form class="inline" onSubmit={instead(add)}>
        <Field label={t('accountKind')}>
          {(labelled) => (
            <select {...labelled} ref={kind}>
              {KINDS.map((each) => (
                <option key={each} value={each}>
                  {t(`kind_of_account_${each}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button class="button plain">{t('newAccount')}</button>
      </form>
      <div class="cards">
        {accounts.map((account) => (
          <Account key={account.appId} account={account} />
        ))}
      </div>
      <p class="hint">{t('platformNotSaved')}</p>
    </section>
  );
}
