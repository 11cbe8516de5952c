import { fill, h } from '../dom.js';
import { t } from '../language.js';
import { timeOf } from '../model.js';
import { chatTime } from '../time.js';
import { describeAction } from './action.js';
import { describeMessage } from './message.js';
import { createPending } from './pending.js';
import { openWeb } from './web.js';
import { createRow } from './row.js';

/** @import { App } from '../app.js' */
/** @import { ChatEntry } from '../../protocol.ts' */

/** Messages further apart than this have the time above them. */
const PAUSE = 5 * 60_000;
/** Somebody who reads further up is left there. */
const NEAR_THE_END = 120;

/**
 * What was said between a user and the account. Screen readers read out what is new.
 *
 * @param {App} app
 * @param {string} openid
 */
export function createThread(app, openid) {
  const { store } = app;
  const list = h('ol', { class: 'entries' });
  const empty = h('p', { class: 'thread-empty' });
  const thread = h(
    'div',
    {
      class: 'thread',
      tabindex: 0,
      'aria-label': t('messages'),
      role: 'region',
      on: { click: (event) => openWeb(app, openid, event) },
    },
    empty,
    h('div', { role: 'log', 'aria-live': 'polite', 'aria-label': t('messages') }, list),
    createPending(app, openid),
  );
  /** @type {Map<number, { readonly entry: ChatEntry, readonly element: HTMLElement }>} */
  const shown = new Map();

  const show = () => {
    const entries = store.get().entries.filter((entry) => entry.openid === openid);
    const atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEAR_THE_END;
    const mine = entries.at(-1)?.action !== undefined;
    empty.hidden = entries.length > 0;
    const ids = new Set(entries.map(({ id }) => id));
    for (const [id, { element }] of shown)
      if (!ids.has(id)) {
        element.remove();
        shown.delete(id);
      }
    for (const [index, entry] of entries.entries()) {
      const known = shown.get(entry.id);
      if (known?.entry === entry) continue;
      const element = toElement(app, entry, entries[index - 1]);
      if (known === undefined) list.append(element);
      else known.element.replaceWith(element);
      shown.set(entry.id, { entry, element });
    }
    if (atEnd || mine) toEnd();
  };
  const toEnd = () => requestAnimationFrame(() => (thread.scrollTop = thread.scrollHeight));
  store.watch(
    empty,
    ({ users }) => users.find((user) => user.openid === openid)?.follows === true,
    (follows) => fill(empty, t(follows ? 'noMessages' : 'beginByFollowing')),
  );
  store.watch(thread, ({ entries }) => entries, show);
  // Pictures come later, and the panels below take room.
  thread.addEventListener(
    'load',
    () => {
      if (thread.scrollHeight - thread.scrollTop - thread.clientHeight < 2 * NEAR_THE_END) toEnd();
    },
    true,
  );
  new ResizeObserver(toEnd).observe(thread);
  return thread;
}

/**
 * @param {App} app
 * @param {ChatEntry} entry
 * @param {ChatEntry | undefined} before
 */
function toElement(app, entry, before) {
  const now = timeOf(app.store.get());
  const part = entry.action !== undefined ? describeAction(entry.action) : describeMessage(app, entry);
  const paused = before === undefined || Math.abs(entry.at - before.at) > PAUSE;
  return h(
    'li',
    { class: 'entry' },
    paused &&
      h(
        'p',
        { class: 'stamp' },
        h('time', { datetime: new Date(entry.at).toISOString() }, chatTime(entry.at, now)),
      ),
    createRow(app, entry, part),
  );
}
