import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { useApp, usePage } from '../app';
import { Button } from '../controls';
import { CopyButton } from '../copy';
import { t, useLanguage } from '../language';
import { UNFILTERED, trafficOf } from '../model';
import type { Traffic } from '../model';
import { isShown } from './filter';
import { CallItem, PushItem } from './item';

/** How far each key moves in the list. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowUp: -1,
  ArrowDown: 1,
  PageUp: -10,
  PageDown: 10,
  Home: -Infinity,
  End: Infinity,
};

/** The visible pushes and calls, the newest on top. The arrow keys move between them. */
export function Items(): VNode {
  const { store } = useApp();
  const language = useLanguage();
  const pushes = usePage((page) => page.pushes);
  const calls = usePage((page) => page.calls);
  const filter = usePage((page) => page.filter);
  const search = usePage((page) => page.search);
  const failedOnly = usePage((page) => page.failedOnly);
  const ofUser = usePage((page) => page.ofUser);
  const users = usePage((page) => page.users);
  const selection = usePage((page) => page.selection);
  const list = useRef<HTMLOListElement>(null);

  const all = trafficOf({ pushes, calls });
  const traffic = all.filter((one) => isShown(one, { filter, search, failedOnly, ofUser })).toReversed();
  const names = new Map(users.map(({ openid, name }) => [openid, name]));
  const isCurrent = ({ kind, record }: Traffic) => selection?.kind === kind && selection.id === record.id;
  const isFiltered = search !== '' || failedOnly || ofUser !== '';

  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('.item') ?? [])];
    const at = buttons.findIndex((button) => button === document.activeElement);
    if (step === undefined || at === -1) return;
    event.preventDefault();
    const to = Math.min(Math.max(at + step, 0), buttons.length - 1);
    buttons[to]?.focus();
    const next = traffic[to];
    if (next !== undefined) store.set({ selection: { kind: next.kind, id: next.record.id } });
  };
  return (
    <>
      {isFiltered && traffic.length > 0 && (
        <p class="hint shown-count" role="status">
          {t('shownCount', { shown: traffic.length, all: all.length })}
        </p>
      )}
      {traffic.length === 0 && (all.length === 0 ? <NoTraffic /> : <NothingFound />)}
      <ol ref={list} class="items" aria-label={t('traffic')} onKeyDown={onKeyDown}>
        {traffic.map((one) => {
          const shown = { current: isCurrent(one), language };
          if (one.kind === 'call') return <CallItem key={`A${one.record.id}`} call={one.record} {...shown} />;
          const { openid, id } = one.record;
          const userName = openid === '' ? undefined : (names.get(openid) ?? openid);
          return <PushItem key={`P${id}`} push={one.record} userName={userName} {...shown} />;
        })}
      </ol>
    </>
  );
}

/** Shown before any traffic has come. */
function NoTraffic(): VNode {
  const line = usePage(({ account }) => account.startLine);
  return (
    <div class="empty">
      <p>{t('noTraffic')}</p>
      {line === '' ? (
        <p class="hint">{t('botIsHere')}</p>
      ) : (
        <>
          <p class="hint">{t('startBot')}:</p>
          <p>
            <code>{line}</code>
          </p>
          <CopyButton label={t('copy')} read={() => line} />
        </>
      )}
    </div>
  );
}

/** Shown if no traffic matches the filters. */
function NothingFound(): VNode {
  const { store } = useApp();
  const onlyFailed = usePage((page) => page.failedOnly && page.search === '');
  return (
    <div class="empty" role="status">
      <p>{t(onlyFailed ? 'nothingFailed' : 'nothingFound')}</p>
      <Button label={t('showAll')} onClick={() => store.set({ filter: 'all', ...UNFILTERED })} />
    </div>
  );
}
