import type { ComponentChildren, VNode } from 'preact';
import type { ChatEntry } from '../../protocol';
import { useApp } from '../app';
import { Icon } from '../icons';
import { t } from '../language';
import { UNFILTERED } from '../model';
import { AccountAvatar, Avatar } from './avatar';

/**
 * How an entry looks: `bubble` = text in a coloured bubble, `bare` = a picture or card without one, `wide` =
 * a card as broad as the chat, `notice` = grey words in the middle.
 */
export interface Part {
  readonly look: 'bubble' | 'bare' | 'wide' | 'notice';
  readonly content: ComponentChildren;
}

interface RowProps {
  readonly entry: ChatEntry;
  readonly part: Part;
  /** The name of the user. */
  readonly name: string;
}

/** One entry, with a button that opens its push. */
export function Row({ entry, part: { look, content }, name }: RowProps): VNode {
  const inspect = <InspectButton pushId={entry.pushId} callId={entry.callId} />;
  if (look === 'notice')
    return (
      <p class="notice">
        {content}
        {inspect}
      </p>
    );
  if (look === 'wide')
    return (
      <div class="row wide">
        {content}
        {inspect}
      </div>
    );
  const mine = entry.action !== undefined;
  return (
    <div class={`row ${mine ? 'mine' : 'theirs'}`}>
      <span class="sr-only">{t(mine ? 'saidByUser' : 'saidByAccount', { name })}</span>
      {mine ? <Avatar openid={entry.openid} name={name} /> : <AccountAvatar />}
      <div class={look} dir="auto">
        {content}
        {isByAi(entry) && <p class="by-ai">{t('byAi')}</p>}
      </div>
      {inspect}
    </div>
  );
}

/** Tells whether WeChat marks the message as written by an AI. */
const isByAi = ({ message }: ChatEntry): boolean =>
  message !== undefined && 'byAi' in message && message.byAi === true;

interface InspectButtonProps {
  readonly pushId: number | undefined;
  readonly callId: number | undefined;
}

function InspectButton({ pushId, callId }: InspectButtonProps): VNode | null {
  const { store } = useApp();
  const id = callId ?? pushId;
  if (id === undefined) return null;
  const kind = callId !== undefined ? 'call' : 'push';
  const name = `#${kind === 'call' ? 'A' : 'P'}${id} ${t('showInInspector')}`;
  const show = () =>
    store.set({
      selection: { kind, id },
      tab: 'traffic',
      filter: 'all',
      ...UNFILTERED,
      view: 'inspector',
      detailOpen: true,
    });
  return (
    <button type="button" class="inspect" aria-label={name} title={name} onClick={show}>
      <Icon name="inspect" />
    </button>
  );
}
