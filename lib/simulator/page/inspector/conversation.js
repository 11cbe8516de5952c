import { button, chooseFiles } from '../controls.js';
import { fill, h } from '../dom.js';
import { icon } from '../icons.js';
import { inLanguage, t } from '../language.js';
import { replay } from '../server.js';
import { copyButton } from './copy.js';
import { createKept } from './kept.js';

/** @import { App } from '../app.js' */
/** @import { Conversation, ReplayState } from '../../protocol.ts' */

/**
 * The conversation as a whole: to keep, to make a spec of, to play again.
 *
 * @param {App} app
 */
export function createConversation(app) {
  const { act, attempt } = app;
  const preview = h('div', { class: 'preview' });
  const showSpec = () =>
    attempt(async () => {
      const spec = await (await fetch('save?as=jest')).text();
      fill(
        preview,
        h('pre', { class: 'code', tabindex: 0, 'aria-label': t('saveJest') }, spec),
        copyButton(app, t('copy'), () => spec),
      );
    });
  const progress = h('div', { class: 'replay', role: 'status' });
  const panel = h(
    'div',
    { class: 'settings' },
    createKept(app),
    h(
      'section',
      { class: 'group' },
      h('h3', {}, t('saveTitle')),
      h('p', { class: 'hint' }, t('saveHint')),
      h(
        'div',
        { class: 'actions' },
        saveLink('json', t('saveJson')),
        saveLink('jest', t('saveJest')),
        saveLink('vitest', t('saveVitest')),
        saveLink('node-test', t('saveNodeTest')),
        button(t('showSpec'), () => void showSpec(), { icon: 'inspect' }),
      ),
    ),
    h(
      'section',
      { class: 'group' },
      h('h3', {}, t('replayTitle')),
      h('p', { class: 'hint' }, t('replayHint')),
      h(
        'div',
        { class: 'actions' },
        button(t('openConversation'), () => void open(app), { icon: 'open', kind: 'primary' }),
      ),
      progress,
    ),
    h(
      'section',
      { class: 'group' },
      h('h3', {}, t('clearTitle')),
      h('p', { class: 'hint' }, t('clearHint')),
      h(
        'div',
        { class: 'actions' },
        button(t('clear'), () => void act({ type: 'clear' }), { icon: 'trash', kind: 'danger' }),
      ),
    ),
    preview,
  );
  app.store.watch(
    panel,
    (page) => page.replay,
    (state) => fill(progress, state !== undefined && describe(app, state)),
  );
  return panel;
}

/**
 * @param {'json' | 'jest' | 'vitest' | 'node-test'} kind
 * @param {string} label
 */
const saveLink = (kind, label) =>
  h(
    'a',
    { class: 'button plain', href: `save?as=${kind}`, download: true },
    icon('save'),
    h('span', {}, label),
  );

/** @param {App} app */
async function open({ attempt, toast }) {
  const [file] = await chooseFiles('application/json,.json');
  if (file === undefined) return;
  /** @type {unknown} */
  let conversation;
  try {
    conversation = JSON.parse(await file.text());
  } catch {
    toast(t('noJson'), 'bad');
    return;
  }
  // The server looks closer.
  await attempt(() => replay(/** @type {Conversation} */ (conversation)));
}

/**
 * @param {App} app
 * @param {ReplayState} state
 */
function describe({ act }, { running, done, total, differences }) {
  return h(
    'div',
    {},
    h(
      'p',
      { class: 'replay-line' },
      h('progress', { max: total, value: done, 'aria-label': t('replayTitle') }),
      h('span', {}, t('replayed', { done, total })),
      running && button(t('stop'), () => void act({ type: 'stopReplay' })),
    ),
    !running &&
      differences.length === 0 &&
      done === total &&
      h('p', { class: 'good-text' }, t('noDifference')),
    differences.length > 0 &&
      h(
        'ol',
        { class: 'differences' },
        differences.map(({ step, text }) =>
          h(
            'li',
            {},
            h('strong', {}, t('step', { step })),
            ' ',
            h('span', { dir: 'auto' }, inLanguage(text)),
          ),
        ),
      ),
  );
}
