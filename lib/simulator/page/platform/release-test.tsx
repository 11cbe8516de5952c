import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import type { ReleaseTestPair } from '../../../testing';
import { Field, instead } from '../controls';
import { inLanguage, t } from '../language';
import { usePlatform, usePlatformState } from './app';

const PAIRS = [1, 2, 3, 4, 5];

/** The release test, with its rows as in the console. */
export function ReleaseTest(): VNode {
  const { act } = usePlatform();
  const test = usePlatformState(({ releaseTest }) => releaseTest);
  const pair = useRef<HTMLSelectElement>(null);
  const run = () => {
    const chosen = pair.current?.value ?? '';
    void act({ type: 'releaseTest', ...(chosen !== '' && { pair: Number(chosen) }) });
  };
  const look = test.is === 'over' ? (test.passed ? ' good' : ' bad') : '';
  return (
    <section class="panel" aria-labelledby="release-test">
      <h2 id="release-test">{t('releaseTest')}</h2>
      <p class="hint">{t('releaseTestHint')}</p>
      <form class="inline" onSubmit={instead(run)}>
        <Field label={t('testPair')}>
          {(labelled) => (
            <select {...labelled} ref={pair}>
              <option value="">{t('allPairs')}</option>
              {PAIRS.map((n) => (
                <option key={n} value={n}>
                  {t('pairNumber', { n })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <button class="button primary" disabled={test.is === 'running'}>
          {t('runTest')}
        </button>
      </form>
      <p class={`test-status${look}`} role="status">
        {test.is === 'running' && t('testRunning')}
        {test.is === 'over' && t(test.passed ? 'testPassed' : 'testFailed')}
      </p>
      <div class="results">
        {test.is === 'over' &&
          test.pairs.map((each) => (
            <PairTable key={`${each.officialAccount} ${each.miniProgram}`} pair={each} />
          ))}
      </div>
    </section>
  );
}

function PairTable({
  pair: { officialAccount, miniProgram, rows },
}: {
  readonly pair: ReleaseTestPair;
}): VNode {
  return (
    <table>
      <caption class="mono">
        {officialAccount} · {miniProgram}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('testRow')}</th>
          <th scope="col">{t('testResult')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ code, passed, problemText }) => (
          <tr key={code}>
            <th scope="row">{t(`row_${code}`)}</th>
            <td>
              <span class={`badge ${passed ? 'good' : 'bad'}`}>{t(passed ? 'rowPassed' : 'rowFailed')}</span>
              {problemText !== undefined && <p class="problem">{inLanguage(problemText)}</p>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
