import { field } from '../controls.js';
import { fill, h } from '../dom.js';
import { inLanguage, t } from '../language.js';

/** @import { ReleaseTestPair } from '../../../testing/index.ts' */
/** @import { PlatformApp } from './main.js' */

/**
 * The release test, with its rows as in the console.
 *
 * @param {PlatformApp} app
 */
export function createReleaseTest({ store, act }) {
  const pair = h(
    'select',
    {},
    h('option', { value: '' }, t('allPairs')),
    [1, 2, 3, 4, 5].map((n) => h('option', { value: n }, t('pairNumber', { n }))),
  );
  const run = h('button', { class: 'button primary' }, t('runTest'));
  const status = h('p', { class: 'test-status', role: 'status' });
  const results = h('div', { class: 'results' });
  const section = h(
    'section',
    { class: 'panel', 'aria-labelledby': 'release-test' },
    h('h2', { id: 'release-test' }, t('releaseTest')),
    h('p', { class: 'hint' }, t('releaseTestHint')),
    h(
      'form',
      {
        class: 'inline',
        on: {
          submit(event) {
            event.preventDefault();
            void act({ type: 'releaseTest', ...(pair.value !== '' && { pair: Number(pair.value) }) });
          },
        },
      },
      field(t('testPair'), pair),
      run,
    ),
    status,
    results,
  );
  store.watch(
    section,
    ({ state }) => JSON.stringify(state.releaseTest),
    () => {
      const test = store.get().state.releaseTest;
      run.disabled = test.is === 'running';
      status.className = `test-status ${test.is === 'over' ? (test.passed ? 'good' : 'bad') : ''}`;
      fill(
        status,
        test.is === 'running' && t('testRunning'),
        test.is === 'over' && t(test.passed ? 'testPassed' : 'testFailed'),
      );
      fill(results, test.is === 'over' && test.pairs.map(table));
    },
  );
  return section;
}

/** @param {ReleaseTestPair} pair */
const table = ({ officialAccount, miniProgram, rows }) =>
  h(
    'table',
    {},
    h('caption', { class: 'mono' }, `${officialAccount} · ${miniProgram}`),
    h(
      'thead',
      {},
      h('tr', {}, h('th', { scope: 'col' }, t('testRow')), h('th', { scope: 'col' }, t('testResult'))),
    ),
    h(
      'tbody',
      {},
      rows.map(({ code, passed, problemText }) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, t(`row_${code}`)),
          h(
            'td',
            {},
            h('span', { class: `badge ${passed ? 'good' : 'bad'}` }, t(passed ? 'rowPassed' : 'rowFailed')),
            problemText && h('p', { class: 'problem' }, inLanguage(problemText)),
          ),
        ),
      ),
    ),
  );
