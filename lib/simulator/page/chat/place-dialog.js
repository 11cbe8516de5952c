import { button, field, openDialog } from '../controls.js';
import { fill, h } from '../dom.js';
import { locale, t } from '../language.js';
import { CITIES, drawPlane, placeAt } from './map.js';

/** @import { Place } from '../../protocol.ts' */

/**
 * Asks for a place, by a tap on a drawing, a city or numbers.
 *
 * @param {string} submit
 * @param {(place: Place) => void} onChoose
 * @param {(place: Place) => void} [onReport] For "I am here", without a message.
 */
export function openPlaceDialog(submit, onChoose, onReport) {
  const latitude = numberInput(90, 39.9087);
  const longitude = numberInput(180, 116.3975);
  const label = h('input', { maxlength: 100, autocomplete: 'off' });
  label.value = cityName(CITIES[0]);
  const drawing = h('div', { class: 'map-frame' });

  /** @returns {Place} */
  const chosen = () => ({
    latitude: latitude.valueAsNumber,
    longitude: longitude.valueAsNumber,
    scale: 16,
    ...(label.value !== '' && { label: label.value }),
  });
  const draw = () => {
    if (latitude.validity.valid && longitude.validity.valid) fill(drawing, drawPlane(chosen()));
  };
  /** @param {{ readonly latitude: number, readonly longitude: number }} place */
  const go = (place) => {
    latitude.value = place.latitude.toFixed(6);
    longitude.value = place.longitude.toFixed(6);
    draw();
  };
  drawing.addEventListener('click', (event) => {
    const map = drawing.querySelector('svg');
    if (map === null) return;
    label.value = '';
    go(placeAt(map, event));
  });
  for (const input of [latitude, longitude]) input.addEventListener('input', draw);
  draw();

  const cities = CITIES.map((city) =>
    h(
      'button',
      {
        type: 'button',
        class: 'pill',
        on: {
          click() {
            label.value = cityName(city);
            go(city);
          },
        },
      },
      cityName(city),
    ),
  );
  const { close } = openDialog(
    t('place'),
    [
      drawing,
      h('div', { class: 'pills' }, cities),
      h('div', { class: 'fields' }, field(t('latitude'), latitude), field(t('longitude'), longitude)),
      field(t('address'), label),
      onReport !== undefined &&
        button(t('reportLocation'), () => {
          if (!latitude.validity.valid || !longitude.validity.valid) return;
          onReport(chosen());
          close();
        }),
    ],
    { submit, onSubmit: () => onChoose(chosen()) },
  );
}

/** @param {typeof CITIES[number]} city */
const cityName = ({ zh, en }) => (locale() === 'zh-CN' ? zh : en);

/**
 * @param {number} most
 * @param {number} value
 */
function numberInput(most, value) {
  const input = h('input', { type: 'number', min: -most, max: most, step: 'any', required: true });
  input.value = String(value);
  return input;
}
