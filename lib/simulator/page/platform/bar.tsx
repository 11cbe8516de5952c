import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { Icon } from '../icons';
import { t } from '../language';
import { useStore } from '../store';
import { useTicking } from '../ticking';
import { dayAndTime } from '../time';
import { Tools } from '../tools';
import { usePlatform, usePlatformState } from './app';

const TICK_MS = 500;
const STEPS = [
  ['+10 min', 600_000],
  ['+2 h', 7_200_000],
  ['+12 h', 43_200_000],
] as const;

/** The bar on top: which platform is played, WeChat's clock, language and colours. */
export function PlatformBar(): VNode {
  const { store } = usePlatform();
  const online = useStore(store, (page) => page.online);
  return (
    <header class="platform-bar">
      <h1>
        <span>offiaccount</span>
        <span class="tagline">{t('platformTagline')}</span>
      </h1>
      <PlatformClock />
      <p class="offline" role="status">
        {!online && t('serverGone')}
      </p>
      <Tools />
    </header>
  );
}

function PlatformClock(): VNode {
  const { act } = usePlatform();
  const told = usePlatformState((state) => state.now);
  const read = useRef({ told, at: performance.now() });
  if (read.current.told !== told) read.current = { told, at: performance.now() };
  const now = useTicking(
    () => Math.floor((read.current.told + performance.now() - read.current.at) / 1000) * 1000,
    TICK_MS,
  );
  return (
    <div class="platform-clock" role="group" aria-label={t('clock')}>
      <Icon name="clock" />
      <time class="clock-time" dateTime={new Date(now).toISOString()}>
        {dayAndTime(now)}
      </time>
      {STEPS.map(([label, ms]) => (
        <button
          key={ms}
          type="button"
          class="button plain"
          aria-label={t('stepClock', { step: label })}
          onClick={() => void act({ type: 'stepClock', ms })}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
