import { Component } from 'preact';
import type { ComponentType, VNode } from 'preact';

/** The same component, drawn again only when one of its props is another value: for those of which there are hundreds. */
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
