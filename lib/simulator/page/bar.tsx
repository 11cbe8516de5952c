import type { VNode } from 'preact';
import type { AccountState } from '../protocol';
import { useApp, usePage } from './app';
import { Disturbances } from './disturbances';
import { Icon } from './icons';
import type { IconName } from './icons';
import { t } from './language';
import type { PageState } from './model';
import { Tools } from './tools';

/** The bar on top: the page's name, the account that is played, the view, the language and the colours. */
export function Bar(): VNode {
  const account = usePage((page) => page.account);
  const online = usePage((page) => page.online);
  return (
    <header class="bar">
      <h1>
        <Logo />
        <span class="brand">offiaccount</span>
        <span class="tagline">{t('tagline')}</span>
      </h1>
      <p class="chips">
        {describe(account).map((text) => (
          <span key={text} class="chip">
            {text}
          </span>
        ))}
      </p>
      <Disturbances />
      <p class="offline" role="status">
        {!online && t('serverGone')}
      </p>
      <nav class="views" aria-label={t('views')}>
        <ViewButton view="chat" name="chat" label={t('chat')} />
        <ViewButton view="inspector" name="inspect" label={t('inspector')} />
      </nav>
      <Tools />
    </header>
  );
}

function describe({ appId, switches: { kind, mode, format } }: AccountState): readonly string[] {
  return [t(`kind_${kind}`), t(`mode_${mode}`), format.toUpperCase(), appId].filter((text) => text !== '');
}

interface ViewButtonProps {
  readonly view: PageState['view'];
  readonly name: IconName;
  readonly label: string;
}

function ViewButton({ view, name, label }: ViewButtonProps): VNode {
  const { store } = useApp();
  const current = usePage((page) => page.view === view);
  return (
    <button type="button" class="view" aria-pressed={current} onClick={() => store.set({ view })}>
      <Icon name={name} />
      <span>{label}</span>
    </button>
  );
}

const Logo = (): VNode => (
  <svg class="logo" viewBox="0 0 64 64" aria-hidden="true">
    <rect width={64} height={64} rx={15} class="logo-ground" />
    <path d="M14 19h36v24H33l-9 8v-8H14z" class="logo-bubble" />
    <path d="M22 27h20M22 34h12" class="logo-lines" />
  </svg>
);
