import { Component } from 'preact';
import type { ComponentType, VNode } from 'preact';

/**
 * Returns the same component, drawn again only if one of its props changes. For components of which a page
 * shows hundreds.
 */
export function pure<P extends object>(Inner: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const names = Object.keys({ ...this.props, ...next }) as (keyof P)[];
      return names.some((name) => this.props[name] !== next[name]);
    }
    override render(): VNode {
      return <Inner {...this.props} />;
    }
  };
}
