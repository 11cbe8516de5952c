import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Command } from '../protocol';
import { useApp, usePage } from './app';
import { Icon } from './icons';
import { t } from './language';
import type { PageState } from './model';
import { distance, duration } from './time';

interface Disturbance {
  readonly what: string;
  readonly end: Command;
}

/** Lists the disturbances that are switched on, each with the change that ends it. */
function disturbancesOf(
  clock: PageState['clock'],
  {
    windowOverlap,
    networkDelay,
    arrivalJitter,
    loseAnswers,
    diesBeforeAnswer,
    rotate,
    upstream,
    ipRefused,
    quotaUsedUp,
  }: PageState['account']['switches'],
): readonly Disturbance[] {
  const all: readonly (Disturbance | false)[] = [
    clock.paused && { what: t('clockPaused'), end: { type: 'resumeClock' } },
    clock.ahead !== 0 && {
      what: t('clockAhead', { distance: distance(clock.ahead) }),
      end: { type: 'resetClock' },
    },
    networkDelay > 0 && {
      what: t('delayed', { took: duration(networkDelay) }),
      end: { type: 'switch', switches: { networkDelay: 0 } },
    },
    arrivalJitter > 0 && {
      what: t('jittered', { took: duration(arrivalJitter) }),
      end: { type: 'switch', switches: { arrivalJitter: 0 } },
    },
    loseAnswers > 0 && {
      what: t('losing', { n: loseAnswers }),
      end: { type: 'switch', switches: { loseAnswers: 0 } },
    },
    windowOverlap === 'strict' && {
      what: t('windowsStrict'),
      end: { type: 'switch', switches: { windowOverlap: 'adds-up' } },
    },
    diesBeforeAnswer && {
      what: t('dying'),
      end: { type: 'switch', switches: { diesBeforeAnswer: false } },
    },
    rotate && { what: t('rotating'), end: { type: 'switch', switches: { rotate: false } } },
    upstream !== 'up' && {
      what: t('upstreamIs', { state: t(`upstream_${upstream}`) }),
      end: { type: 'switch', switches: { upstream: 'up' } },
    },
    ipRefused && { what: t('ipRefused'), end: { type: 'switch', switches: { ipRefused: false } } },
    quotaUsedUp && { what: t('quotaUsedUp'), end: { type: 'switch', switches: { quotaUsedUp: false } } },
  ];
  return all.filter((each) => each !== false);
}

/** Shows the disturbances on every view: each is a button that ends it. */
export function Disturbances(): VNode {
  const { act } = useApp();
  const switches = usePage(({ account }) => account.switches);
  const clock = usePage((page) => page.clock);
  const list = useRef<HTMLUListElement>(null);
  const ended = useRef(-1);
  const all = disturbancesOf(clock, switches);
  // A button that ends its disturbance disappears with the focus, so the next one gets it.
  useLayoutEffect(() => {
    if (ended.current < 0) return;
    const buttons = list.current?.querySelectorAll('button');
    if (document.activeElement === document.body)
      buttons?.[Math.min(ended.current, buttons.length - 1)]?.focus();
    ended.current = -1;
  }, [all.length]);
  return (
    <ul ref={list} class="disturbances" aria-label={t('disturbances')} hidden={all.length === 0}>
      {all.map(({ what, end }, index) => (
        <li key={JSON.stringify(end)}>
          <button
            type="button"
            class="disturbance"
            title={t('endIt')}
            onClick={() => {
              ended.current = index;
              void act(end);
            }}
          >
            <span class="sr-only">{t('endIt')}</span>
            <span>{what}</span>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
