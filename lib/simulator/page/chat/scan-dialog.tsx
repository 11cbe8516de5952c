import type { VNode } from 'preact';
import { useApp } from '../app';
import { Field } from '../controls';
import { Dialog, useClose } from '../dialog';
import { t } from '../language';
import { clockTime } from '../time';
import { Cover } from './cards';

/** Lets a user scan one of the account's QR codes, or one with any other scene. */
export function ScanDialog({ openid }: { readonly openid: string }): VNode {
  const { act, store } = useApp();
  const close = useClose();
  const { codes } = store.get();
  const scan = (scene: string) => void act({ type: 'scan', openid, scene });
  return (
    <Dialog title={t('scan')} submit={t('scan')} onSubmit={(value) => scan(value('scene'))}>
      {codes.length === 0 ? (
        <p class="hint">{t('noCodes')}</p>
      ) : (
        <ul class="codes">
          {codes.toReversed().map(({ ticket, scene, url, expiresAt }) => (
            <li key={ticket}>
              <button
                type="button"
                class="scan-code"
                onClick={() => {
                  scan(scene);
                  close();
                }}
              >
                <Cover url={url} class="code-picture" />
                <span class="code-scene" dir="auto">
                  {scene}
                </span>
                <span class="hint">
                  {expiresAt === undefined ? t('permanent') : t('until', { time: clockTime(expiresAt) })}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field label={t('scene')} hint={t('sceneHint')}>
        {(labelled) => (
          <input
            {...labelled}
            name="scene"
            required
            maxLength={64}
            autocomplete="off"
            autofocus={codes.length === 0}
          />
        )}
      </Field>
    </Dialog>
  );
}
