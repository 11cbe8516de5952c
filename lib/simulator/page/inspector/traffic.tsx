import type { VNode } from 'preact';
import { usePage } from '../app';
import { Separator, usePane } from '../panes';
import { Detail } from './detail';
import { Filters } from './filters';
import { Items } from './items';

/** All pushes and calls, the newest on top, and the chosen one in full. */
export function Traffic(): VNode {
  const open = usePage(({ detailOpen }) => detailOpen);
  const pane = usePane('list');
  return (
    <div class={`panes${open ? ' detail-open' : ''}`} style={pane.style}>
      <div class="pane-list">
        <Filters />
        <Items />
      </div>
      <Separator pane={pane} label="listWidth" min={240} max={640} />
      <div class="pane-detail" tabIndex={-1}>
        <Detail />
      </div>
    </div>
  );
}
