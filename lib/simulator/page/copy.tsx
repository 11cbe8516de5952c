import type { VNode } from 'preact';
import { useApp } from './app';
import { Button, IconButton } from './controls';
import { t } from './language';

/** Copies a text to the clipboard, and shows that. */
function useCopy(): (text: string) => void {
  const { toast } = useApp();
  return (text) =>
    void navigator.clipboard.writeText(text).then(
      () => toast(t('copied')),
      () => toast(t('notCopied'), 'bad'),
    );
}

interface CopyButtonProps {
  readonly label: string;
  readonly read: () => string;
}

/** A button that copies a text to the clipboard. */
export function CopyButton({ label, read }: CopyButtonProps): VNode {
  const copy = useCopy();
  return <Button label={label} onClick={() => copy(read())} icon="copy" />;
}

/** The same as an icon, beside the text that it copies. */
export function CopyIcon({ label, text }: { readonly label: string; readonly text: string }): VNode {
  const copy = useCopy();
  return <IconButton name="copy" label={label} class="copy-icon" onClick={() => copy(text)} />;
}
