import type { VNode } from 'preact';
import type { AccountData } from '../../protocol';
import { Picture, Video, Voice } from '../chat/media';
import { dayAndTime } from '../time';
import { DataId } from './templates';

type Material = AccountData['materials'][number];

const KIB = 1024;

/** The permanent media of the account. It shows those that a browser can show. */
export const Materials = ({ materials }: Pick<AccountData, 'materials'>): VNode => (
  <ul class="data-list">
    {materials.map((material) => (
      <li key={material.id}>
        <p class="data-title" dir="auto">
          {material.filename}{' '}
          <span class="hint">
            {material.type} · {Math.max(1, Math.round(material.size / KIB))} KiB · {dayAndTime(material.at)}
          </span>
        </p>
        <DataId id={material.id} />
        <Preview material={material} />
      </li>
    ))}
  </ul>
);

function Preview({ material: { id, type } }: { readonly material: Material }): VNode {
  switch (type) {
    case 'image':
    case 'thumb':
      return <Picture mediaId={id} />;
    case 'voice':
      return <Voice mediaId={id} />;
    case 'video':
      return <Video mediaId={id} />;
  }
}
