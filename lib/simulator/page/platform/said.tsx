import type { VNode } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { AuthorizerState, SaidState } from '../../platform/protocol';
import { Button, instead } from '../controls';
import { inLanguage, t } from '../language';
import { usePlatform } from './app';

const BY = { user: 'whoUser', account: 'whoAccount', wechat: 'whoWechat' } as const;

/** The conversation of the account with one of its users. */
export function Said({ appId, kind, said }: Pick<AuthorizerState, 'appId' | 'kind' | 'said'>): VNode {
  const { act } = usePlatform();
  const id = useId();
  const list = useRef<HTMLOListElement>(null);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (list.current !== null) list.current.scrollTop = list.current.scrollHeight;
  }, [said.length, said.at(-1)?.id]);
  const say = () => {
    const text = input.current?.value.trim() ?? '';
    if (input.current === null || text === '') return;
    input.current.value = '';
    void act({ type: 'say', appId, text });
  };
  return (
    <div class="talk">
      <ol
        ref={list}
        class="said"
        tabIndex={0}
        aria-live="polite"
        aria-label={t('conversationOf', { appId })}
        hidden={said.length === 0}
      >
        {said.map((each) => (
          <Saying key={each.id} said={each} />
        ))}
      </ol>
      <form class="inline" onSubmit={instead(say)}>
        <div class="field">
          <label for={id}>{t('messageTo')}</label>
          <input ref={input} id={id} type="text" maxLength={200} autocomplete="off" />
        </div>
        <button class="button plain">{t('sendIt')}</button>
        <Button
          label={t(kind === 'mini-program' ? 'enterIt' : 'followIt')}
          onClick={() => void act({ type: 'enter', appId })}
        />
      </form>
    </div>
  );
}

const Saying = ({ said: { by, text, problem } }: { readonly said: SaidState }): VNode => (
  <li class={by}>
    <span class="by">{t(BY[by])}</span>
    {text !== '' && <span>{text}</span>}
    {problem !== undefined && <span class="problem">{inLanguage(problem)}</span>}
  </li>
);
