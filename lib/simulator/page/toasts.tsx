import type { VNode } from 'preact';
import { createStore, useStore } from './store';
import type { Store } from './store';

const SHOWN_FOR_MS = 6000;

/** Shows a short note. */
export type Show = (text: string, kind?: 'bad' | 'good') => void;

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'bad' | 'good';
}

type Toasts = Store<{ readonly shown: readonly Toast[] }>;

/** Short notes at the edge of the page. */
export function createToasts(): { readonly toasts: Toasts; readonly show: Show } {
  const toasts: Toasts = createStore<{ readonly shown: readonly Toast[] }>({ shown: [] });
  let count = 0;
  return {
    toasts,
    show(text, kind = 'good') {
      const id = ++count;
      toasts.set({ shown: [...toasts.get().shown, { id, text, kind }] });
      setTimeout(
        () => toasts.set({ shown: toasts.get().shown.filter((each) => each.id !== id) }),
        SHOWN_FOR_MS,
      );
    },
  };
}

/** The notes that are visible now. Screen readers read them out. */
export function ToastList({ toasts }: { readonly toasts: Toasts }): VNode {
  const shown = useStore(toasts, (state) => state.shown);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {shown.map(({ id, text, kind }) => (
        <p key={id} class={`toast ${kind}`}>
          {text}
        </p>
      ))}
    </div>
  );
}
