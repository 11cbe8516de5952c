import { iconButton } from '../controls.js';
import { h } from '../dom.js';
import { t } from '../language.js';
import { showPage } from './web.js';

/** @import { App } from '../app.js' */
/** @import { WebPage } from '../model.js' */
/** @import { PageOptions } from '../../protocol.ts' */

const PLATFORMS = /** @type {const} */ (['ios', 'android']);
const DISTURBANCES = /** @type {const} */ ([
  'none',
  'snapshot',
  'twice',
  'two-codes',
  'slow',
  'expired',
  'used',
  'foreign-state',
]);

/** @type {{ platform: NonNullable<PageOptions['platform']>, disturbance: NonNullable<PageOptions['disturbance']> }} */
const chosen = { platform: 'ios', disturbance: 'none' };

/**
 * A page of the bot as WeChat's browser shows it, over the chat.
 *
 * @param {App} app
 * @param {string} openid
 * @param {WebPage} page
 */
export function createWebView(app, openid, page) {
  const { link, from, url } = page;
  const frame = h('iframe', {
    class: 'web-frame',
    title: t('webPage'),
    sandbox: 'allow-scripts allow-forms allow-same-origin allow-popups allow-modals allow-downloads',
    referrerpolicy: 'no-referrer',
  });
  frame.src = url;
  const again = async () => {
    const answer = await app.act({ type: 'openPage', openid, url: link, from, ...chosen });
    if (answer?.url !== undefined) showPage(app, openid, { link, from, url: answer.url });
  };
  /**
   * @param {string} label
   * @param {readonly string[]} values
   * @param {string} value
   * @param {(value: string) => void} onChange
   */
  const choice = (label, values, value, onChange) => {
    const select = h(
      'select',
      { 'aria-label': label, title: label },
      values.map((each) => h('option', { value: each }, t(/** @type {'web-ios'} */ (`web-${each}`)))),
    );
    select.value = value;
    select.addEventListener('change', () => {
      onChange(select.value);
      void again();
    });
    return select;
  };
  return h(
    'section',
    { class: 'web-view', 'aria-label': t('webPage') },
    h(
      'header',
      { class: 'web-head' },
      iconButton('close', t('closePage'), () => showPage(app, openid, undefined)),
      h('span', { class: 'web-address', dir: 'ltr', title: link }, new URL(link).host),
      choice(t('webPlatform'), PLATFORMS, chosen.platform, (value) => {
        chosen.platform = PLATFORMS.find((each) => each === value) ?? 'ios';
      }),
      choice(t('webDisturbance'), DISTURBANCES, chosen.disturbance, (value) => {
        chosen.disturbance = DISTURBANCES.find((each) => each === value) ?? 'none';
      }),
      iconButton('replay', t('reloadPage'), () => void again()),
    ),
    frame,
  );
}
