import { fill, h } from './dom.js';
import { icon } from './icons.js';
import { t } from './language.js';
import { distance, duration } from './time.js';

/** @import { Command } from '../protocol.ts' */
/** @import { App } from './app.js' */
/** @import { PageState } from './model.js' */

/** @typedef {{ readonly what: string, readonly end: Command }} Disturbance */

/**
 * All that is not as it is at WeChat on a good day, and what ends it.
 *
 * @param {PageState} page
 * @returns {readonly Disturbance[]}
 */
function disturbancesOf({ clock, account: { switches } }) {
  const { networkDelay, arrivalJitter, loseAnswers, rotate, upstream, ipRefused, quotaUsedUp } = switches;
  /** @type {readonly (Disturbance | false)[]} */
  const all = [
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

/**
 * What is switched on, wherever one looks: each a button that ends it.
 *
 * @param {App} app
 */
export function createDisturbances({ store, act }) {
  const list = h('ul', { class: 'disturbances', 'aria-label': t('disturbances') });
  const show = () => {
    const all = disturbancesOf(store.get());
    list.hidden = all.length === 0;
    // The one that is ended takes its focus with it: then the next one has it.
    const index = [...list.querySelectorAll('button')].findIndex((each) => each === document.activeElement);
    fill(
      list,
      all.map(({ what, end }) =>
        h(
          'li',
          {},
          h(
            'button',
            {
              type: 'button',
              class: 'disturbance',
              title: t('endIt'),
              on: { click: () => void act(end) },
            },
            h('span', { class: 'sr-only' }, t('endIt')),
            h('span', {}, what),
            icon('close'),
          ),
        ),
      ),
    );
    const buttons = list.querySelectorAll('button');
    if (index >= 0) buttons[Math.min(index, buttons.length - 1)]?.focus();
  };
  store.watch(list, ({ account }) => account.switches, show);
  store.watch(list, ({ clock }) => clock, show);
  return list;
}
