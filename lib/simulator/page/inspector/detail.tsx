import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { CallRecord, PushRecord } from '../../protocol';
import { useApp, usePage } from '../app';
import { IconButton } from '../controls';
import { t } from '../language';
import type { PageState } from '../model';
import { CallDetail } from './call-detail';
import { PushDetail } from './push-detail';

/** The chosen push or call in full. */
export function Detail(): VNode {
  const { store } = useApp();
  const record = usePage(chosen);
  /** Open parts stay open while a record changes, and when another record is chosen. */
  const open = useRef(new Set(['message', 'request', 'response'])).current;
  const close = () => store.set({ detailOpen: false });
  return (
    <div class="detail" onKeyDown={({ key }) => key === 'Escape' && close()}>
      <IconButton name="back" label={t('back')} class="detail-back" onClick={close} />
      <div class="detail-content">
        {record === undefined ? (
          <p class="empty">{t('chooseOne')}</p>
        ) : 'deliveries' in record ? (
          <PushDetail key={`P${record.id}`} push={record} open={open} />
        ) : (
          <CallDetail key={`A${record.id}`} call={record} open={open} />
        )}
      </div>
    </div>
  );
}

function chosen({ selection, pushes, calls }: PageState): PushRecord | CallRecord | undefined {
  if (selection === undefined) return undefined;
  const { kind, id } = selection;
  return kind === 'push' ? pushes.find((push) => push.id === id) : calls.find((call) => call.id === id);
}
