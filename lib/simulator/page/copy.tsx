import type { VNode } from 'preact';
import { useApp } from './app';
import { Button } from './controls';
import { t } from './language';

/** A button that puts a text on the clipboard. */
export function CopyButton({ label, read }: { readonly label: string; readonly read: () => string }): VNode {
  const { toast } = useApp();
  const copy = () =>
    void navigator.clipboard.writeText(read()).then(
      () => toast(t('copied')),
      () => toast(t('notCopied'), 'bad'),
    );
  return <Button label={label} onClick={copy} icon="copy" />;
}
