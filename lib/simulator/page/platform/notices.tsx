import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { PlatformPushState } from '../../platform/protocol';
import { Button, Field, instead } from '../controls';
import { inLanguage, t } from '../language';
import { dayAndTime } from '../time';
import { usePlatform, usePlatformState } from './app';

/** Tickets, a button for every notice, and the pushes that were sent. */
export function Notices(): VNode {
  const { store, act } = usePlatform();
  const { componentAppId, eventsUrl, messagesUrl, apiUrl, notices } = store.get().state;
  const running = usePlatformState(({ pushesTickets }) => pushesTickets);
  const pushes = usePlatformState((state) => state.pushes);
  const name = useRef<HTMLSelectElement>(null);
  const push = () => {
    const chosen = notices.find((each) => each === name.current?.value);
    if (chosen !== undefined) void act({ type: 'notice', name: chosen });
  };
  const addresses = [
    ['AppID', componentAppId],
    ['授权事件接收 URL', eventsUrl],
    ['消息与事件接收 URL', messagesUrl],
    ['API', apiUrl],
  ];
  return (
    <section class="panel" aria-labelledby="notices">
      <h2 id="notices">{t('ticketsAndNotices')}</h2>
      <dl class="addresses">
        {addresses.map(([term, value]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd class="mono">{value}</dd>
          </div>
        ))}
      </dl>
      <p class={`tickets${running ? '' : ' bad'}`} role="status">
        {t(running ? 'ticketsRunning' : 'ticketsStopped')}
      </p>
      <form class="inline" onSubmit={instead(push)}>
        <Field label={t('noticeName')}>
          {(labelled) => (
            <select {...labelled} ref={name}>
              {notices.map((each) => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button class="button primary">{t('pushIt')}</button>
        <Button label={t('loseNext')} onClick={() => void act({ type: 'loseTicket' })} />
      </form>
      <h3>{t('pushLog')}</h3>
      <ol class="push-log" tabIndex={0} aria-label={t('pushLog')}>
        {pushes.length === 0 && <li>{t('noPushes')}</li>}
        {pushes.toReversed().map((each) => (
          <PushEntry key={each.id} push={each} />
        ))}
      </ol>
    </section>
  );
}

function PushEntry({ push }: { readonly push: PlatformPushState }): VNode {
  const { at, name, appId, text, outcome, status, ms, problem } = push;
  const isBad = outcome === 'refused' || outcome === 'service-unavailable';
  return (
    <li>
      <details>
        <summary>
          <time dateTime={new Date(at).toISOString()}>{dayAndTime(at)}</time>
          <strong>{name}</strong>
          {appId !== undefined && <span class="mono">{appId}</span>}
          <span class={`badge ${outcome === undefined ? 'plain' : isBad ? 'bad' : 'good'}`}>
            {outcome === undefined ? t('onItsWay') : t(`notice_${outcome}`)}
          </span>
          {status !== undefined && (
            <span class="took">
              {status} · {ms ?? 0} ms
            </span>
          )}
        </summary>
        <pre tabIndex={0} aria-label={t('pushMessage')}>
          {text}
        </pre>
      </details>
      {problem !== undefined && <p class="problem">{inLanguage(problem)}</p>}
    </li>
  );
}
