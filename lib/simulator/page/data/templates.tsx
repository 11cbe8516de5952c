import type { VNode } from 'preact';
import type { AccountData } from '../../protocol';
import { CopyIcon } from '../copy';
import { t } from '../language';

/** The templates of the account, with their ids. */
export const Templates = ({ templates }: Pick<AccountData, 'templates'>): VNode => (
  <ul class="data-list">
    {templates.map(({ id, title, content, kind }) => (
      <li key={id}>
        <p class="data-title" dir="auto">
          {title} <span class="hint">{t(`templateKind_${kind}`)}</span>
        </p>
        <DataId id={id} />
        <pre class="data-text" dir="auto">
          {content}
        </pre>
      </li>
    ))}
  </ul>
);

/** An id with a button to copy it. */
export const DataId = ({ id }: { readonly id: string }): VNode => (
  <p class="data-id">
    <code>{id}</code>
    <CopyIcon label={t('copyOf', { what: id })} text={id} />
  </p>
);
