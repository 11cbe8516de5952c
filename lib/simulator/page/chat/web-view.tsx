import type { VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { PageOptions } from '../../protocol';
import { useApp } from '../app';
import { IconButton } from '../controls';
import { t } from '../language';
import type { StringKey } from '../language';
import type { WebPage } from '../model';
import { showPage } from './web';

const PLATFORMS = ['ios', 'android'] as const;
const DISTURBANCES = [
  'none',
  'snapshot',
  'twice',
  'two-codes',
  'slow',
  'expired',
  'used',
  'foreign-state',
] as const;

type Choice = (typeof PLATFORMS)[number] | (typeof DISTURBANCES)[number];

/** The choices for the next page that is opened. */
const chosen: { platform: (typeof PLATFORMS)[number]; disturbance: NonNullable<PageOptions['disturbance']> } =
  {
    platform: 'ios',
    disturbance: 'none',
  };

interface WebViewProps {
  readonly openid: string;
  readonly page: WebPage;
}

/** A page of the bot as WeChat's browser shows it, on top of the chat. */
export function WebView({ openid, page: { link, from, url } }: WebViewProps): VNode {
  const app = useApp();
  const frame = useRef<HTMLIFrameElement>(null);
  // The frame has its own origin. Our server gives its address, never a text of the bot.
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.src = url;
  }, [url]);
  const again = async () => {
    const answer = await app.act({ type: 'openPage', openid, url: link, from, ...chosen });
    if (answer?.url !== undefined) showPage(app, openid, { link, from, url: answer.url });
  };
  return (
    <section class="web-view" aria-label={t('webPage')}>
      <header class="web-head">
        <IconButton name="close" label={t('closePage')} onClick={() => showPage(app, openid, undefined)} />
        <span class="web-address" dir="ltr" title={link}>
          {new URL(link).host}
        </span>
        <ChoiceSelect
          label="webPlatform"
          values={PLATFORMS}
          value={chosen.platform}
          onChange={(platform) => {
            chosen.platform = platform;
            void again();
          }}
        />
        <ChoiceSelect
          label="webDisturbance"
          values={DISTURBANCES}
          value={chosen.disturbance}
          onChange={(disturbance) => {
            chosen.disturbance = disturbance;
            void again();
          }}
        />
        <IconButton name="replay" label={t('reloadPage')} onClick={() => void again()} />
      </header>
      <iframe
        ref={frame}
        class="web-frame"
        title={t('webPage')}
        sandbox="allow-scripts allow-forms allow-same-origin allow-popups allow-modals allow-downloads"
        referrerpolicy="no-referrer"
      />
    </section>
  );
}

interface ChoiceSelectProps<C extends Choice> {
  readonly label: StringKey;
  readonly values: readonly C[];
  readonly value: C;
  readonly onChange: (value: C) => void;
}

function ChoiceSelect<C extends Choice>({ label, values, value, onChange }: ChoiceSelectProps<C>): VNode {
  const change = (given: string) => {
    const found = values.find((each) => each === given);
    if (found !== undefined) onChange(found);
  };
  return (
    <select
      aria-label={t(label)}
      title={t(label)}
      value={value}
      onChange={({ currentTarget }) => change(currentTarget.value)}
    >
      {values.map((each) => (
        <option key={each} value={each}>
          {t(`web-${each}`)}
        </option>
      ))}
    </select>
  );
}
