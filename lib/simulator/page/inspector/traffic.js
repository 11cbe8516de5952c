import { h } from '../dom.js';
import { t } from '../language.js';
import { trafficOf } from '../model.js';
import { copyButton } from './copy.js';
import { createDetail } from './detail.js';
import { callItem, pushItem } from './item.js';

/** @import { App } from '../app.js' */
/** @import { CallRecord, PushRecord } from '../../protocol.ts' */

const FILTERS = /** @type {const} */ (['all', 'push', 'call']);

/**
 * All pushes and calls, the newest on top, and one of them in full.
 *
 * @param {App} app
 */
export function createTraffic(app) {
  const { store } = app;
  const list = h('ol', { class: 'items', 'aria-label': t('traffic') });
  const empty = h(
    'div',
    { class: 'empty' },
    h('p', {}, t('noTraffic')),
    h('p', { class: 'hint' }, `${t('startBot')}:`),
    h('p', {}, h('code', {}, store.get().account.startLine)),
    copyButton(app, t('copy'), () => store.get().account.startLine),
  );
  const filters = h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': t('filter') },
    FILTERS.map((filter) => {
      const element = h(
        'button',
        { type: 'button', class: 'segment', on: { click: () => store.set({ filter }) } },
        t(`filter_${filter}`),
      );
      store.watch(
        element,
        (page) => page.filter === filter,
        (chosen) => element.setAttribute('aria-pressed', String(chosen)),
      );
      return element;
    }),
  );
  const panes = h(
    'div',
    { class: 'panes' },
    h('div', { class: 'pane-list' }, filters, empty, list),
    h('div', { class: 'pane-detail', tabindex: -1 }, createDetail(app)),
  );

  /** @type {Map<string, { readonly record: PushRecord | CallRecord, readonly element: HTMLElement }>} */
  const shown = new Map();
  const show = () => {
    const page = store.get();
    const traffic = trafficOf(page).toReversed();
    empty.hidden = traffic.length > 0;
    /** @type {typeof shown} */
    const next = new Map();
    for (const one of traffic) {
      const key = `${one.kind}${one.record.id}`;
      const known = shown.get(key);
      const element =
        known?.record === one.record
          ? known.element
          : one.kind === 'push'
            ? pushItem(app, one.record)
            : callItem(app, one.record);
      next.set(key, { record: one.record, element });
    }
    place(
      list,
      [...next.values()].map(({ element }) => element),
    );
    shown.clear();
    for (const [key, value] of next) shown.set(key, value);
    mark();
  };
  const mark = () => {
    const { selection } = store.get();
    const current = selection === undefined ? '' : `${selection.kind}${selection.id}`;
    for (const [key, { element }] of shown)
      element.querySelector('button')?.setAttribute('aria-current', String(key === current));
  };
  store.watch(panes, ({ pushes }) => pushes, show);
  store.watch(panes, ({ calls }) => calls, show);
  store.watch(panes, ({ filter }) => filter, show);
  store.watch(
    panes,
    ({ users }) => users,
    () => {
      // Their names stand in the items.
      shown.clear();
      show();
    },
  );
  store.watch(panes, ({ selection }) => selection, mark);
  store.watch(
    panes,
    ({ detailOpen }) => detailOpen,
    (open) => panes.classList.toggle('detail-open', open),
  );
  return panes;
}

/**
 * Puts elements in order and moves only what is elsewhere, so that focus and scrolling stay.
 *
 * @param {HTMLElement} list
 * @param {readonly HTMLElement[]} elements
 */
function place(list, elements) {
  const kept = new Set(elements);
  const focused = document.activeElement?.closest('[data-key]');
  const key = focused instanceof HTMLElement && list.contains(focused) ? focused.dataset.key : undefined;
  for (const child of [...list.children])
    if (!(child instanceof HTMLElement && kept.has(child))) child.remove();
  for (const [index, element] of elements.entries())
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  if (key !== undefined && !list.contains(document.activeElement))
    elements
      .find((element) => element.dataset.key === key)
      ?.querySelector('button')
      ?.focus();
}
