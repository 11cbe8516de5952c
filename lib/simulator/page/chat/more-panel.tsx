import type { VNode } from 'preact';
import { useApp } from '../app';
import type { App } from '../app';
import { Icon } from '../icons';
import type { IconName } from '../icons';
import { t } from '../language';
import { EventDialog } from './event-dialog';
import { chooseAndSend, sendFiles } from './files';
import { LinkDialog } from './link-dialog';
import { PlaceDialog } from './place-dialog';
import { ScanDialog } from './scan-dialog';
import { SubscribeDialog } from './subscribe-dialog';

interface MorePanelProps {
  readonly openid: string;
  readonly close: () => void;
}

/** The other kinds of message that can be sent, as behind WeChat's plus button. */
export function MorePanel({ openid, close }: MorePanelProps): VNode {
  const app = useApp();
  const { act, open } = app;
  const tile = (name: IconName, label: string, run: () => unknown) => (
    <li>
      <button
        type="button"
        class="tile"
        onClick={() => {
          close();
          run();
        }}
      >
        <span class="tile-icon">
          <Icon name={name} />
        </span>
        <span>{label}</span>
      </button>
    </li>
  );
  const placeDialog = () => (
    <PlaceDialog
      submit={t('send')}
      onChoose={(place) => void act({ type: 'sendLocation', openid, place })}
      onReport={(place) => void act({ type: 'reportLocation', openid, place })}
    />
  );
  return (
    <ul class="more-panel">
      {tile('picture', t('picture'), () => chooseAndSend(app, openid, 'image'))}
      {tile('video', t('video'), () => chooseAndSend(app, openid, 'video'))}
      {tile('voice', t('voiceFile'), () => chooseAndSend(app, openid, 'voice'))}
      {tile('note', t('recordedTone'), () => sendTone(app, openid))}
      {tile('place', t('place'), () => open(placeDialog))}
      {tile('link', t('link'), () => open(() => <LinkDialog openid={openid} />))}
      {tile('scan', t('scan'), () => open(() => <ScanDialog openid={openid} />))}
      {tile('check', t('subscribeMessage'), () => open(() => <SubscribeDialog openid={openid} />))}
      {tile('push', t('otherEvent'), () => open(() => <EventDialog openid={openid} />))}
    </ul>
  );
}

/** Sends two seconds of sound, so that no file is needed. */
async function sendTone(app: App, openid: string): Promise<void> {
  const tone = await app.attempt(async () => (await fetch('tone.mp3')).blob());
  if (tone !== undefined)
    await sendFiles(app, openid, [new File([tone], 'tone.mp3', { type: 'audio/mpeg' })]);
}
