import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useApp, usePage } from '../app';
import { Button, IconButton } from '../controls';
import { Icon } from '../icons';
import { t } from '../language';
import { timeOf } from '../model';
import { useTicking } from '../ticking';
import { dayAndTime, dayOf } from '../time';

const TICK_MS = 250;
const STEPS = [
  ['+5 s', 5000],
  ['+1 h', 3_600_000],
  ['+48 h', 172_800_000],
] as const;

/** WeChat's clock. It can be stopped, or moved ahead. */
export function Clock(): VNode {
  const { act, store } = useApp();
  const { paused, ahead, shared } = usePage((page) => page.clock);
  const now = useTicking(() => Math.floor(timeOf(store.get()) / 1000) * 1000, TICK_MS);
  return (
    <div
      class={`clock${ahead === 0 ? '' : ' moved'}${paused ? ' paused' : ''}`}
      role="group"
      aria-label={t('clock')}
    >
      <Icon name="clock" />
      <time
        class="clock-time"
        dateTime={new Date(now).toISOString()}
        title={`${dayOf(now)} · ${t(shared ? 'clockShared' : 'clockOwn')}`}
      >
        {dayAndTime(now)}
      </time>
      <IconButton
        name={paused ? 'play' : 'pause'}
        label={t(paused ? 'resumeClock' : 'pauseClock')}
        onClick={() => void act({ type: paused ? 'resumeClock' : 'pauseClock' })}
      />
      {STEPS.map(([label, ms]) => (
        <Step key={ms} label={label} ms={ms} />
      ))}
      {ahead !== 0 && (
        <Button label={t('backToNow')} onClick={() => void act({ type: 'resetClock' })} icon="replay" />
      )}
    </div>
  );
}

function Step({ label, ms }: { readonly label: string; readonly ms: number }): VNode {
  const { act } = useApp();
  // The server moves the clock from timer to timer, which takes time.
  const [busy, setBusy] = useState(false);
  const move = async () => {
    setBusy(true);
    await act({ type: 'stepClock', ms });
    setBusy(false);
  };
  return (
    <button
      type="button"
      class="step"
      aria-label={t('stepClock', { step: label })}
      aria-busy={busy ? true : undefined}
      onClick={() => void move()}
    >
      {label}
    </button>
  );
}
