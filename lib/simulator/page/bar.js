import { createDisturbances } from './disturbances.js';
import { fill, h, svg } from './dom.js';
import { icon } from './icons.js';
import { t } from './language.js';
import { createTools } from './tools.js';

/** @import { AccountState } from '../protocol.ts' */
/** @import { App } from './app.js' */
/** @import { IconName } from './icons.js' */

/**
 * The bar on top: whose page this is, which account is played, which view, language and colours.
 *
 * @param {App} app
 */
export function createBar(app) {
  const { store } = app;
  const chips = h('p', { class: 'chips' });
  const offline = h('p', { class: 'offline', role: 'status' });
  const { language, theme } = createTools(app.remount);
  const bar = h(
    'header',
    { class: 'bar' },
    h(
      'h1',
      {},
      logo(),
      h('span', { class: 'brand' }, 'offiaccount'),
      h('span', { class: 'tagline' }, t('tagline')),
    ),
    chips,
    createDisturbances(app),
    offline,
    h(
      'nav',
      { class: 'views', 'aria-label': t('views') },
      viewButton(app, 'chat', 'chat', t('chat')),
      viewButton(app, 'inspector', 'inspect', t('inspector')),
    ),
    h('div', { class: 'tools' }, language, theme),
  );
  store.watch(
    bar,
    ({ account }) => account,
    (account) =>
      fill(
        chips,
        describe(account).map((text) => h('span', { class: 'chip' }, text)),
      ),
  );
  store.watch(
    bar,
    ({ online }) => online,
    (online) => fill(offline, !online && t('serverGone')),
  );
  return bar;
}

/** @param {AccountState} account */
function describe({ appId, switches: { kind, mode, format } }) {
  return [t(`kind_${kind}`), t(`mode_${mode}`), format.toUpperCase(), appId].filter((text) => text !== '');
}

/**
 * @param {App} app
 * @param {'chat' | 'inspector'} view
 * @param {IconName} name
 * @param {string} label
 */
function viewButton({ store }, view, name, label) {
  const element = h(
    'button',
    { type: 'button', class: 'view', on: { click: () => store.set({ view }) } },
    icon(name),
    h('span', {}, label),
  );
  store.watch(
    element,
    (page) => page.view === view,
    (current) => element.setAttribute('aria-pressed', String(current)),
  );
  return element;
}

const logo = () =>
  svg(
    'svg',
    { class: 'logo', viewBox: '0 0 64 64', 'aria-hidden': 'true' },
    svg('rect', { width: 64, height: 64, rx: 15, class: 'logo-ground' }),
    svg('path', { d: 'M14 19h36v24H33l-9 8v-8H14z', class: 'logo-bubble' }),
    svg('path', { d: 'M22 27h20M22 34h12', class: 'logo-lines' }),
  );
