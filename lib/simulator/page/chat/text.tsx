import type { ComponentChildren, VNode } from 'preact';
import { showEmoji } from './emoji';

/** What a link of a text says when it is tapped. */
export interface Tap {
  readonly content: string;
  readonly id: string;
}

/** A link as WeChat takes it in a text, or a bare address; of the first kind the attributes and what it says. */
const LINK = /<a\s([^<>]{1,2000})>([^<]{1,2000})<\/a>|https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi;
const TAP = /^weixin:\/\/bizmsgmenu\?/i;
const HREF = /(?:^|\s)href\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const WEB = /^https?:\/\/[^\s"'<>]+$/i;

/**
 * A text with its links and emoji. It comes from the bot under test and may hold anything: what is no plain link to a web
 * page stays the text it is. `onTap` sends what a link says; without it such a link is only shown.
 */
export function richText(text: string, onTap?: (tapped: Tap) => void): readonly (string | VNode)[] {
  const pieces: (string | VNode)[] = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    const [given, attributes, label] = found;
    // The full stop behind a bare address is none of its own.
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

/** A link that opens beside the page and tells the other side nothing of it. */
export const WebLink = ({ address, class: look, children }: WebLinkProps): VNode => (
  <a href={address} class={look} target="_blank" rel="noopener noreferrer">
    {children}
  </a>
);

/** A link that sends a text as the user's own. */
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
