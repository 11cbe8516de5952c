import { h } from '../dom.js';
import { showEmoji } from './emoji.js';

/** @typedef {{ readonly content: string, readonly id: string }} Tap */

/** A link as WeChat takes it in a text, or a bare address; of the first kind the attributes and what it says. */
const LINK = /<a\s([^<>]{1,2000})>([^<]{1,2000})<\/a>|https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;
const TAP = /^weixin:\/\/bizmsgmenu\?/i;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const WEB = /^https?:\/\/[^\s"'<>]+$/i;

/**
 * A text with its links and emoji. It comes from the bot under test and may hold anything: what is no plain link to a web
 * page stays the text it is.
 *
 * @param {string} text
 * @param {(tapped: Tap) => void} [onTap] sends what a link says; without it such a link is only shown
 * @returns {readonly (string | HTMLElement)[]}
 */
export function richText(text, onTap) {
  /** @type {(string | HTMLElement)[]} */
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const [given, attributes, label] = found;
    // The full stop behind a bare address is none of its own.
    const whole = attributes === undefined ? given.replace(/[.,;:!?)\]']+$/, '') : given;
    const address = attributes === undefined ? whole : hrefOf(attributes);
    if (address === undefined) continue;
    const link = WEB.test(address)
      ? webLink(address, showEmoji(label ?? whole))
      : tapLink(address, showEmoji(label ?? whole), onTap);
    if (link === undefined) continue;
    pieces.push(showEmoji(text.slice(end, found.index)), link);
    end = found.index + whole.length;
  }
  return [...pieces, showEmoji(text.slice(end))];
}

/**
 * A link that opens beside the page and tells the other side nothing of it.
 *
 * @param {string} address
 * @param {...(Node | string)} children
 */
export const webLink = (address, ...children) =>
  h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, ...children);

/**
 * A link that sends a text as the user's own.
 *
 * @param {string} address
 * @param {string} label
 * @param {((tapped: Tap) => void) | undefined} onTap
 */
function tapLink(address, label, onTap) {
  if (onTap === undefined || !TAP.test(address)) return undefined;
  const content = parameter(address, 'msgmenucontent');
  const id = parameter(address, 'msgmenuid');
  if (content === '' || id === '') return undefined;
  return h('button', { type: 'button', class: 'tap', on: { click: () => onTap({ content, id }) } }, label);
}

/**
 * @param {string} address
 * @param {string} name
 */
function parameter(address, name) {
  const [, value = ''] = new RegExp(`[?&]${name}=([^&]*)`).exec(address) ?? [];
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** @param {string} address */
export const isWeb = (address) => WEB.test(address);

/** @param {string} attributes */
function hrefOf(attributes) {
  const [, double, single] = HREF.exec(attributes) ?? [];
  return double ?? single;
}
