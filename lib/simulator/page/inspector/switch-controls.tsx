import type { RefObject, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Switches } from '../../protocol';
import { useApp, usePage } from '../app';
import { Field } from '../controls';
import { t } from '../language';
import type { StringKey } from '../language';

/** The names of the switches whose values have this type. */
type Named<T> = { [K in keyof Switches]: Switches[K] extends T ? K : never }[keyof Switches];

interface Labels {
  readonly label: StringKey;
  readonly hint?: StringKey | undefined;
}

const hintOf = ({ hint }: Labels): string | undefined => (hint === undefined ? undefined : t(hint));

/** Shows the server's value in a control whenever it changes. A text that is being typed stays. */
function useShown<E>(value: unknown, show: (control: E) => void): RefObject<E> {
  const control = useRef<E>(null);
  useLayoutEffect(() => {
    if (control.current !== null) show(control.current);
  }, [value]);
  return control;
}

/** The choices of each switch that has a list. */
const CHOICES = {
  kind: {
    personal: 'kind_personal',
    subscription: 'kind_subscription',
    'unverified-service': 'kind_unverified-service',
    service: 'kind_service',
    test: 'kind_test',
  },
  windowOverlap: { 'adds-up': 'windowOverlap_adds-up', strict: 'windowOverlap_strict' },
  mode: { clear: 'mode_clear', compatible: 'mode_compatible', safe: 'mode_safe' },
  format: { xml: 'format_xml', json: 'format_json' },
  upstream: {
    up: 'upstream_up',
    down: 'upstream_down',
    hanging: 'upstream_hanging',
    busy: 'upstream_busy',
  },
} as const satisfies { readonly [K in Named<string>]: Readonly<Record<Switches[K], StringKey>> };

interface SelectSwitchProps extends Labels {
  readonly name: keyof typeof CHOICES;
}

/** A switch with a list. */
export function SelectSwitch({ name, ...labels }: SelectSwitchProps): VNode {
  const { store, act } = useApp();
  const value = usePage(({ account }) => account.switches[name]);
  const canEncrypt = usePage(({ account }) => account.canEncrypt);
  const control = useShown<HTMLSelectElement>(value, (select) => (select.value = value));
  const change = async (select: HTMLSelectElement) => {
    // The list contains only valid values.
    const answer = await act({ type: 'switch', switches: { [name]: select.value } });
    if (answer === undefined) select.value = store.get().account.switches[name];
  };
  const isPossible = (each: string) => name !== 'mode' || canEncrypt || each === 'clear';
  return (
    <Field label={t(labels.label)} hint={hintOf(labels)}>
      {(labelled) => (
        <select
          {...labelled}
          ref={control}
          name={name}
          onChange={({ currentTarget }) => void change(currentTarget)}
        >
          {Object.entries<StringKey>(CHOICES[name]).map(([each, text]) => (
            <option key={each} value={each} disabled={!isPossible(each)}>
              {t(text)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface NumberSwitchProps extends Labels {
  readonly name: Named<number>;
  readonly max: number;
  readonly step: number;
}

/** A switch with a number. */
export function NumberSwitch({ name, max, step, ...labels }: NumberSwitchProps): VNode {
  const { act } = useApp();
  const value = usePage(({ account }) => account.switches[name]);
  const control = useShown<HTMLInputElement>(value, (input) => (input.value = String(value)));
  const change = (input: HTMLInputElement) => {
    if (input.validity.valid && input.value !== '')
      void act({ type: 'switch', switches: { [name]: input.valueAsNumber } });
    else input.reportValidity();
  };
  return (
    <Field label={t(labels.label)} hint={hintOf(labels)}>
      {(labelled) => (
        <input
          {...labelled}
          ref={control}
          type="number"
          name={name}
          min={0}
          max={max}
          step={step}
          onChange={({ currentTarget }) => change(currentTarget)}
        />
      )}
    </Field>
  );
}

interface ToggleSwitchProps extends Labels {
  readonly name: Named<boolean>;
  readonly hidden?: boolean | undefined;
}

/** A switch that is on or off. */
export function ToggleSwitch({ name, hidden, ...labels }: ToggleSwitchProps): VNode {
  const { act, store } = useApp();
  const value = usePage(({ account }) => account.switches[name]);
  const control = useShown<HTMLInputElement>(value, (input) => (input.checked = value));
  const change = async (input: HTMLInputElement) => {
    const answer = await act({ type: 'switch', switches: { [name]: input.checked } });
    if (answer === undefined) input.checked = store.get().account.switches[name];
  };
  return (
    <Field label={t(labels.label)} hint={hintOf(labels)} class="toggle" hidden={hidden}>
      {(labelled) => (
        <input
          {...labelled}
          ref={control}
          type="checkbox"
          role="switch"
          name={name}
          onChange={({ currentTarget }) => void change(currentTarget)}
        />
      )}
    </Field>
  );
}
