import { button, iconButton } from '../controls.js';
import { fill, h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { timeOf } from '../model.js';
import { dayAndTime, dayOf } from '../time.js';

/** @import { App } from '../app.js' */

const STEPS = /** @type {const} */ ([
  ['+5 s', 5000],
  ['+1 h', 3_600_000],
  ['+48 h', 172_800_000],
]);

/**
 * WeChat's clock: stop it, or move it ahead.
 *
 * @param {App} app
 */
export function createClock({ store, act }) {
  const time = h('time', { class: 'clock-time' });
  const pause = iconButton(
    'pause',
    t('pauseClock'),
    () => void act({ type: store.get().clock.paused ? 'resumeClock' : 'pauseClock' }),
  );
  const steps = STEPS.map(([label, ms]) => {
    const step = h(
      'button',
      {
        type: 'button',
        class: 'step',
        'aria-label': t('stepClock', { step: label }),
        on: {
          click() {
            // The server moves it from timer to timer, which takes its time.
            step.setAttribute('aria-busy', 'true');
            void act({ type: 'stepClock', ms }).then(() => step.removeAttribute('aria-busy'));
          },
        },
      },
      label,
    );
    return step;
  });
  const back = button(t('backToNow'), () => void act({ type: 'resetClock' }), { icon: 'replay' });
  const clock = h(
    'div',
    { class: 'clock', role: 'group', 'aria-label': t('clock') },
    icon('clock'),
    time,
    pause,
    steps,
    back,
  );
  const tick = () => {
    const now = Math.floor(timeOf(store.get()) / 1000) * 1000;
    const moment = new Date(now).toISOString();
    if (time.dateTime === moment) return;
    time.dateTime = moment;
    time.textContent = dayAndTime(now);
    time.title = `${dayOf(now)} · ${t(store.get().clock.shared ? 'clockShared' : 'clockOwn')}`;
  };
  const timer = setInterval(() => (clock.isConnected ? tick() : clearInterval(timer)), 250);
  store.watch(
    clock,
    (page) => page.clock,
    ({ paused, ahead }) => {
      back.hidden = ahead === 0;
      clock.classList.toggle('moved', ahead !== 0);
      clock.classList.toggle('paused', paused);
      pause.setAttribute('aria-label', t(paused ? 'resumeClock' : 'pauseClock'));
      pause.title = t(paused ? 'resumeClock' : 'pauseClock');
      fill(pause, icon(paused ? 'play' : 'pause'));
      tick();
    },
  );
  return clock;
}
