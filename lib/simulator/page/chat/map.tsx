import type { Ref, VNode } from 'preact';

/** The size of the drawing: one unit is one degree. */
const WIDTH = 360;
const HEIGHT = 180;

/** Cities that help to find a place. */
export const CITIES = [
  { zh: '北京', en: 'Beijing', latitude: 39.9087, longitude: 116.3975 },
  { zh: '上海', en: 'Shanghai', latitude: 31.2304, longitude: 121.4737 },
  { zh: '广州', en: 'Guangzhou', latitude: 23.1291, longitude: 113.2644 },
  { zh: '成都', en: 'Chengdu', latitude: 30.5728, longitude: 104.0668 },
  { zh: '伦敦', en: 'London', latitude: 51.5074, longitude: -0.1278 },
  { zh: '纽约', en: 'New York', latitude: 40.7128, longitude: -74.006 },
  { zh: '悉尼', en: 'Sydney', latitude: -33.8688, longitude: 151.2093 },
  { zh: '圣保罗', en: 'São Paulo', latitude: -23.5505, longitude: -46.6333 },
] as const;

/** A position on the earth. */
export interface Position {
  readonly latitude: number;
  readonly longitude: number;
}

const x = (longitude: number): number => longitude + WIDTH / 2;
const y = (latitude: number): number => HEIGHT / 2 - latitude;

const every30 = (from: number, below: number): number[] =>
  Array.from({ length: Math.ceil((below - from) / 30) }, (_, index) => from + 30 * index);
const lookOf = (degree: number): string => (degree === 0 ? 'axis' : 'grid');

interface PlaneProps extends Position {
  readonly mapRef?: Ref<SVGSVGElement> | undefined;
}

/** The earth as a flat map with a line every 30 degrees, some cities as dots, and a pin. */
export const Plane = ({ latitude, longitude, mapRef }: PlaneProps): VNode => (
  <svg
    class="map"
    viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
    aria-hidden="true"
    {...(mapRef !== undefined && { ref: mapRef })}
  >
    <rect class="sea" width={WIDTH} height={HEIGHT} />
    {every30(-150, 180).map((degree) => (
      <path key={`x${degree}`} class={lookOf(degree)} d={`M${x(degree)} 0V${HEIGHT}`} />
    ))}
    {every30(-60, 90).map((degree) => (
      <path key={`y${degree}`} class={lookOf(degree)} d={`M0 ${y(degree)}H${WIDTH}`} />
    ))}
    {CITIES.map((city) => (
      <circle key={city.en} class="city" cx={x(city.longitude)} cy={y(city.latitude)} r={2.4} />
    ))}
    <g class="pin" transform={`translate(${x(longitude)} ${y(latitude)})`}>
      <path d="M0 0c-7-8-10-12-10-17a10 10 0 0 1 20 0c0 5-3 9-10 17" />
      <circle cy={-17} r={4} />
    </g>
  </svg>
);

/** Returns the position under a point of the drawing. */
export function placeAt(
  map: SVGSVGElement,
  { clientX, clientY }: { readonly clientX: number; readonly clientY: number },
): Position {
  const { left, top, width, height } = map.getBoundingClientRect();
  const longitude = ((clientX - left) / width) * WIDTH - WIDTH / 2;
  const latitude = HEIGHT / 2 - ((clientY - top) / height) * HEIGHT;
  return {
    latitude: Math.min(90, Math.max(-90, latitude)),
    longitude: Math.min(180, Math.max(-180, longitude)),
  };
}
