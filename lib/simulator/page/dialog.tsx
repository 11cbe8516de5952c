import type { ComponentChildren, VNode } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { useApp } from './app';
import { Button, IconButton, instead } from './controls';
import { t } from './language';

interface DialogProps {
  readonly title: string;
  /** The label of the button that submits; without a label there is no button. */
  readonly submit?: string | undefined;
  /** Gets the values of the fields by name. If it returns false, the dialog stays open. */
  readonly onSubmit?: ((values: Values) => unknown) | undefined;
  readonly children: ComponentChildren;
}

/** The values of the fields of a form; `''` for fields that do not exist. */
export type Values = (name: string) => string;

const valuesOf = (form: HTMLFormElement): Values => {
  const data = new FormData(form);
  return (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
};

/** Returns a function that closes the open dialog. */
export const useClose = (): (() => void) => {
  const { store } = useApp();
  return () => store.set({ dialog: undefined });
};

/** A dialog on top of the page. Escape closes it, and the focus returns to the former element. */
export function Dialog({ title, submit, onSubmit, children }: DialogProps): VNode {
  const id = useId();
  const close = useClose();
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const isOver = useRef(false);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const element = dialog.current;
    element?.showModal();
    return () => {
      isOver.current = true;
      // While the dialog is open, no other element can take the focus. So the dialog closes first.
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const submitted = () => {
    if (form.current === null) return;
    if (onSubmit?.(valuesOf(form.current)) !== false) close();
  };
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      onClose={() => isOver.current || close()}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <form ref={form} method="dialog" onSubmit={instead(submitted)}>
        <header>
          <h2 id={id}>{title}</h2>
          <IconButton name="close" label={t('close')} onClick={close} />
        </header>
        <div class="dialog-body">{children}</div>
        {submit !== undefined && (
          <footer>
            <Button label={t('cancel')} onClick={close} />
            <button class="button primary">{submit}</button>
          </footer>
        )}
      </form>
    </dialog>
  );
}
