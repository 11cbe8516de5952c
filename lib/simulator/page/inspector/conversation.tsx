import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Conversation as SavedConversation, ReplayState } from '../../protocol';
import { useApp, usePage } from '../app';
import type { App } from '../app';
import { Button, chooseFiles } from '../controls';
import { CopyButton } from '../copy';
import { Icon } from '../icons';
import { inLanguage, t } from '../language';
import { replay } from '../server';
import { Kept } from './kept';

const RUNNERS = [
  ['json', 'saveJson'],
  ['jest', 'saveJest'],
  ['vitest', 'saveVitest'],
  ['node-test', 'saveNodeTest'],
] as const;

/** The whole conversation: save it, write a spec from it, or play it again. */
export function Conversation(): VNode {
  const app = useApp();
  const state = usePage((page) => page.replay);
  const [spec, setSpec] = useState<string>();
  const showSpec = () => app.attempt(async () => setSpec(await (await fetch('save?as=jest')).text()));
  return (
    <div class="settings">
      <Kept />
      <section class="group">
        <h3>{t('saveTitle')}</h3>
        <p class="hint">{t('saveHint')}</p>
        <div class="actions">
          {RUNNERS.map(([runner, label]) => (
            <a key={runner} class="button plain" href={`save?as=${runner}`} download>
              <Icon name="save" />
              <span>{t(label)}</span>
            </a>
          ))}
          <Button label={t('showSpec')} onClick={() => void showSpec()} icon="inspect" />
        </div>
      </section>
      <section class="group">
        <h3>{t('replayTitle')}</h3>
        <p class="hint">{t('replayHint')}</p>
        <div class="actions">
          <Button
            label={t('openConversation')}
            onClick={() => void openFile(app)}
            icon="open"
            kind="primary"
          />
        </div>
        <div class="replay" role="status">
          {state !== undefined && <Progress state={state} />}
        </div>
      </section>
      <section class="group">
        <h3>{t('clearTitle')}</h3>
        <p class="hint">{t('clearHint')}</p>
        <div class="actions">
          <Button
            label={t('clear')}
            onClick={() => void app.act({ type: 'clear' })}
            icon="trash"
            kind="danger"
          />
        </div>
      </section>
      <div class="preview">
        {spec !== undefined && (
          <>
            <pre class="code" tabIndex={0} aria-label={t('saveJest')}>
              {spec}
            </pre>
            <CopyButton label={t('copy')} read={() => spec} />
          </>
        )}
      </div>
    </div>
  );
}

async function openFile({ attempt, toast }: App): Promise<void> {
  const [file] = await chooseFiles('application/json,.json');
  if (file === undefined) return;
  const conversation = await file
    .text()
    .then((text) => JSON.parse(text) as SavedConversation)
    .catch(() => undefined);
  if (conversation === undefined) toast(t('noJson'), 'bad');
  // The server checks the rest.
  else await attempt(() => replay(conversation));
}

function Progress({ state }: { readonly state: ReplayState }): VNode {
  const { act } = useApp();
  const { running, done, total, differences } = state;
  return (
    <div>
      <p class="replay-line">
        <progress max={total} value={done} aria-label={t('replayTitle')} />
        <span>{t('replayed', { done, total })}</span>
        {running && <Button label={t('stop')} onClick={() => void act({ type: 'stopReplay' })} />}
      </p>
      {!running && differences.length === 0 && done === total && <p class="good-text">{t('noDifference')}</p>}
      {differences.length > 0 && (
        <ol class="differences">
          {differences.map(({ step, text }, index) => (
            <li key={index}>
              <strong>{t('step', { step })}</strong> <span dir="auto">{inLanguage(text)}</span>
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}
