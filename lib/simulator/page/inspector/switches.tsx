import type { ComponentChildren, VNode } from 'preact';
import { useApp, usePage } from '../app';
import { Button } from '../controls';
import { CopyButton } from '../copy';
import { inLanguage, t } from '../language';
import { Badge } from './badge';
import { Quotas } from './quotas';
import { NumberSwitch, SelectSwitch, ToggleSwitch } from './switch-controls';

const MAX_DELAY_MS = 60_000;
const MAX_LOST = 1000;

/** The settings of the account in WeChat's console, and the disturbances. */
export function Switches(): VNode {
  const { act } = useApp();
  const hasProcesses = usePage(({ account }) => account.urls.length > 1);
  return (
    <div class="settings">
      <Group title={t('accountGroup')}>
        <SelectSwitch name="kind" label="kind" hint="kindHint" />
        <SelectSwitch name="windowOverlap" label="windowOverlap" hint="windowOverlapHint" />
        <SelectSwitch name="mode" label="mode" hint="modeHint" />
        <SelectSwitch name="format" label="format" />
        <Addresses />
        <div class="actions">
          <Button label={t('checkAddress')} onClick={() => void act({ type: 'check' })} icon="check" />
          <CheckResult />
        </div>
      </Group>
      <Quotas />
      <Group title={t('pushFaults')}>
        <NumberSwitch
          name="networkDelay"
          label="networkDelay"
          hint="networkDelayHint"
          max={MAX_DELAY_MS}
          step={100}
        />
        <NumberSwitch
          name="arrivalJitter"
          label="arrivalJitter"
          hint="arrivalJitterHint"
          max={MAX_DELAY_MS}
          step={100}
        />
        <NumberSwitch name="loseAnswers" label="loseAnswers" hint="loseAnswersHint" max={MAX_LOST} step={1} />
        <ProcessSwitches />
        <ToggleSwitch name="rotate" label="rotate" hint="rotateHint" hidden={!hasProcesses} />
      </Group>
      <Group title={t('apiFaults')}>
        <SelectSwitch name="upstream" label="upstream" />
        <ToggleSwitch name="ipRefused" label="ipRefused" hint="ipRefusedHint" />
        <ToggleSwitch name="quotaUsedUp" label="quotaUsedUp" hint="quotaUsedUpHint" />
        <div class="actions">
          <Button label={t('revokeToken')} onClick={() => void act({ type: 'revokeToken' })} kind="danger" />
        </div>
      </Group>
    </div>
  );
}

const Group = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ComponentChildren;
}): VNode => (
  <fieldset class="group">
    <legend>{title}</legend>
    {children}
  </fieldset>
);

/** What can happen to the process of a bot that runs in this program. */
function ProcessSwitches(): VNode | null {
  const { act, toast } = useApp();
  const canRestart = usePage(({ account }) => account.canRestart);
  if (!canRestart) return null;
  const restart = async () => {
    if ((await act({ type: 'restart' })) !== undefined) toast(t('restarted'));
  };
  return (
    <>
      <ToggleSwitch name="diesBeforeAnswer" label="diesBeforeAnswer" hint="diesBeforeAnswerHint" />
      <div class="actions">
        <Button label={t('restart')} onClick={() => void restart()} kind="danger" icon="replay" />
        <span class="hint">{t('restartHint')}</span>
      </div>
    </>
  );
}

/** The result of the check of the bot's address. */
function CheckResult(): VNode {
  const check = usePage(({ account }) => account.check);
  return (
    <div class="check-result" role="status">
      {check !== undefined &&
        (check.outcome === 'replied' ? (
          <Badge look="good" icon="check" text={t('checkPassed')} />
        ) : (
          <Badge
            look="bad"
            icon="alert"
            text={
              check.problemText === undefined ? t(`outcome_${check.outcome}`) : inLanguage(check.problemText)
            }
          />
        ))}
    </div>
  );
}

function Addresses(): VNode {
  const { urls, apiUrl, startLine } = usePage((page) => page.account);
  return (
    <div class="addresses">
      {urls.map((url) => (
        <Address key={url} label={t('botAddress')} text={url} />
      ))}
      <Address label={t('apiAddress')} text={apiUrl} />
      {startLine !== '' && <Address label={t('startBot')} text={startLine} />}
    </div>
  );
}

const Address = ({ label, text }: { readonly label: string; readonly text: string }): VNode => (
  <div class="address">
    <span class="label">{label}</span>
    <code>{text}</code>
    <CopyButton label={t('copy')} read={() => text} />
  </div>
);
