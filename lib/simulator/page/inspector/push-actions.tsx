import type { VNode } from 'preact';
import type { PushRecord } from '../../protocol';
import { useApp, usePage } from '../app';
import { Button } from '../controls';
import { t } from '../language';
import { onceMore } from './once-more';

/** Actions for a push of a user: deliver the same message again, or repeat the action as a new message. */
export function PushActions({ push }: { readonly push: PushRecord }): VNode | null {
  const app = useApp();
  const isKnown = usePage(({ users }) => users.some(({ openid }) => openid === push.openid));
  if (!isKnown || push.kind === 'check' || push.text === '') return null;
  const again = push.from === 'user' ? onceMore(app, push) : undefined;
  return (
    <div class="push-actions">
      <div class="actions">
        <Button
          label={t('deliverAgain')}
          icon="replay"
          onClick={() => void app.act({ type: 'again', push: push.id })}
        />
        {again !== undefined && <Button label={t('onceMore')} icon="chat" onClick={again} />}
      </div>
      <p class="hint">{t('deliverAgainHint')}</p>
    </div>
  );
}
