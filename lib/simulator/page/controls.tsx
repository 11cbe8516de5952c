import type { ComponentChildren, Ref, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { Icon } from './icons';
import type { IconName } from './icons';

interface IconButtonProps {
  readonly name: IconName;
  /** The text for screen readers, also shown on hover. */
  readonly label: string;
  readonly onClick: () => void;
  readonly class?: string | undefined;
  readonly hidden?: boolean | undefined;
  readonly expanded?: boolean | undefined;
  readonly pressed?: boolean | undefined;
  readonly buttonRef?: Ref<HTMLButtonElement> | undefined;
}

/** A button with only an icon. */
export const IconButton = ({
  name,
  label,
  onClick,
  class: look = '',
  hidden = false,
  expanded,
  pressed,
  buttonRef,
}: IconButtonProps): VNode => (
  <button
    type="button"
    class={`icon-button ${look}`.trimEnd()}
    aria-label={label}
    title={label}
    hidden={hidden}
    aria-expanded={expanded}
    aria-pressed={pressed}
    onClick={onClick}
    {...(buttonRef !== undefined && { ref: buttonRef })}
  >
    <Icon name={name} />
  </button>
);

interface ButtonProps {
  readonly label: string;
  readonly onClick: () => void;
  readonly icon?: IconName | undefined;
  readonly kind?: 'primary' | 'plain' | 'danger' | undefined;
  readonly disabled?: boolean | undefined;
}

/** A button with a text. */
export const Button = ({ label, onClick, icon, kind = 'plain', disabled = false }: ButtonProps): VNode => (
  <button type="button" class={`button ${kind}`} disabled={disabled} onClick={onClick}>
    {icon !== undefined && <Icon name={icon} />}
    <span>{label}</span>
  </button>
);

/** The ids that connect a control with its label and its hint. */
export interface Labelled {
  readonly id: string;
  readonly 'aria-describedby'?: string;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly class?: string | undefined;
  readonly hidden?: boolean | undefined;
  /** Draws the control. */
  readonly children: (labelled: Labelled) => ComponentChildren;
}

/** A control with its label above and its hint below. */
export function Field({ label, hint, class: look = '', hidden = false, children }: FieldProps): VNode {
  const id = useId();
  return (
    <div class={`field ${look}`.trimEnd()} hidden={hidden}>
      <label for={id}>{label}</label>
      {children({ id, ...(hint !== undefined && { 'aria-describedby': `${id}h` }) })}
      {hint !== undefined && (
        <p class="hint" id={`${id}h`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** Prevents what a browser would do, and calls the function instead. */
export const instead =
  (run: () => void) =>
  (event: Event): void => {
    event.preventDefault();
    run();
  };

/** Lets the user choose files. Resolves to an empty list if the user chose none. */
export function chooseFiles(accept: string, multiple = false): Promise<readonly File[]> {
  return new Promise((resolve) => {
    const input = Object.assign(document.createElement('input'), { type: 'file', accept, multiple });
    input.hidden = true;
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
