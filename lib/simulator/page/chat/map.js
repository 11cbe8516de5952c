import { svg } from '../dom.js';

/** The drawing's size; one unit is one degree. */
const WIDTH = 360;
const HEIGHT = 180;

/** Places to find one's way by. */
export const CITIES = /** @type {const} */ ([
  { zh: '北京', en: 'Beijing', latitude: 39.9087, longitude: 116.3975 },
  { zh: '上海', en: 'Shanghai', latitude: 31.2304, longitude: 121.4737 },
  { zh: '广州', en: 'Guangzhou', latitude: 23.1291, longitude: 113.2644 },
  { zh: '成都', en: 'Chengdu', latitude: 30.5728, longitude: 104.0668 },
  { zh: '伦敦', en: 'London', latitude: 51.5074, longitude: -0.1278 },
  { zh: '纽约', en: 'New York', latitude: 40.7128, longitude: -74.006 },
  { zh: '悉尼', en: 'Sydney', latitude: -33.8688, longitude: 151.2093 },
  { zh: '圣保罗', en: 'São Paulo', latitude: -23.5505, longitude: -46.6333 },
]);

/** @param {number} longitude */
const x = (longitude) => longitude + WIDTH / 2;
/** @param {number} latitude */
const y = (latitude) => HEIGHT / 2 - latitude;

/**
 * The earth as a flat map with a line every 30 degrees, some cities as dots, and a pin.
 *
 * @param {{ readonly latitude: number, readonly longitude: number }} at
 */
export function drawPlane({ latitude, longitude }) {
  const lines = [];
  for (let degree = -150; degree < 180; degree += 30)
    lines.push(svg('path', { class: degree === 0 ? 'axis' : 'grid', d: `M${x(degree)} 0V${HEIGHT}` }));
  for (let degree = -60; degree < 90; degree += 30)
    lines.push(svg('path', { class: degree === 0 ? 'axis' : 'grid', d: `M0 ${y(degree)}H${WIDTH}` }));
  const pin = svg(
    'g',
    { class: 'pin', transform: `translate(${x(longitude)} ${y(latitude)})` },
    svg('path', { d: 'M0 0c-7-8-10-12-10-17a10 10 0 0 1 20 0c0 5-3 9-10 17' }),
    svg('circle', { cy: -17, r: 4 }),
  );
  return svg(
    'svg',
    { class: 'map', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, 'aria-hidden': 'true' },
    svg('rect', { class: 'sea', width: WIDTH, height: HEIGHT }),
    lines,
    CITIES.map((city) =>
      svg('circle', { class: 'city', cx: x(city.longitude), cy: y(city.latitude), r: 2.4 }),
    ),
    pin,
  );
}

/**
 * The place under a point of the drawing.
 *
 * @param {SVGSVGElement} map
 * @param {{ readonly clientX: number, readonly clientY: number }} point
 */
export function placeAt(map, { clientX, clientY }) {
  const { left, top, width, height } = map.getBoundingClientRect();
  const longitude = ((clientX - left) / width) * WIDTH - WIDTH / 2;
  const latitude = HEIGHT / 2 - ((clientY - top) / height) * HEIGHT;
  return {
    latitude: Math.min(90, Math.max(-90, latitude)),
    longitude: Math.min(180, Math.max(-180, longitude)),
  };
}
