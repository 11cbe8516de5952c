import type { ComponentType, VNode } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { useApp, usePage } from '../app';
import { Icon } from '../icons';
import type { IconName } from '../icons';
import { t } from '../language';
import { AccountDataPanel } from '../data/account-data';
import type { PageState } from '../model';
import { Clock } from './clock';
import { Conversation } from './conversation';
import { Switches } from './switches';
import { Traffic } from './traffic';

type Tab = PageState['tab'];

const TABS: readonly (readonly [name: Tab, icon: IconName, content: ComponentType])[] = [
  ['traffic', 'inspect', Traffic],
  ['switches', 'switches', Switches],
  ['accountData', 'book', AccountDataPanel],
  ['conversation', 'save', Conversation],
];

/** Everything behind the chat: the traffic, the switches, the whole conversation, and WeChat's clock. */
export function Inspector(): VNode {
  const { store } = useApp();
  const chosen = usePage(({ tab }) => tab);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  /** Arrow keys move between tabs, as is usual. */
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const tabs = [...(list.current?.querySelectorAll('button') ?? [])];
    const current = tabs.findIndex((tab) => tab === document.activeElement);
    const next = tabs.at((current + step) % tabs.length);
    next?.focus();
    next?.click();
  };
  return (
    <section class="inspector" aria-label={t('inspector')}>
      <header class="inspector-head">
        <div ref={list} class="tabs" role="tablist" aria-label={t('inspector')} onKeyDown={onKeyDown}>
          {TABS.map(([name, icon]) => (
            <button
              key={name}
              type="button"
              class="tab"
              role="tab"
              id={`${id}-${name}`}
              aria-controls={`${id}-${name}-panel`}
              aria-selected={name === chosen}
              tabIndex={name === chosen ? 0 : -1}
              onClick={() => store.set({ tab: name })}
            >
              <Icon name={icon} />
              <span>{t(name)}</span>
            </button>
          ))}
        </div>
        <Clock />
      </header>
      {TABS.map(([name, , Content]) => (
        <div
          key={name}
          class="tab-panel"
          role="tabpanel"
          id={`${id}-${name}-panel`}
          aria-labelledby={`${id}-${name}`}
          hidden={name !== chosen}
        >
          <Content />
        </div>
      ))}
    </section>
  );
}
