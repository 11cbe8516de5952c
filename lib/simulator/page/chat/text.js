import { h } from '../dom.js';
import { showEmoji } from './emoji.js';

/** A link as WeChat takes it in a text, or a bare address; of the first kind the attributes and what it says. */
const LINK = /<a\s([^<>]{1,2000})>([^<]{1,2000})<\/a>|https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const WEB = /^https?:\/\/[^\s"'<>]+$/i;

/**
 * A text with its links and emoji. It comes from the bot under test and may hold anything: what is no plain link to a web
 * page stays the text it is.
 *
 * @param {string} text
 * @returns {readonly (string | HTMLAnchorElement)[]}
 */
export function richText(text) {
  /** @type {(string | HTMLAnchorElement)[]} */
  const pieces = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const [given, attributes, label] = found;
    // The full stop behind a bare address is none of its own.
    const whole = attributes === undefined ? given.replace(/[.,;:!?)\]']+$/, '') : given;
    const address = attributes === undefined ? whole : hrefOf(attributes);
    if (address === undefined || !WEB.test(address)) continue;
    pieces.push(showEmoji(text.slice(end, found.index)), webLink(address, showEmoji(label ?? whole)));
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

/** @param {string} address */
export const isWeb = (address) => WEB.test(address);

/** @param {string} attributes */
function hrefOf(attributes) {
  const [, double, single] = HREF.exec(attributes) ?? [];
  return double ?? single;
}
