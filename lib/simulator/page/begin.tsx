import { render } from 'preact';
import type { VNode } from 'preact';
import { inLanguage, t } from './language';
import { guardAttributes } from './safe-attributes';
import { RefusedError } from './server';
import { startTheme } from './theme';
import { ToastList, createToasts } from './toasts';
import type { Show } from './toasts';

/** What both pages need at their start. */
export interface Beginning {
  /** Shows a message for a moment. */
  readonly show: Show;
  /** Runs the work and shows its error, if no other part shows it. */
  readonly attempt: <T>(work: () => Promise<T>) => Promise<T | undefined>;
  readonly draw: (page: VNode) => void;
}

/** Prepares the document. */
export function beginPage(): Beginning {
  startTheme();
  guardAttributes();
  const { toasts, show } = createToasts();
  const root = Object.assign(document.createElement('div'), { id: 'app' });
  document.body.replaceChildren(root);

  return {
    show,
    async attempt(work) {
      try {
        return await work();
      } catch (error) {
        show(error instanceof RefusedError ? inLanguage(error.text) : t('serverGone'), 'bad');
        return undefined;
      }
    },
    draw: (page) =>
      render(
        <>
          {page}
          <ToastList toasts={toasts} />
        </>,
        root,
      ),
  };
}
