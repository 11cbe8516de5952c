import { h } from '../dom.js';
import { icon } from '../icons.js';

const HUES = 8;

/**
 * A user's picture: the first letter of the name on a colour that is always theirs.
 *
 * @param {string} openid
 * @param {string} name
 */
export function avatarOf(openid, name) {
  const [first = '?'] = name;
  // Openids are ASCII.
  const sum = Array.from(openid, (sign) => sign.charCodeAt(0)).reduce((total, code) => total + code, 0);
  return h('span', { class: `avatar hue-${sum % HUES}`, 'aria-hidden': 'true' }, first.toUpperCase());
}

/** The account's picture. */
export const accountAvatar = () =>
  h('span', { class: 'avatar account', 'aria-hidden': 'true' }, icon('chat'));
