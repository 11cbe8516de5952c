import { button, field } from '../controls.js';
import { fill, h } from '../dom.js';
import { inLanguage, t } from '../language.js';
import { badge } from './badge.js';
import { copyButton } from './copy.js';
import { createQuotas } from './quotas.js';

/** @import { App } from '../app.js' */
/** @import { StringKey } from '../language.js' */

/** @satisfies {Record<string, Record<string, StringKey>>} */
const CHOICES = /** @type {const} */ ({
  kind: {
    personal: 'kind_personal',
    subscription: 'kind_subscription',
    'unverified-service': 'kind_unverified-service',
    service: 'kind_service',
    test: 'kind_test',
  },
  windowOverlap: { 'adds-up': 'windowOverlap_adds-up', strict: 'windowOverlap_strict' },
  mode: { clear: 'mode_clear', compatible: 'mode_compatible', safe: 'mode_safe' },
  format: { xml: 'format_xml', json: 'format_json' },
  upstream: {
    up: 'upstream_up',
    down: 'upstream_down',
    hanging: 'upstream_hanging',
    busy: 'upstream_busy',
  },
});

/**
 * The account as it is set in WeChat's console, and what goes wrong.
 *
 * @param {App} app
 */
export function createSwitches(app) {
  const { act } = app;
  const checked = h('div', { class: 'check-result', role: 'status' });
  const addresses = h('div', { class: 'addresses' });
  const rotate = toggle(app, 'rotate', t('rotate'), t('rotateHint'));
  const panel = h(
    'div',
    { class: 'settings' },
    group(
      t('accountGroup'),
      select(app, 'kind', t('kind'), t('kindHint')),
      select(app, 'windowOverlap', t('windowOverlap'), t('windowOverlapHint')),
      select(app, 'mode', t('mode'), t('modeHint')),
      select(app, 'format', t('format')),
      addresses,
      h(
        'div',
        { class: 'actions' },
        button(t('checkAddress'), () => void act({ type: 'check' }), { icon: 'check' }),
        checked,
      ),
    ),
    createQuotas(app),
    group(
      t('pushFaults'),
      number(app, 'networkDelay', t('networkDelay'), 60_000, 100, t('networkDelayHint')),
      number(app, 'arrivalJitter', t('arrivalJitter'), 60_000, 100, t('arrivalJitterHint')),
      number(app, 'loseAnswers', t('loseAnswers'), 1000, 1, t('loseAnswersHint')),
      rotate,
    ),
    group(
      t('apiFaults'),
      select(app, 'upstream', t('upstream')),
      toggle(app, 'ipRefused', t('ipRefused'), t('ipRefusedHint')),
      toggle(app, 'quotaUsedUp', t('quotaUsedUp'), t('quotaUsedUpHint')),
      h(
        'div',
        { class: 'actions' },
        button(t('revokeToken'), () => void act({ type: 'revokeToken' }), { kind: 'danger' }),
      ),
    ),
  );
  app.store.watch(
    panel,
    ({ account }) => account,
    ({ check, urls, apiUrl, startLine, canEncrypt }) => {
      fill(
        checked,
        check !== undefined &&
          (check.outcome === 'replied'
            ? badge('good', 'check', t('checkPassed'))
            : badge(
                'bad',
                'alert',
                check.problemText === undefined
                  ? t(`outcome_${check.outcome}`)
                  : inLanguage(check.problemText),
              )),
      );
      fill(
        addresses,
        urls.map((url) => address(app, t('botAddress'), url)),
        address(app, t('apiAddress'), apiUrl),
        address(app, t('startBot'), startLine),
      );
      rotate.hidden = urls.length < 2;
      for (const option of panel.querySelectorAll('select[name=mode] option'))
        if (option instanceof HTMLOptionElement) option.disabled = !canEncrypt && option.value !== 'clear';
    },
  );
  return panel;
}

/**
 * @param {string} title
 * @param {...Node} children
 */
const group = (title, ...children) => h('fieldset', { class: 'group' }, h('legend', {}, title), ...children);

/**
 * @param {App} app
 * @param {string} label
 * @param {string} url
 */
const address = (app, label, url) =>
  h(
    'div',
    { class: 'address' },
    h('span', { class: 'label' }, label),
    h('code', {}, url),
    copyButton(app, t('copy'), () => url),
  );

/**
 * @template {keyof typeof CHOICES} K
 * @param {App} app
 * @param {K} name
 * @param {string} label
 * @param {string} [hint]
 */
function select({ store, act }, name, label, hint) {
  const control = h(
    'select',
    { name, on: { change: () => void change() } },
    Object.entries(CHOICES[name]).map(([value, text]) => h('option', { value }, t(text))),
  );
  async function change() {
    // Only values of the list can be chosen.
    const answer = await act({ type: 'switch', switches: { [name]: control.value } });
    if (answer === undefined) control.value = store.get().account.switches[name];
  }
  const element = field(label, control, hint);
  store.watch(
    element,
    ({ account }) => account.switches[name],
    (value) => (control.value = value),
  );
  return element;
}

/**
 * @param {App} app
 * @param {'networkDelay' | 'arrivalJitter' | 'loseAnswers'} name
 * @param {string} label
 * @param {number} max
 * @param {number} step
 * @param {string} hint
 */
function number({ store, act }, name, label, max, step, hint) {
  const control = h('input', {
    type: 'number',
    name,
    min: 0,
    max,
    step,
    on: {
      change() {
        if (control.validity.valid && control.value !== '')
          void act({ type: 'switch', switches: { [name]: control.valueAsNumber } });
        else control.reportValidity();
      },
    },
  });
  const element = field(label, control, hint);
  store.watch(
    element,
    ({ account }) => account.switches[name],
    (value) => (control.value = String(value)),
  );
  return element;
}

/**
 * @param {App} app
 * @param {'rotate' | 'ipRefused' | 'quotaUsedUp'} name
 * @param {string} label
 * @param {string} hint
 */
function toggle({ store, act }, name, label, hint) {
  const control = h('input', {
    type: 'checkbox',
    role: 'switch',
    name,
    on: { change: () => void act({ type: 'switch', switches: { [name]: control.checked } }) },
  });
  const element = field(label, control, hint);
  element.classList.add('toggle');
  store.watch(
    element,
    ({ account }) => account.switches[name],
    (value) => (control.checked = value),
  );
  return element;
}
