import type { Ref, VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Place } from '../../protocol';
import { Button, Field } from '../controls';
import { Dialog, useClose } from '../dialog';
import { locale, t } from '../language';
import { CITIES, Plane, placeAt } from './map';
import type { Position } from './map';

interface PlaceDialogProps {
  readonly submit: string;
  /** The place at the start. */
  readonly start?: Position & { readonly label: string };
  readonly onChoose: (place: Place) => void;
  /** Reports the place as an event, without a message. */
  readonly onReport?: ((place: Place) => void) | undefined;
}

/** Asks for a place: by a tap on a drawing, by a city or by numbers. */
export function PlaceDialog({ submit, start, onChoose, onReport }: PlaceDialogProps): VNode {
  const close = useClose();
  const first = useRef(start ?? { ...CITIES[0], label: cityName(CITIES[0]) }).current;
  const [shown, setShown] = useState<Position>(first);
  const [label, setLabel] = useState<string>(first.label);
  const map = useRef<SVGSVGElement>(null);
  const latitude = useRef<HTMLInputElement>(null);
  const longitude = useRef<HTMLInputElement>(null);

  /** Returns the place in the fields, if they hold a valid one. */
  const written = (): Position | undefined =>
    latitude.current?.validity.valid === true && longitude.current?.validity.valid === true
      ? { latitude: latitude.current.valueAsNumber, longitude: longitude.current.valueAsNumber }
      : undefined;
  const typed = () => setShown(written() ?? shown);
  const go = (place: Position, name: string) => {
    setLabel(name);
    if (latitude.current !== null) latitude.current.value = place.latitude.toFixed(6);
    if (longitude.current !== null) longitude.current.value = place.longitude.toFixed(6);
    typed();
  };
  const choose = (then: (place: Place) => void) => {
    const at = written();
    if (at === undefined) return false;
    then({ ...at, scale: 16, ...(label !== '' && { label }) });
    return true;
  };
  return (
    <Dialog title={t('place')} submit={submit} onSubmit={() => choose(onChoose)}>
      <div class="map-frame" onClick={(event) => map.current && go(placeAt(map.current, event), '')}>
        <Plane latitude={shown.latitude} longitude={shown.longitude} mapRef={map} />
      </div>
      <div class="pills">
        {CITIES.map((city) => (
          <button key={city.en} type="button" class="pill" onClick={() => go(city, cityName(city))}>
            {cityName(city)}
          </button>
        ))}
      </div>
      <div class="fields">
        <DegreeField
          label={t('latitude')}
          most={90}
          value={first.latitude}
          control={latitude}
          onInput={typed}
        />
        <DegreeField
          label={t('longitude')}
          most={180}
          value={first.longitude}
          control={longitude}
          onInput={typed}
        />
      </div>
      <Field label={t('address')}>
        {(labelled) => (
          <input
            {...labelled}
            maxLength={100}
            autocomplete="off"
            value={label}
            onInput={({ currentTarget }) => setLabel(currentTarget.value)}
          />
        )}
      </Field>
      {onReport !== undefined && (
        <Button label={t('reportLocation')} onClick={() => choose(onReport) && close()} />
      )}
    </Dialog>
  );
}

const cityName = ({ zh, en }: (typeof CITIES)[number]): string => (locale() === 'zh-CN' ? zh : en);

interface DegreeFieldProps {
  readonly label: string;
  readonly most: number;
  readonly value: number;
  readonly control: Ref<HTMLInputElement>;
  readonly onInput: () => void;
}

const DegreeField = ({ label, most, value, control, onInput }: DegreeFieldProps): VNode => (
  <Field label={label}>
    {(labelled) => (
      <input
        {...labelled}
        ref={control}
        type="number"
        min={-most}
        max={most}
        step="any"
        required
        defaultValue={String(value)}
        onInput={onInput}
      />
    )}
  </Field>
);
