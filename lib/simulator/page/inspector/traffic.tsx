import type { VNode } from 'preact';
import { useApp, usePage } from '../app';
import { CopyButton } from '../copy';
import { t, useLanguage } from '../language';
import { trafficOf } from '../model';
import { Detail } from './detail';
import { CallItem, PushItem } from './item';

const FILTERS = ['all', 'push', 'call'] as const;

/** All pushes and calls, the newest on top, and one of them in full. */
export function Traffic(): VNode {
  const open = usePage(({ detailOpen }) => detailOpen);
  return (
    <div class={`panes${open ? ' detail-open' : ''}`}>
      <div class="pane-list">
        <Filters />
        <Items />
      </div>
      <div class="pane-detail" tabIndex={-1}>
        <Detail />
      </div>
    </div>
  );
}

function Filters(): VNode {
  const { store } = useApp();
  const chosen = usePage(({ filter }) => filter);
  return (
    <div class="segments" role="group" aria-label={t('filter')}>
      {FILTERS.map((filter) => (
        <button
          key={filter}
          type="button"
          class="segment"
          aria-pressed={filter === chosen}
          onClick={() => store.set({ filter })}
        >
          {t(`filter_${filter}`)}
        </button>
      ))}
    </div>
  );
}

function Items(): VNode {
  const language = useLanguage();
  const pushes = usePage((page) => page.pushes);
  const calls = usePage((page) => page.calls);
  const filter = usePage((page) => page.filter);
  const users = usePage((page) => page.users);
  const selection = usePage((page) => page.selection);
  const traffic = trafficOf({ pushes, calls, filter }).toReversed();
  const names = new Map(users.map(({ openid, name }) => [openid, name]));
  return (
    <>
      {traffic.length === 0 && <Empty />}
      <ol class="items" aria-label={t('traffic')}>
        {traffic.map((one) => {
          const { kind, record } = one;
          const shown = { current: selection?.kind === kind && selection.id === record.id, language };
          if (one.kind === 'call') return <CallItem key={`A${record.id}`} call={one.record} {...shown} />;
          const { openid } = one.record;
          const userName = openid === '' ? undefined : (names.get(openid) ?? openid);
          return <PushItem key={`P${record.id}`} push={one.record} userName={userName} {...shown} />;
        })}
      </ol>
    </>
  );
}

/** What stands where nothing has come yet. */
function Empty(): VNode {
  const line = usePage(({ account }) => account.startLine);
  return (
    <div class="empty">
      <p>{t('noTraffic')}</p>
      <p class="hint">{t('startBot')}:</p>
      <p>
        <code>{line}</code>
      </p>
      <CopyButton label={t('copy')} read={() => line} />
    </div>
  );
}
