import { button, field } from '../controls.js';
import { fill, h } from '../dom.js';
import { inLanguage, t } from '../language.js';
import { dayAndTime } from '../time.js';

/** @import { PlatformPushState } from '../../platform/protocol.ts' */
/** @import { PlatformApp } from './main.js' */

/**
 * Tickets, every notice by name, and what was pushed.
 *
 * @param {PlatformApp} app
 */
export function createNotices({ store, act }) {
  const { componentAppId, eventsUrl, messagesUrl, apiUrl, notices } = store.get().state;
  const tickets = h('p', { class: 'tickets', role: 'status' });
  const name = h(
    'select',
    {},
    notices.map((each) => h('option', { value: each }, each)),
  );
  const log = h('ol', { class: 'push-log', tabindex: 0, 'aria-label': t('pushLog') });
  const section = h(
    'section',
    { class: 'panel', 'aria-labelledby': 'notices' },
    h('h2', { id: 'notices' }, t('ticketsAndNotices')),
    h(
      'dl',
      { class: 'addresses' },
      pair('AppID', componentAppId),
      pair('授权事件接收 URL', eventsUrl),
      pair('消息与事件接收 URL', messagesUrl),
      pair('API', apiUrl),
    ),
    tickets,
    h(
      'form',
      {
        class: 'inline',
        on: {
          submit(event) {
            event.preventDefault();
            const chosen = notices.find((each) => each === name.value);
            if (chosen !== undefined) void act({ type: 'notice', name: chosen });
          },
        },
      },
      field(t('noticeName'), name),
      h('button', { class: 'button primary' }, t('pushIt')),
      button(t('loseNext'), () => void act({ type: 'loseTicket' })),
    ),
    h('h3', {}, t('pushLog')),
    log,
  );
  store.watch(
    section,
    ({ state }) => state.pushesTickets,
    (running) => {
      fill(tickets, t(running ? 'ticketsRunning' : 'ticketsStopped'));
      tickets.classList.toggle('bad', !running);
    },
  );
  store.watch(
    section,
    ({ state }) => JSON.stringify(state.pushes),
    () => {
      const { pushes } = store.get().state;
      const open = new Set([...log.querySelectorAll('details[open]')].map((each) => each.id));
      fill(
        log,
        pushes.length === 0
          ? h('li', {}, t('noPushes'))
          : pushes.toReversed().map((push) => entry(push, open)),
      );
    },
  );
  return section;
}

/**
 * @param {string} term
 * @param {string} value
 */
const pair = (term, value) => h('div', {}, h('dt', {}, term), h('dd', { class: 'mono' }, value));

/**
 * @param {PlatformPushState} push
 * @param {ReadonlySet<string>} open
 */
function entry({ id, at, name, appId, text, outcome, status, ms, problem }, open) {
  const isBad = outcome === 'refused' || outcome === 'service-unavailable';
  return h(
    'li',
    {},
    h(
      'details',
      { id: `push-${id}`, open: open.has(`push-${id}`) },
      h(
        'summary',
        {},
        h('time', { datetime: new Date(at).toISOString() }, dayAndTime(at)),
        h('strong', {}, name),
        appId !== undefined && h('span', { class: 'mono' }, appId),
        h(
          'span',
          { class: `badge ${outcome === undefined ? 'plain' : isBad ? 'bad' : 'good'}` },
          outcome === undefined ? t('onItsWay') : t(`notice_${outcome}`),
        ),
        status !== undefined && h('span', { class: 'took' }, `${status} · ${ms ?? 0} ms`),
      ),
      h('pre', { tabindex: 0, 'aria-label': t('pushMessage') }, text),
    ),
    problem && h('p', { class: 'problem' }, inLanguage(problem)),
  );
}
