import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { ChatEntry, PushRecord } from '../../protocol';
import { useApp, usePage } from '../app';
import { inLanguage, t } from '../language';
import { momentOf } from '../model';
import { useTicking } from '../ticking';
import { clockTime } from '../time';
import { OutcomeBadge } from './badge';
import { Fold } from './collapsible';
import { Delivery } from './delivery';
import { PushActions } from './push-actions';
import { Timeline, describe, lookOf, quickAnswer } from './timeline';
import type { Mark } from './timeline';
import { explain } from './verdict';

/** A message that the account sends within this time after a push may be its late answer. */
const LATE_MS = 60_000;
const TICK_MS = 200;

interface PushDetailProps {
  readonly push: PushRecord;
  readonly open: Set<string>;
}

/** A push: its result with the reason, its deliveries over time, and each delivery in full. */
export function PushDetail({ push, open }: PushDetailProps): VNode {
  const { deliveries, name, kind, text, problemText } = push;
  const [chosen, choose] = useState<number>();
  /** The other push with the same message. */
  const same = usePage(({ entries }) => {
    const action = entries.findLast(
      (entry) => entry.pushId === push.id && entry.action !== undefined,
    )?.action;
    return action?.type === 'again' ? action.push : undefined;
  });
  const answered = deliveries.findLastIndex((each) => each.answered);
  const index = chosen ?? Math.max(0, answered);
  const delivery = deliveries[index] ?? deliveries.at(-1);
  return (
    <div>
      <header class="detail-head">
        <h3>
          <span class="record-id">#P{push.id}</span>
          {kind === 'check' ? t('addressCheck') : name}
        </h3>
        <OutcomeBadge push={push} />
        <ul class="detail-facts">
          {[...factsOf(push), ...(same === undefined ? [] : [t('sameMessage', { push: same })])].map(
            (fact) => (
              <li key={fact}>{fact}</li>
            ),
          )}
        </ul>
      </header>
      <p class="verdict">{explain(push)}</p>
      {problemText !== undefined && (
        <p class="problem" dir="auto">
          {inLanguage(problemText)}
        </p>
      )}
      <LiveTimeline push={push} />
      <PushActions push={push} />
      {deliveries.length > 1 && (
        <div class="segments" role="group" aria-label={t('deliveries')}>
          {deliveries.map((_, number) => (
            <button
              key={number}
              type="button"
              class="segment"
              aria-pressed={number === index}
              onClick={() => choose(number)}
            >
              {t('deliveryNumber', { n: number + 1 })}
            </button>
          ))}
        </div>
      )}
      {text !== '' && <Fold id="message" title={t('decrypted')} code={text} open={open} />}
      {delivery !== undefined && <Delivery push={push} delivery={delivery} open={open} />}
    </div>
  );
}

function factsOf({ kind, mode, format, at, from }: PushRecord): readonly string[] {
  const cause = kind === 'check' ? [t('fromConsole')] : from === 'wechat' ? [t('fromWechat')] : [];
  return [t(`kind_of_push_${kind}`), t(`mode_${mode}`), format.toUpperCase(), clockTime(at), ...cause];
}

/** The timeline, which keeps growing while the push is under way. */
function LiveTimeline({ push }: { readonly push: PushRecord }): VNode {
  const { store } = useApp();
  const entries = usePage((page) => page.entries);
  const isOver = push.outcome !== undefined;
  const elapsed = useTicking(
    () => (isOver ? 0 : momentOf(store.get()) - push.moment),
    isOver ? undefined : TICK_MS,
  );
  const marks = marksOf(entries, push);
  const [first] = push.deliveries;
  const isQuick = quickAnswer(push) !== undefined && !marks.some(({ late }) => late);
  return (
    <figure class="timeline-frame" aria-label={t('deliveries')}>
      {isQuick && first !== undefined ? (
        <p class={`quick ${lookOf(first)}`}>{describe(first)}</p>
      ) : (
        <Timeline push={push} elapsed={elapsed} marks={marks} />
      )}
    </figure>
  );
}

/** Returns the moments at which the user saw messages. */
function marksOf(
  entries: readonly ChatEntry[],
  { id, openid, moment }: PushRecord,
): readonly (Mark & { readonly late: boolean })[] {
  const own = entries.filter((entry) => entry.openid === openid);
  const next = own.find((entry) => entry.action !== undefined && (entry.pushId ?? 0) > id);
  const until = Math.min(next?.moment ?? Infinity, moment + LATE_MS);
  return own
    .filter(
      (entry) =>
        entry.message !== undefined &&
        (entry.pushId === id ||
          (entry.callId !== undefined && entry.moment >= moment && entry.moment < until)),
    )
    .slice(0, 3)
    .map((entry) => ({
      at: entry.moment - moment,
      late: entry.callId !== undefined,
      label:
        entry.message?.MsgType === 'system'
          ? t('systemNotice')
          : t(entry.callId === undefined ? 'reply' : 'sentByCall'),
    }));
}
