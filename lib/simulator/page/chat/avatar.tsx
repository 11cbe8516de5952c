import type { VNode } from 'preact';
import { Icon } from '../icons';

const HUES = 8;

/** A user's picture: the first letter of the name on a colour. A user always has the same colour. */
export function Avatar({ openid, name }: { readonly openid: string; readonly name: string }): VNode {
  const [first = '?'] = name;
  // Openids have only ASCII characters.
  const sum = Array.from(openid, (sign) => sign.charCodeAt(0)).reduce((total, code) => total + code, 0);
  return (
    <span class={`avatar hue-${sum % HUES}`} aria-hidden="true">
      {first.toUpperCase()}
    </span>
  );
}

/** The account's picture. */
export const AccountAvatar = (): VNode => (
  <span class="avatar account" aria-hidden="true">
    <Icon name="chat" />
  </span>
);
