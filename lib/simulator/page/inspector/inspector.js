import { newId } from '../controls.js';
import { h } from '../dom.js';
import { icon } from '../icons.js';
import { t } from '../language.js';
import { createClock } from './clock.js';
import { createConversation } from './conversation.js';
import { createSwitches } from './switches.js';
import { createTraffic } from './traffic.js';

/** @import { App } from '../app.js' */
/** @import { IconName } from '../icons.js' */
/** @import { PageState } from '../model.js' */

/** @typedef {PageState['tab']} Tab */

/**
 * What goes on behind the chat: the traffic, the switches, the conversation as a whole, and WeChat's clock.
 *
 * @param {App} app
 */
export function createInspector(app) {
  const tabs = [
    createTab(app, 'traffic', 'inspect', t('traffic'), createTraffic(app)),
    createTab(app, 'switches', 'switches', t('switches'), createSwitches(app)),
    createTab(app, 'conversation', 'save', t('conversation'), createConversation(app)),
  ];
  const list = h(
    'div',
    {
      class: 'tabs',
      role: 'tablist',
      'aria-label': t('inspector'),
      on: { keydown: (event) => moveFocus(list, event) },
    },
    tabs.map(({ tab }) => tab),
  );
  return h(
    'section',
    { class: 'inspector', 'aria-label': t('inspector') },
    h('header', { class: 'inspector-head' }, list, createClock(app)),
    tabs.map(({ panel }) => panel),
  );
}

/**
 * @param {App} app
 * @param {Tab} name
 * @param {IconName} iconName
 * @param {string} label
 * @param {HTMLElement} content
 */
function createTab({ store }, name, iconName, label, content) {
  const ids = { tab: newId(), panel: newId() };
  const tab = h(
    'button',
    {
      type: 'button',
      class: 'tab',
      role: 'tab',
      id: ids.tab,
      'aria-controls': ids.panel,
      on: { click: () => store.set({ tab: name }) },
    },
    icon(iconName),
    h('span', {}, label),
  );
  const panel = h(
    'div',
    { class: 'tab-panel', role: 'tabpanel', id: ids.panel, 'aria-labelledby': ids.tab },
    content,
  );
  store.watch(
    panel,
    (page) => page.tab === name,
    (selected) => {
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
      panel.hidden = !selected;
    },
  );
  return { tab, panel };
}

/**
 * Arrow keys go from tab to tab, as is usual.
 *
 * @param {HTMLElement} list
 * @param {KeyboardEvent} event
 */
function moveFocus(list, { key }) {
  const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
  if (step === 0) return;
  const tabs = [...list.querySelectorAll('button')];
  const current = tabs.findIndex((tab) => tab === document.activeElement);
  const next = tabs.at((current + step) % tabs.length);
  next?.focus();
  next?.click();
}
