import { fill, h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { dayAndTime } from '../time.js';
import { createTools } from '../tools.js';

/** @import { PlatformApp } from './main.js' */

const STEPS = /** @type {const} */ ([
  ['+10 min', 600_000],
  ['+2 h', 7_200_000],
  ['+12 h', 43_200_000],
]);

/**
 * The bar on top: which platform is played, WeChat's clock, language and colours.
 *
 * @param {PlatformApp} app
 */
export function createPlatformBar(app) {
  const { store, act } = app;
  const offline = h('p', { class: 'offline', role: 'status' });
  const time = h('time', { class: 'clock-time' });
  const { language, theme } = createTools(app.remount);
  const steps = STEPS.map(([label, ms]) =>
    h(
      'button',
      {
        type: 'button',
        class: 'button plain',
        'aria-label': t('stepClock', { step: label }),
        on: { click: () => void act({ type: 'stepClock', ms }) },
      },
      label,
    ),
  );
  const bar = h(
    'header',
    { class: 'platform-bar' },
    h('h1', {}, h('span', {}, 'offiaccount'), h('span', { class: 'tagline' }, t('platformTagline'))),
    h(
      'div',
      { class: 'platform-clock', role: 'group', 'aria-label': t('clock') },
      icon('clock'),
      time,
      steps,
    ),
    offline,
    h('div', { class: 'tools' }, language, theme),
  );
  store.watch(
    bar,
    ({ online }) => online,
    (online) => fill(offline, !online && t('serverGone')),
  );

  let shown = store.get().state.now;
  let since = performance.now();
  const tick = () => {
    const now = Math.floor((shown + performance.now() - since) / 1000) * 1000;
    time.dateTime = new Date(now).toISOString();
    time.textContent = dayAndTime(now);
  };
  store.watch(
    bar,
    ({ state }) => state.now,
    (now) => {
      shown = now;
      since = performance.now();
      tick();
    },
  );
  const timer = setInterval(() => (bar.isConnected ? tick() : clearInterval(timer)), 500);
  return bar;
}
