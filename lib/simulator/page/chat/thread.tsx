import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useApp, usePage } from '../app';
import { t, useLanguage } from '../language';
import { userOf } from '../model';
import { Entry } from './entry';
import { Pending, pendingOf } from './pending';
import { openWeb } from './web';

/** If two messages are further apart than this, the time is shown between them. */
const PAUSE_MS = 5 * 60_000;
/** A reader who has scrolled further up than this is not scrolled down. */
const NEAR_THE_END = 120;

/** The conversation between a user and the account. Screen readers read new messages out. */
export function Thread({ openid }: { readonly openid: string }): VNode {
  const app = useApp();
  const language = useLanguage();
  const all = usePage((page) => page.entries);
  const user = usePage((page) => userOf(page, openid));
  const forNobody = usePage(({ pushes }) =>
    pushes
      .filter(({ problemCode }) => problemCode === 'no-customer-service')
      .map(({ id }) => id)
      .join(),
  ).split(',');
  const awaits = usePage((page) => pendingOf(page, openid));
  const entries = all.filter((entry) => entry.openid === openid);
  const thread = useRef<HTMLDivElement>(null);
  const isNearEnd = useRef(true);

  const toEnd = () =>
    requestAnimationFrame(() => {
      if (thread.current !== null) thread.current.scrollTop = thread.current.scrollHeight;
    });
  const distance = () => {
    const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = thread.current ?? {};
    return scrollHeight - scrollTop - clientHeight;
  };
  useLayoutEffect(() => {
    if (isNearEnd.current || entries.at(-1)?.action !== undefined) toEnd();
  }, [entries.length, entries.at(-1)]);
  useLayoutEffect(() => {
    if (awaits !== undefined) toEnd();
  }, [awaits]);
  useLayoutEffect(() => {
    const element = thread.current;
    if (element === null) return undefined;
    // Pictures load later and change the height, and so do the panels below.
    const onLoad = () => {
      if (distance() < 2 * NEAR_THE_END) toEnd();
    };
    element.addEventListener('load', onLoad, true);
    const observer = new ResizeObserver(toEnd);
    observer.observe(element);
    return () => {
      observer.disconnect();
      element.removeEventListener('load', onLoad, true);
    };
  }, []);

  return (
    <div
      ref={thread}
      class="thread"
      tabIndex={0}
      role="region"
      aria-label={t('messages')}
      onClick={(event) => openWeb(app, openid, event)}
      onScroll={() => (isNearEnd.current = distance() < NEAR_THE_END)}
    >
      <p class="thread-empty" hidden={entries.length > 0}>
        {t(user?.follows === true ? 'noMessages' : 'beginByFollowing')}
      </p>
      <div role="log" aria-live="polite" aria-label={t('messages')}>
        <ol class="entries">
          {entries.map((entry, index) => (
            <Entry
              key={entry.id}
              entry={entry}
              stamped={Math.abs(entry.at - (entries[index - 1]?.at ?? -Infinity)) > PAUSE_MS}
              name={user?.name ?? openid}
              isForNobody={forNobody.includes(String(entry.pushId))}
              language={language}
            />
          ))}
        </ol>
      </div>
      <Pending push={awaits} />
    </div>
  );
}
