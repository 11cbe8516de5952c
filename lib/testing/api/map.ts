import { nextId } from './ids';

/** A province, city or district. Districts of a province without cities are in the list of cities. */
interface District {
  readonly id: string;
  readonly name: string;
  readonly fullname: string;
  readonly location: { readonly lat: number; readonly lng: number };
  readonly pinyin: readonly string[];
  /** First and last place of what is below, in the next list. */
  readonly cidx?: readonly [number, number];
}

const district = (
  id: string,
  fullname: string,
  [lng, lat]: readonly [number, number],
  pinyin: string,
  cidx?: readonly [number, number],
): District => ({
  ...{ id, name: fullname.replace(/[省市区]$/, ''), fullname, location: { lng, lat } },
  ...{ pinyin: pinyin.split(' '), ...(cidx !== undefined && { cidx }) },
});

/** A small part of Tencent's map: provinces, cities, and districts. */
export const DISTRICTS: readonly (readonly District[])[] = [
  [
    district('110000', '北京市', [116.40529, 39.90499], 'bei jing', [0, 1]),
    district('440000', '广东省', [113.26627, 23.13171], 'guang dong', [2, 3]),
    district('510000', '四川省', [104.07572, 30.65089], 'si chuan', [4, 4]),
  ],
  [
    district('110101', '东城区', [116.41649, 39.92835], 'dong cheng'),
    district('110108', '海淀区', [116.29812, 39.95931], 'hai dian'),
    district('440100', '广州市', [113.26436, 23.12908], 'guang zhou', [0, 1]),
    district('440300', '深圳市', [114.05786, 22.54308], 'shen zhen', [2, 2]),
    district('510100', '成都市', [104.06476, 30.5702], 'cheng du', [3, 3]),
  ],
  [
    district('440105', '海珠区', [113.31744, 23.08331], 'hai zhu'),
    district('440106', '天河区', [113.36112, 23.12467], 'tian he'),
    district('440305', '南山区', [113.93029, 22.53291], 'nan shan'),
    district('510104', '锦江区', [104.08347, 30.65614], 'jin jiang'),
  ],
];

/** A place on the map. */
export interface MapPlace {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly address: string;
  readonly telephone: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly photo: string;
  readonly districtid: number;
  readonly province: string;
  readonly city: string;
  readonly district: string;
}

const PHOTO = 'http://mmbiz.qpic.cn/mmbiz_png/sample-store/0';

/** A shop in each district. */
const sampleOf = ({ id, name, fullname, location: { lng, lat } }: District, at: number): MapPlace => ({
  id: `288074150027954${id.slice(2)}`,
  name: `示例便利店(${name}店)`,
  category: '购物:便利店',
  address: `${fullname}示例路${at + 1}号`,
  telephone: '020-88888888',
  longitude: lng,
  latitude: lat,
  photo: PHOTO,
  districtid: Number(id),
  ...areaOf(id),
});

/** The names of a district and of what it belongs to, by the digits of its id. */
export function areaOf(districtid: string): Pick<MapPlace, 'province' | 'city' | 'district'> {
  const all = DISTRICTS.flat();
  const named = (id: string): string => all.find((each) => each.id === id)?.fullname ?? '';
  const province = named(`${districtid.slice(0, 2)}0000`);
  return { province, city: named(`${districtid.slice(0, 4)}00`) || province, district: named(districtid) };
}

/** Tencent's map, as an account sees it: with the places that it has added. */
export const places = () => {
  const districts = DISTRICTS.flat().filter(({ cidx }) => cidx === undefined);
  const known = new Map(districts.map(sampleOf).map((place) => [place.id, place]));
  return {
    search: (districtid: number, keyword: string): MapPlace[] =>
      [...known.values()].filter((place) => place.districtid === districtid && place.name.includes(keyword)),
    add(place: Omit<MapPlace, 'id'>): MapPlace {
      const added = { ...place, id: String(nextId()) };
      known.set(added.id, added);
      return added;
    },
    /** The place with that id. The real map has more than this one, so any id will do. */
    get: (id: string): MapPlace =>
      known.get(id) ?? {
        ...{ id, name: `门店${id}`, category: '购物:便利店', address: '示例路1号', telephone: '' },
        ...{ longitude: 113.31744, latitude: 23.08331, photo: PHOTO, districtid: 440105 },
        ...areaOf('440105'),
      },
  };
};
