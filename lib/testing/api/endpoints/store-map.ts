import { ok } from '../answer';
import { get, post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { anyText, id, number, optional, text } from '../fields';
import type { Rule } from '../fields';
import { nextShortId } from '../ids';
import { DISTRICTS, places } from '../map';
import { ApiRefusalError } from '../api-refusal-error';
import { webAddress } from '../web-address';

/** A degree of a place, as text or as a number. */
const degrees =
  (most: number): Rule<number> =>
  (value, name) => {
    const given = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof given !== 'number' || !(Math.abs(given) <= most))
      throw new ApiRefusalError(
        40035,
        `"${name}" is a number of degrees, ${-most} to ${most}`,
        `“${name}”是度数，范围为 ${-most} 到 ${most}`,
      );
    return given;
  };

/** Places on Tencent's map, for stores (腾讯地图中的门店). What is added is granted. */
export const storeMap: readonly Endpoint[] = [
  get('store.getDistrict', '/wxa/get_district', {}, () => ({
    status: 0,
    message: 'query ok',
    data_version: '20240101',
    result: DISTRICTS,
  })),

  post(
    'store.searchMapPoi',
    '/wxa/search_map_poi',
    { districtid: number, keyword: text },
    ({ account, fields: { districtid, keyword } }) => {
      const found = account.part(places).search(districtid, keyword);
      return ok({
        data: {
          item: found.map(({ id: sosomap_poi_uid, name, photo, ...place }) => ({
            ...{ sosomap_poi_uid, branch_name: name, category: place.category, address: place.address },
            ...{ telephone: place.telephone, longitude: place.longitude, latitude: place.latitude },
            ...{ pic_urls: [photo], card_id_list: [], data_supply: 2 },
          })),
        },
      });
    },
  ),

  post(
    'store.createMapPoi',
    '/wxa/create_map_poi',
    {
      ...{ poi_id: optional(anyText), name: text, category: text, introduct: text, telephone: text },
      ...{ longitude: degrees(180), latitude: degrees(90), districtid: id },
      ...{ province: text, city: text, district: text, address: text },
      ...{ photo: webAddress, license: webAddress },
    },
    ({ account, context, fields }) => {
      const { name, category, address, telephone, photo, longitude, latitude } = fields;
      const { province, city, district } = fields;
      const districtid = Number(fields.districtid);
      const place = {
        ...{ name, category, address, telephone, photo, longitude, latitude },
        ...{ districtid, province, city, district },
      };
      const base_id = nextShortId();
      context.after(account, () => {
        const map_poi_id = account.part(places).add(place).id;
        return account.push('create_map_poi_audit_info', {
          ...{ audit_id: base_id, status: 1, map_poi_id, name, address },
          ...{ latitude, longitude, sh_remark: '' },
        });
      });
      return ok({ data: { base_id, rich_id: nextShortId() } });
    },
  ),
];
