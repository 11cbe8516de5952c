import type { VNode } from 'preact';
import type { PushRecord } from '../../protocol';
import { t } from '../language';
import type { PageState } from '../model';
import { AccountAvatar } from './avatar';

/** Returns the push of a user that has no answer yet, if there is one. */
export const pendingOf = ({ pushes }: PageState, openid: string): PushRecord | undefined =>
  pushes.findLast((push) => push.openid === openid && push.outcome === undefined && push.from === 'user');

/** Shows that an answer is awaited, and which delivery is under way. */
export function Pending({ push }: { readonly push: PushRecord | undefined }): VNode {
  const count = push?.deliveries.length ?? 0;
  return (
    <div class="row theirs pending" hidden={push === undefined}>
      <AccountAvatar />
      <div class="bubble">
        <span class="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </div>
      <span class="pending-label">{count > 1 && t('deliveryNumber', { n: count })}</span>
    </div>
  );
}
