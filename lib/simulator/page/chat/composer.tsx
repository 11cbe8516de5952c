import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useApp, usePage } from '../app';
import { IconButton, instead } from '../controls';
import { t } from '../language';
import { userOf } from '../model';
import { EmojiPanel } from './emoji-panel';
import { MenuBar } from './menu-bar';
import { MorePanel } from './more-panel';
import { ScanDialog } from './scan-dialog';

const MAX_ROWS = 5;

/**
 * The lower edge of the chat: the account's menu or the keyboard. Users who do not follow see a button to
 * follow.
 */
export function Composer({ openid }: { readonly openid: string }): VNode {
  const { act } = useApp();
  const follows = usePage((page) => userOf(page, openid)?.follows === true);
  const hasMenu = usePage((page) => userOf(page, openid)?.menu !== undefined);
  const [text, setText] = useState('');
  const [panel, setPanel] = useState<'emoji' | 'more'>();
  const [bar, setBar] = useState<'menu' | 'keyboard'>('keyboard');
  const area = useRef<HTMLTextAreaElement>(null);
  const toKeyboard = useRef<HTMLButtonElement>(null);
  const panelRef = useRef<HTMLDivElement>(null);
  /** True if the user switched the bar by hand; then the focus follows. */
  const isByHand = useRef(false);

  useLayoutEffect(() => {
    setBar(hasMenu && text === '' && document.activeElement !== area.current ? 'menu' : 'keyboard');
  }, [hasMenu]);
  useLayoutEffect(() => {
    if (isByHand.current) (bar === 'menu' ? toKeyboard : area).current?.focus();
    isByHand.current = false;
  }, [bar]);
  useLayoutEffect(() => {
    if (panel !== undefined) panelRef.current?.querySelector('button')?.focus();
  }, [panel]);

  const close = () => setPanel(undefined);
  const toggle = (which: 'emoji' | 'more') => setPanel(panel === which ? undefined : which);
  const show = (which: 'menu' | 'keyboard') => {
    close();
    isByHand.current = true;
    setBar(which);
  };
  const insert = (code: string) => {
    const { current } = area;
    if (current === null) return;
    current.setRangeText(code, current.selectionStart, current.selectionEnd, 'end');
    setText(current.value);
  };
  const say = async () => {
    if (text.trim() === '') return;
    setText('');
    const answer = await act({ type: 'say', openid, content: text });
    // The server refused the message, so the typed text comes back.
    if (answer === undefined) setText((typed) => (typed === '' ? text : typed));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void say();
  };
  const onEscape = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || panel === undefined) return;
    close();
    area.current?.focus();
  };

  return (
    <footer class="composer" onKeyDown={onEscape}>
      <div class={`talk${bar === 'menu' ? ' with-menu' : ''}`} hidden={!follows}>
        <div class="bars">
          <IconButton
            name="menu"
            label={t('accountMenu')}
            class="switch-bar"
            hidden={!hasMenu}
            onClick={() => show('menu')}
          />
          <form class="input-bar" onSubmit={instead(() => void say())}>
            <textarea
              ref={area}
              rows={Math.min(MAX_ROWS, text.split('\n').length)}
              placeholder={t('messageHint')}
              aria-label={t('message')}
              value={text}
              onInput={({ currentTarget }) => setText(currentTarget.value)}
              onKeyDown={onKeyDown}
            />
            <IconButton
              name="smile"
              label={t('emoji')}
              expanded={panel === 'emoji'}
              onClick={() => toggle('emoji')}
            />
            <IconButton
              name="plus"
              label={t('more')}
              expanded={panel === 'more'}
              hidden={text !== ''}
              onClick={() => toggle('more')}
            />
            <button type="submit" class="button primary submit" hidden={text === ''}>
              {t('send')}
            </button>
          </form>
          <MenuBar openid={openid}>
            <IconButton
              name="keyboard"
              label={t('keyboard')}
              class="switch-bar"
              buttonRef={toKeyboard}
              onClick={() => show('keyboard')}
            />
          </MenuBar>
        </div>
        <div ref={panelRef} class="panel" data-panel={panel} hidden={panel === undefined}>
          {panel === 'emoji' && <EmojiPanel onChoose={insert} />}
          {panel === 'more' && <MorePanel openid={openid} close={close} />}
        </div>
      </div>
      <div class="invite" hidden={follows}>
        <Invite openid={openid} />
      </div>
    </footer>
  );
}

function Invite({ openid }: { readonly openid: string }): VNode {
  const { act, open } = useApp();
  return (
    <>
      <p>{t('notFollowing')}</p>
      <button type="button" class="button primary" onClick={() => void act({ type: 'follow', openid })}>
        {t('follow')}
      </button>
      <button type="button" class="button plain" onClick={() => open(() => <ScanDialog openid={openid} />)}>
        {t('scan')}
      </button>
    </>
  );
}
