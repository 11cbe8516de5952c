import type { ComponentChildren, VNode } from 'preact';
import type { Language } from '../../../language';
import type { CallRecord, PushRecord } from '../../protocol';
import { useApp } from '../app';
import { Icon } from '../icons';
import { t } from '../language';
import type { Selection } from '../model';
import { pure } from '../pure';
import { clockTime, duration } from '../time';
import { CallBadge, OutcomeBadge } from './badge';
import { subjectOf } from './push-title';
import { MiniTimeline, quickAnswer } from './timeline';

interface Shown {
  readonly current: boolean;
  /** The item is drawn again when the language changes. */
  readonly language: Language;
}

interface PushItemProps extends Shown {
  readonly push: PushRecord;
  /** The name of the user; `undefined` if the console caused the push. */
  readonly userName: string | undefined;
}

/** A push in the list, with its deliveries drawn small. */
export const PushItem = pure(({ push, userName, current }: PushItemProps): VNode => {
  const took = quickAnswer(push);
  return (
    <Item
      selection={{ kind: 'push', id: push.id }}
      current={current}
      first={
        <>
          <span class="item-icon push">
            <Icon name="push" />
          </span>
          <span class="item-name">{push.kind === 'check' ? t('addressCheck') : push.name}</span>
          <span class="item-subject" dir="auto">
            {subjectOf(push)}
          </span>
          <OutcomeBadge push={push} />
        </>
      }
      second={
        <>
          <span dir="auto">{userName ?? t('console')}</span>
          <time>{clockTime(push.at)}</time>
          {took === undefined ? <MiniTimeline push={push} /> : <span>{duration(took)}</span>}
        </>
      }
    />
  );
});

interface CallItemProps extends Shown {
  readonly call: CallRecord;
}

/** A call in the list. */
export const CallItem = pure(({ call, current }: CallItemProps): VNode => (
  <Item
    selection={{ kind: 'call', id: call.id }}
    current={current}
    first={
      <>
        <span class="item-icon call">
          <Icon name="call" />
        </span>
        <span class="item-name">{call.path.replace(/^\/cgi-bin/, '')}</span>
        <CallBadge call={call} />
      </>
    }
    second={
      <>
        <span>{call.method}</span>
        <time>{clockTime(call.at)}</time>
        {call.ms !== undefined && <span>{duration(call.ms)}</span>}
      </>
    }
  />
));

interface ItemProps {
  readonly selection: Selection;
  readonly current: boolean;
  readonly first: ComponentChildren;
  readonly second: ComponentChildren;
}

function Item({ selection, current, first, second }: ItemProps): VNode {
  const { store } = useApp();
  return (
    <li>
      <button
        type="button"
        class="item"
        aria-current={current}
        onClick={() => store.set({ selection, detailOpen: true })}
      >
        <span class="item-first">{first}</span>
        <span class="item-second">{second}</span>
      </button>
    </li>
  );
}
