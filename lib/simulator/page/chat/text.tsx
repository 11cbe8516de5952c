import type { ComponentChildren, VNode } from 'preact';
import { showEmoji } from './emoji';

/** The text that a link sends when the user taps it. */
export interface Tap {
  readonly content: string;
  readonly id: string;
}

/**
 * A link in the form that WeChat accepts in a text, or a bare address. The groups of a link are its
 * attributes and its label.
 */
const LINK = /<a\s([^<>]{1,2000})>([^<]{1,2000})<\/a>|https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;
const TAP = /^weixin:\/\/bizmsgmenu\?/i;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const WEB = /^https?:\/\/[^\s"'<>]+$/i;

/**
 * A text with its links and emoji. The bot under test wrote it, so it may contain anything: only plain links
 * to web pages become links. `onTap` sends the text of a link; without it such a link does nothing.
 */
export function richText(text: string, onTap?: (tapped: Tap) => void): readonly (string | VNode)[] {
  const pieces: (string | VNode)[] = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const [given, attributes, label] = found;
    // A full stop behind a bare address does not belong to the address.
    const whole = attributes === undefined ? given.replace(/[.,;:!?)\]']+$/, '') : given;
    const address = attributes === undefined ? whole : hrefOf(attributes);
    if (address === undefined) continue;
    const says = showEmoji(label ?? whole);
    const link = WEB.test(address) ? (
      <WebLink address={address}>{says}</WebLink>
    ) : (
      tapLink(address, says, onTap)
    );
    if (link === undefined) continue;
    pieces.push(showEmoji(text.slice(end, found.index)), link);
    end = found.index + whole.length;
  }
  return [...pieces, showEmoji(text.slice(end))];
}

interface WebLinkProps {
  readonly address: string;
  readonly class?: string | undefined;
  readonly children: ComponentChildren;
}

/** A link that opens in a new tab, which cannot reach this page. */
export const WebLink = ({ address, class: look, children }: WebLinkProps): VNode => (
  <a href={address} class={look} target="_blank" rel="noopener noreferrer">
    {children}
  </a>
);

/** A link that sends a text as the user's own message. */
function tapLink(address: string, label: string, onTap: ((tapped: Tap) => void) | undefined) {
  if (onTap === undefined || !TAP.test(address)) return undefined;
  const content = parameter(address, 'msgmenucontent');
  const id = parameter(address, 'msgmenuid');
  if (content === '' || id === '') return undefined;
  return (
    <button type="button" class="tap" onClick={() => onTap({ content, id })}>
      {label}
    </button>
  );
}

function parameter(address: string, name: string): string {
  const [, value = ''] = new RegExp(`[?&]${name}=([^&]*)`).exec(address) ?? [];
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

export const isWeb = (address: string): boolean => WEB.test(address);

function hrefOf(attributes: string): string | undefined {
  const [, double, single] = HREF.exec(attributes) ?? [];
  return double ?? single;
}
