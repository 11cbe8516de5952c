import { options } from 'preact';
import type { VNode } from 'preact';

/** What a link may lead to besides paths of this server. Everything else, `javascript:` first, is left out. */
const LINK = /^https?:\/\//i;
/** A path of this server: nothing with a scheme or a host. */
const OWN = /^(?![/\\]{2})[\w./%?&=~+*-]*$/;

/** Attributes that would make markup, or a program, of a text. */
const NEVER = /^(?:dangerouslySetInnerHTML|innerHTML|outerHTML|srcdoc)$/;

function isAllowed(name: string, value: unknown): boolean {
  if (name === 'href') return typeof value === 'string' && (LINK.test(value) || OWN.test(value));
  if (name === 'src') return typeof value === 'string' && OWN.test(value);
  // Styles are set one by one; a text could hold any, and a listener is a function.
  if (name === 'style') return typeof value === 'object';
  return !NEVER.test(name) && (!/^on/i.test(name) || typeof value === 'function');
}

/**
 * Guards every element of a page, whoever makes it: texts of a bot never become markup, and links lead only to the web and to this
 * server.
 */
export function guardAttributes(): void {
  options.vnode = (vnode: VNode) => {
    if (typeof vnode.type === 'string') {
      // Attributes of an element, by whatever names.
      const props = vnode.props as Record<string, unknown>;
      for (const [name, value] of Object.entries(props))
        if (value !== undefined && value !== null && name !== 'children' && !isAllowed(name, value))
          props[name] = undefined;
    }
  };
}
