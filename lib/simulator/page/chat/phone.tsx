import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp, usePage } from '../app';
import { IconButton } from '../controls';
import { t } from '../language';
import { userOf } from '../model';
import { Composer } from './composer';
import { sendFiles } from './files';
import { ProfileDialog } from './profile';
import { Thread } from './thread';
import { WebView } from './web-view';

interface PhoneProps {
  readonly openid: string;
  readonly hidden: boolean;
}

/** One user's phone, with the account's chat on it. Files can be dropped on it or pasted into it. */
export function Phone({ openid, hidden }: PhoneProps): VNode {
  const app = useApp();
  const user = usePage((page) => userOf(page, openid));
  const page = usePage(({ webPages }) => webPages[openid]);
  const [isOver, setOver] = useState(false);
  const name = user?.name ?? openid;

  const onDragOver = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files') !== true) return;
    event.preventDefault();
    setOver(true);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void sendFiles(app, openid, [...(event.dataTransfer?.files ?? [])]);
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    void sendFiles(app, openid, files);
  };

  return (
    <article
      class={`phone${isOver ? ' dropping' : ''}`}
      hidden={hidden}
      aria-label={t('chatOf', { name })}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      onPaste={onPaste}
    >
      <header class="phone-head">
        <h2>
          <span class="phone-title" dir="auto">
            {t(user?.typing === true ? 'typing' : 'account')}
          </span>
          <span class="phone-owner" dir="auto">
            {name}
          </span>
        </h2>
        <IconButton
          name="more"
          label={t('profile')}
          onClick={() => app.open(() => <ProfileDialog openid={openid} />)}
        />
      </header>
      <Thread openid={openid} />
      <Composer openid={openid} />
      {page !== undefined && <WebView key={page.url} openid={openid} page={page} />}
    </article>
  );
}
