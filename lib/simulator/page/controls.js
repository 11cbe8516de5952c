import { h } from './dom.js';
import { icon } from './icons.js';
import { t } from './language.js';

/** @import { Child } from './dom.js' */
/** @import { IconName } from './icons.js' */

let ids = 0;

/** An id for an element that another one refers to. */
export const newId = () => `x${++ids}`;

/**
 * A button that shows an icon alone; its name is read out and shown on hover.
 *
 * @param {IconName} name
 * @param {string} label
 * @param {() => void} onClick
 * @param {Readonly<Record<string, string | boolean>>} [attributes]
 */
export const iconButton = (name, label, onClick, attributes = {}) =>
  h(
    'button',
    {
      type: 'button',
      class: 'icon-button',
      'aria-label': label,
      title: label,
      ...attributes,
      on: { click: onClick },
    },
    icon(name),
  );

/**
 * @param {string} label
 * @param {() => void} onClick
 * @param {{ icon?: IconName, kind?: 'primary' | 'plain' | 'danger' }} [options]
 */
export const button = (label, onClick, { icon: name, kind = 'plain' } = {}) =>
  h(
    'button',
    { type: 'button', class: `button ${kind}`, on: { click: onClick } },
    name !== undefined && icon(name),
    h('span', {}, label),
  );

/**
 * A control with its label above and what there is to say below.
 *
 * @param {string} label
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @param {string} [hint]
 */
export function field(label, control, hint) {
  control.id = newId();
  if (hint !== undefined) control.setAttribute('aria-describedby', `${control.id}h`);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: control.id }, label),
    control,
    hint !== undefined && h('p', { class: 'hint', id: `${control.id}h` }, hint),
  );
}

/**
 * A dialog over the page. Escape closes it, and the focus goes back to where it was.
 *
 * @param {string} title
 * @param {readonly Child[]} body
 * @param {{ submit: string, onSubmit: () => boolean | void } | undefined} [form] `onSubmit` returns false to stay open.
 */
export function openDialog(title, body, form) {
  const id = newId();
  const before = document.activeElement;
  const dialog = h('dialog', {
    class: 'dialog',
    'aria-labelledby': id,
    on: {
      close() {
        dialog.remove();
        if (before instanceof HTMLElement) before.focus();
      },
      click: (event) => event.target === dialog && dialog.close(),
    },
  });
  const close = () => dialog.close();
  dialog.append(
    h(
      'form',
      {
        method: 'dialog',
        on: {
          submit(event) {
            event.preventDefault();
            if (form?.onSubmit() !== false) close();
          },
        },
      },
      h('header', {}, h('h2', { id }, title), iconButton('close', t('close'), close)),
      h('div', { class: 'dialog-body' }, body),
      form !== undefined &&
        h('footer', {}, button(t('cancel'), close), h('button', { class: 'button primary' }, form.submit)),
    ),
  );
  document.body.append(dialog);
  dialog.showModal();
  return { close };
}

/**
 * Lets the user choose files.
 *
 * @param {string} accept
 * @param {boolean} [multiple]
 * @returns {Promise<readonly File[]>} None when nothing was chosen.
 */
export function chooseFiles(accept, multiple = false) {
  return new Promise((resolve) => {
    const input = h('input', { type: 'file', accept, multiple, hidden: true });
    const end = () => {
      resolve([...(input.files ?? [])]);
      input.remove();
    };
    input.addEventListener('change', end);
    input.addEventListener('cancel', end);
    document.body.append(input);
    input.click();
  });
}
