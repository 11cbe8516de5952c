import { h } from './dom.js';

const SHOWN_FOR = 6000;

/** Short notes at the edge of the page, which are read out too. */
export function createToasts() {
  const element = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
  return {
    element,
    /**
     * @param {string} text
     * @param {'bad' | 'good'} [kind]
     */
    show: (text, kind = 'good') => {
      const toast = h('p', { class: `toast ${kind}` }, text);
      element.append(toast);
      setTimeout(() => toast.remove(), SHOWN_FOR);
    },
  };
}
