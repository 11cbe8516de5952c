import type { VNode } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AuthorizerState } from '../../platform/protocol';
import { Button, Field } from '../controls';
import { t } from '../language';
import { usePlatform, usePlatformState } from './app';
import { Choice } from './choice';
import { Permissions } from './permissions';
import { Said } from './said';

/** An account: its owner's actions at the platform, and the conversation with one of its users. */
export function Account({ account }: { readonly account: AuthorizerState }): VNode {
  const { act } = usePlatform();
  const { appId, originalId, kind, granted, redirect, said } = account;
  const sets = usePlatformState(({ permissions }) =>
    kind === 'mini-program' ? permissions.miniProgram : permissions.officialAccount,
  );
  const title = useId();
  const page = useRef<HTMLInputElement>(null);
  const [chosen, choose] = useState<readonly number[]>(() => sets.map(({ id }) => id));
  const [lost, setLost] = useState(false);
  const [twice, setTwice] = useState(false);
  const isAuthorized = granted.length > 0;
  // After the authorisation, the permissions of the platform are chosen.
  useLayoutEffect(() => {
    if (granted.length > 0) choose(granted);
  }, [granted.join()]);

  const authorize = () => {
    const begin = page.current?.value.trim() ?? '';
    const at = begin === '' ? {} : { page: begin };
    void act({ type: 'authorize', appId, permissions: chosen, lost, twice, ...at });
  };
  return (
    <article class="account-card" aria-labelledby={title}>
      <header>
        <h3 id={title}>
          {t(`kind_of_account_${kind}`)} <span class="mono">{appId}</span>
        </h3>
        <span class={`badge ${isAuthorized ? 'good' : 'plain'}`}>
          {t(isAuthorized ? 'isAuthorized' : 'isNotAuthorized')}
        </span>
      </header>
      <p class="mono muted">{originalId}</p>
      <Permissions sets={sets} chosen={chosen} onChoose={choose} />
      <Field label={t('startPage')} hint={t('startPageHint')}>
        {(labelled) => (
          <input
            {...labelled}
            ref={page}
            type="text"
            autocomplete="off"
            spellcheck={false}
            placeholder="/connect"
          />
        )}
      </Field>
      <div class="choices">
        <Choice label={t('noticeLost')} checked={lost} onChange={setLost} />
        <Choice label={t('noticeTwice')} checked={twice} onChange={setTwice} />
      </div>
      <div class="actions">
        <Button label={t(isAuthorized ? 'authorizeAgain' : 'authorize')} onClick={authorize} kind="primary" />
        <Button
          label={t('changePermissions')}
          disabled={!isAuthorized}
          onClick={() => void act({ type: 'change', appId, permissions: chosen })}
        />
        <Button
          label={t('withdraw')}
          disabled={!isAuthorized}
          kind="danger"
          onClick={() => void act({ type: 'withdraw', appId })}
        />
      </div>
      <p class="redirect">{redirect !== undefined && <Redirect redirect={redirect} />}</p>
      <Said appId={appId} kind={kind} said={said} />
    </article>
  );
}

/** The address to which the browser was redirected, and the status of the app's response. */
const Redirect = ({ redirect }: { readonly redirect: NonNullable<AuthorizerState['redirect']> }): VNode => {
  const { address, status } = redirect;
  return (
    <>
      {t('redirectTo')}{' '}
      <a href={address} target="_blank" rel="noopener">
        {new URL(address).pathname}
      </a>
      {status !== undefined && ` (${t('redirectStatus', { status })})`}
    </>
  );
};
