import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyText, id, list, number, optional, text } from '../fields';
import type { Rule } from '../fields';
import { nextShortId } from '../ids';
import { places } from '../map';
import { ApiRefusalError } from '../api-refusal-error';
import { isWebAddress } from '../web-address';
import { checkPictures } from './store-merchant';

interface Store {
  readonly poi_id: string;
  map_poi_id: string;
  pictures: readonly string[];
  hour: string;
  contract_phone: string;
  /** 1 passed, 2 in review. */
  status: 1 | 2;
}

const MAX_CERTIFICATES = 5;

/** The stores of an account, by `poi_id`, and those it had. */
const stores = () => ({ open: new Map<string, Store>(), closed: new Set<string>() });

function storeOf(account: FakeAccount, poi_id: string): Store {
  const { open, closed } = account.part(stores);
  const store = open.get(poi_id);
  if (store === undefined) throw new ApiRefusalError(closed.has(poi_id) ? 65116 : 65115, `"${poi_id}"`);
  return store;
}

/** JSON in a text: `{"list":["http://…"]}`. */
const pictures: Rule<readonly string[]> = (value, name) => {
  const urls = listIn(text(value, name));
  if (urls === undefined)
    throw new ApiRefusalError(
      40035,
      `"${name}" is JSON as a text, {"list":["http://…"]}`,
      `“${name}”是 JSON 文本，如 {"list":["http://…"]}`,
    );
  if (urls.length === 0) throw new ApiRefusalError(65114, `"${name}"`);
  const other = urls.find((url) => typeof url !== 'string' || !isWebAddress(url));
  if (other !== undefined)
    throw new ApiRefusalError(
      65105,
      `"${name}" has addresses, http(s)://…`,
      `“${name}”里要填 http(s):// 开头的地址`,
    );
  return urls.map(String);
};

function listIn(json: string): readonly unknown[] | undefined {
  try {
    const given: unknown = JSON.parse(json);
    return typeof given === 'object' && given !== null && 'list' in given && Array.isArray(given.list)
      ? given.list
      : undefined;
  } catch {
    return undefined;
  }
}

/** When a store is open, as 10:00-20:00. */
const hours: Rule<string> = (value, name) => {
  const given = text(value, name);
  if (!/^(?:[01]?\d|2[0-4]):[0-5]\d-(?:[01]?\d|2[0-4]):[0-5]\d$/.test(given))
    throw new ApiRefusalError(40035, `"${name}" is as 10:00-20:00`, `“${name}”的格式如 10:00-20:00`);
  return given;
};

/** A store as it is told. */
function told(account: FakeAccount, store: Store) {
  const { name, province, city, district, address, longitude, latitude } = account
    .part(places)
    .get(store.map_poi_id);
  return {
    base_info: {
      ...{ poi_id: store.poi_id, business_name: name, province, city, district, address },
      ...{ telephone: store.contract_phone, longitude, latitude, open_time: store.hour },
      photo_list: store.pictures.map((photo_url) => ({ photo_url })),
      status: store.status,
    },
  };
}

/** Stores of the store mini program (门店). What is examined passes. */
export const store: readonly Endpoint[] = [
  post(
    'store.addStore',
    '/wxa/add_store',
    {
      ...{ poi_id: optional(anyText), map_poi_id: id, pic_list: pictures, hour: hours },
      ...{ address: optional(anyText), company_name: optional(anyText), contract_phone: text },
      ...{ credential: text, qualification_list: optional(list(text)), card_id: optional(anyText) },
    },
    ({ account, context, fields }) => {
      const { map_poi_id, pic_list, hour, contract_phone, qualification_list = [], poi_id = '' } = fields;
      if (qualification_list.length > MAX_CERTIFICATES)
        throw new ApiRefusalError(
          40035,
          `"qualification_list" has at most ${MAX_CERTIFICATES} entries`,
          `“qualification_list”最多 ${MAX_CERTIFICATES} 项`,
        );
      checkPictures(account, qualification_list);
      const added: Store = {
        ...{ poi_id: poi_id === '' ? String(nextShortId()) : poi_id, map_poi_id, hour, contract_phone },
        ...{ pictures: pic_list, status: 2 },
      };
      const audit_id = nextShortId();
      account.part(stores).open.set(added.poi_id, added);
      context.after(account, () => {
        added.status = 1;
        return account.push('add_store_audit_info', {
          ...{ audit_id, status: 1, reason: '', is_upgrade: poi_id === '' ? 0 : 1, poiid: added.poi_id },
        });
      });
      return ok({ data: { audit_id } });
    },
  ),

  post(
    'store.updateStore',
    '/wxa/update_store',
    {
      ...{ poi_id: text, map_poi_id: optional(id), pic_list: optional(pictures), hour: optional(hours) },
      ...{ contract_phone: optional(text), card_id: optional(anyText) },
    },
    ({ account, context, fields: { poi_id, map_poi_id, pic_list, hour, contract_phone } }) => {
      const found = storeOf(account, poi_id);
      found.map_poi_id = map_poi_id ?? found.map_poi_id;
      found.hour = hour ?? found.hour;
      found.contract_phone = contract_phone ?? found.contract_phone;
      // Only pictures are examined.
      if (pic_list === undefined) return ok({ data: { has_audit_id: 0 as const } });
      const audit_id = nextShortId();
      context.after(account, () => {
        found.pictures = pic_list;
        return account.push('modify_store_audit_info', { audit_id, status: 1, reason: '' });
      });
      return ok({ data: { has_audit_id: 1 as const, audit_id } });
    },
  ),

  post('store.getStoreInfo', '/wxa/get_store_info', { poi_id: text }, ({ account, fields: { poi_id } }) =>
    ok({ business: told(account, storeOf(account, poi_id)) }),
  ),

  post(
    'store.getStoreList',
    '/wxa/get_store_list',
    { offset: number, limit: number },
    ({ account, fields: { offset, limit } }) => {
      if (offset < 0 || limit < 1)
        throw new ApiRefusalError(
          40035,
          '"offset" is 0 or more, "limit" 1 or more',
          '“offset”至少为 0，“limit”至少为 1',
        );
      const all = [...account.part(stores).open.values()];
      return ok({
        business_list: all.slice(offset, offset + limit).map((each) => told(account, each)),
        total_count: all.length,
      });
    },
  ),

  post('store.deleteStore', '/wxa/del_store', { poi_id: text }, ({ account, fields: { poi_id } }) => {
    const { open, closed } = account.part(stores);
    open.delete(storeOf(account, poi_id).poi_id);
    closed.add(poi_id);
    return undefined;
  }),
];
