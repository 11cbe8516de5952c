import type { ComponentChildren, VNode } from 'preact';
import { Icon } from '../icons';
import { Code } from './code';

interface FoldProps {
  readonly id: string;
  readonly title: string;
  /** The ids of the parts that are open. */
  readonly open: Set<string>;
  readonly code?: string | undefined;
  readonly side?: ComponentChildren;
  readonly children?: ComponentChildren;
}

/** A part that can be collapsed. */
export const Fold = ({ id, title, open, code, side, children }: FoldProps): VNode => (
  <details
    class="fold"
    open={open.has(id)}
    onToggle={({ currentTarget }) => (currentTarget.open ? open.add(id) : open.delete(id))}
  >
    <summary>
      <Icon name="forward" />
      <span class="fold-title">{title}</span>
      {side}
    </summary>
    <div class="fold-body">
      {children}
      {code !== undefined && <Code code={code} label={title} />}
    </div>
  </details>
);
