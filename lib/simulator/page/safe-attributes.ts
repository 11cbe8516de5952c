import { options } from 'preact';
import type { VNode } from 'preact';

/**
 * The addresses that a link may have, besides paths of this server. All others, such as `javascript:`, are
 * removed.
 */
const LINK = /^https?:\/\//i;
/** A path of this server, without a scheme or a host. */
const OWN = /^(?![/\\]{2})[\w./%?&=~+*-]*$/;

/** Attributes that would turn a text into markup or into a program. */
const NEVER = /^(?:dangerouslySetInnerHTML|innerHTML|outerHTML|srcdoc)$/;

function isAllowed(name: string, value: unknown): boolean {
  if (name === 'href') return typeof value === 'string' && (LINK.test(value) || OWN.test(value));
  if (name === 'src') return typeof value === 'string' && OWN.test(value);
  // Styles are set one by one, because a text could contain any style. A listener must be a function.
  if (name === 'style') return typeof value === 'object';
  return !NEVER.test(name) && (!/^on/i.test(name) || typeof value === 'function');
}

/**
 * Guards every element of a page: a text of a bot never becomes markup, and links lead only to web pages and
 * to this server.
 */
export function guardAttributes(): void {
  options.vnode = (vnode: VNode) => {
    if (typeof vnode.type === 'string') {
      // The attributes of an element have any names.
      const props = vnode.props as Record<string, unknown>;
      for (const [name, value] of Object.entries(props))
        if (value !== undefined && value !== null && name !== 'children' && !isAllowed(name, value))
          props[name] = undefined;
    }
  };
}
