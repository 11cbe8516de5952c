import type { ComponentChildren, VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { useApp, usePage } from '../app';
import { Icon } from '../icons';
import { t } from '../language';
import { userOf } from '../model';
import { tapButton } from './menu-tap';
import type { MenuButton } from '../../protocol';

interface MenuBarProps {
  readonly openid: string;
  /** The button that opens the keyboard. */
  readonly children: ComponentChildren;
}

/** The account's menu. A button with sub-buttons opens them above itself; Escape closes them. */
export function MenuBar({ openid, children }: MenuBarProps): VNode {
  const app = useApp();
  const menu = usePage((page) => userOf(page, openid)?.menu) ?? [];
  const [open, setOpen] = useState<number>();
  const bar = useRef<HTMLDivElement>(null);

  const tap = (button: MenuButton, path: readonly number[]) => {
    setOpen(undefined);
    void tapButton(app, openid, button, path);
  };
  const onKeyDown = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || open === undefined) return;
    bar.current?.querySelector<HTMLElement>('[aria-expanded="true"]')?.focus();
    setOpen(undefined);
  };
  const onFocusOut = ({ relatedTarget }: FocusEvent) => {
    if (!(relatedTarget instanceof Node) || bar.current?.contains(relatedTarget) !== true) setOpen(undefined);
  };
  const item = (button: MenuButton, path: readonly number[]) => (
    <li key={path.join()}>
      <button type="button" onClick={() => tap(button, path)}>
        <span>{button.name}</span>
      </button>
    </li>
  );
  const opener = ({ name, sub_button: subs }: MenuButton, index: number) => (
    <li key={index}>
      <button
        type="button"
        aria-expanded={open === index}
        aria-haspopup="true"
        onClick={() => setOpen(open === index ? undefined : index)}
      >
        <Icon name="menu" />
        <span>{name}</span>
      </button>
      <ul class="sub-menu" aria-label={name}>
        {subs.map((sub, place) => item(sub, [index, place]))}
      </ul>
    </li>
  );
  return (
    <div ref={bar} class="menu-bar" onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      {children}
      <ul class="menu-buttons" aria-label={t('accountMenu')}>
        {menu.map((button, index) =>
          button.sub_button.length === 0 ? item(button, [index]) : opener(button, index),
        )}
      </ul>
    </div>
  );
}
