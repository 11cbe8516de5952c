import { iconButton } from '../controls.js';
import { fill, h } from '../dom.js';
import { t } from '../language.js';
import { createCallDetail } from './call-detail.js';
import { createPushDetail } from './push-detail.js';

/** @import { App } from '../app.js' */
/** @import { PageState } from '../model.js' */

/**
 * The push or call that is chosen, in full.
 *
 * @param {App} app
 */
export function createDetail(app) {
  const { store } = app;
  const content = h('div', { class: 'detail-content' });
  const back = iconButton('back', t('back'), () => store.set({ detailOpen: false }), {
    class: 'icon-button detail-back',
  });
  const detail = h(
    'div',
    {
      class: 'detail',
      on: { keydown: (event) => event.key === 'Escape' && store.set({ detailOpen: false }) },
    },
    back,
    content,
  );
  /** What is unfolded stays so while a record changes and from one to the next. @type {Set<string>} */
  const open = new Set(['message', 'request', 'response']);
  /** @type {{ delivery: number | undefined }} */
  const choice = { delivery: undefined };
  let last = '';

  /** @param {ReturnType<typeof chosen>} record */
  const show = (record) => {
    const { selection } = store.get();
    const key = `${selection?.kind}${selection?.id}`;
    if (key !== last) choice.delivery = undefined;
    last = key;
    const focus = content.contains(document.activeElement)
      ? document.activeElement?.getAttribute('data-focus')
      : null;
    if (record === undefined) fill(content, h('p', { class: 'empty' }, t('chooseOne')));
    else if ('deliveries' in record)
      fill(content, createPushDetail(app, record, { open, choice, again: () => show(record) }));
    else fill(content, createCallDetail(app, record, open));
    if (focus !== null && focus !== undefined)
      for (const element of content.querySelectorAll('[data-focus]'))
        if (element instanceof HTMLElement && element.dataset.focus === focus) element.focus();
  };
  store.watch(detail, chosen, show);
  return detail;
}

/** @param {PageState} page */
function chosen({ selection, pushes, calls }) {
  if (selection === undefined) return undefined;
  const { kind, id } = selection;
  return kind === 'push' ? pushes.find((push) => push.id === id) : calls.find((call) => call.id === id);
}
