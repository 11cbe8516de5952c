import { get, post } from '../request';

/** A category of the store mini program. */
export interface StoreCategory {
  readonly id: number;
  readonly name: string;
  /** 0 is the root, whose children are the first level. */
  readonly level: number;
  /** Category above. */
  readonly father?: number;
  /** Categories below. */
  readonly children?: readonly number[];
  /** 1: certificates are needed. */
  readonly sensitive_type?: number;
  /** Which certificates. */
  readonly qualify?: {
    readonly exter_list: readonly {
      readonly inner_list: readonly { readonly name: string; readonly url?: string }[];
    }[];
    readonly remark?: string;
  };
}

/** A store mini program to create. */
export interface StoreMerchant {
  /** Category of the first level. */
  readonly first_catid: number;
  /** Category of the second level. */
  readonly second_catid: number;
  /** Media ids of certificates. */
  readonly qualification_list?: readonly string[];
  readonly nickname: string;
  readonly intro: string;
  readonly headimg_mediaid: string;
  /** Media id of the organisation's code certificate. */
  readonly org_code?: string;
  /** Media ids of other files. */
  readonly other_files?: readonly string[];
}

/** How far the examination of a store mini program is. */
export interface StoreAudit {
  readonly audit_id: string;
  readonly status: number;
  /** Why it was refused. */
  readonly reason?: string;
}

/** A province, city or district. */
export interface StoreDistrict {
  /** For `districtid`. Comes as text, and came as a number. */
  readonly id: number | string;
  readonly name?: string;
  readonly fullname: string;
  readonly location: { readonly lng: number; readonly lat: number };
  readonly pinyin?: readonly string[];
  /** First and last place of the districts below, in the next list. */
  readonly cidx?: readonly number[];
}

/** All provinces, cities and districts, a list for each. */
export interface StoreDistricts {
  readonly status?: number;
  readonly message?: string;
  /** Day of the data, as YYYYMMDD. */
  readonly data_version: string;
  readonly result: readonly (readonly StoreDistrict[])[];
}

/** A place on the map. */
export interface MapPoi {
  /** For `map_poi_id`. */
  readonly sosomap_poi_uid: string;
  readonly branch_name: string;
  readonly category: string;
  readonly address: string;
  readonly telephone: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly pic_urls: readonly string[];
  readonly card_id_list?: readonly string[];
  readonly data_supply?: number;
}

/** A place to add to the map. */
export interface NewMapPoi {
  readonly poi_id?: string;
  readonly name: string;
  readonly category: string;
  readonly introduct: string;
  readonly telephone: string;
  /** Sent as text, as WeChat wants it. */
  readonly longitude: number | string;
  /** Sent as text, as WeChat wants it. */
  readonly latitude: number | string;
  /** `id` of a district of `getDistrict`. Sent as text, as WeChat wants it. */
  readonly districtid: number | string;
  readonly province: string;
  readonly city: string;
  readonly district: string;
  readonly address: string;
  /** Address of a photo. */
  readonly photo: string;
  /** Address of a photo of the business licence. */
  readonly license: string;
}

/** A store to add. */
export interface NewStore {
  readonly poi_id?: string;
  /** The place on the map. */
  readonly map_poi_id: string;
  /** JSON, as text. */
  readonly pic_list: string;
  /** Opening hours. */
  readonly hour: string;
  readonly address?: string;
  readonly company_name?: string;
  readonly contract_phone: string;
  readonly credential: string;
  readonly qualification_list?: readonly string[];
  readonly card_id?: string;
}

/** What to change of a store. */
export interface StoreUpdate {
  readonly poi_id: string;
  readonly map_poi_id?: string;
  /** JSON, as text. */
  readonly pic_list?: string;
  /** Opening hours. */
  readonly hour?: string;
  readonly contract_phone?: string;
  readonly card_id?: string;
}

/** A store. */
export interface StoreInfo {
  readonly base_info: {
    readonly poi_id: string;
    readonly business_name: string;
    readonly province: string;
    readonly city: string;
    readonly district: string;
    readonly address: string;
    readonly telephone: string;
    readonly longitude: number;
    readonly latitude: number;
    readonly open_time: string;
    readonly photo_list: readonly { readonly photo_url: string }[];
    readonly status: number;
  };
}

/** Store mini programs (门店小程序). */
export const store = {
  /**
   * Lists the categories (拉取门店小程序类目).
   *
   * Official path: 微信门店 / 拉取门店小程序类目 — `GET /wxa/get_merchant_category`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  getMerchantCategory: () =>
    get<{
      readonly data: { readonly all_category_info: { readonly categories: readonly StoreCategory[] } };
    }>('/wxa/get_merchant_category'),

  /**
   * Asks for a store mini program (创建门店小程序). E-commerce categories only (43104 otherwise).
   *
   * Official path: 微信门店 / 创建门店小程序 — `POST /wxa/apply_merchant`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  applyMerchant: (body: StoreMerchant) => post<void>('/wxa/apply_merchant', body),

  /**
   * Tells how far the examination of the store mini program is (查询门店小程序审核结果).
   *
   * Official path: 微信门店 / 查询门店小程序审核结果 — `GET /wxa/get_merchant_audit_info`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  getMerchantAuditInfo: () => get<{ readonly data: StoreAudit }>('/wxa/get_merchant_audit_info'),

  /**
   * Changes the introduction and the picture of the store mini program (修改门店小程序信息).
   *
   * Official path: 微信门店 / 修改门店小程序信息 — `POST /wxa/modify_merchant`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  modifyMerchant: (intro: string, headimg_mediaid: string) =>
    post<void>('/wxa/modify_merchant', { intro, headimg_mediaid }),

  /**
   * Lists provinces, cities and districts (从腾讯地图拉取省市区信息), a list for each.
   *
   * Official path: 微信门店 / 从腾讯地图拉取省市区信息 — `GET /wxa/get_district`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  getDistrict: () => get<StoreDistricts>('/wxa/get_district'),

  /**
   * Searches for places on the map (在腾讯地图中搜索门店). `districtid` is the `id` of a district of `getDistrict`.
   *
   * Official path: 微信门店 / 在腾讯地图中搜索门店 — `POST /wxa/search_map_poi`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  searchMapPoi: (districtid: number | string, keyword: string) =>
    post<{ readonly data: { readonly item: readonly MapPoi[] } }>(
      '/wxa/search_map_poi',
      // The page and its sample have a number here.
      { districtid: Number(districtid), keyword },
      { safe: true },
    ),

  /**
   * Adds a place to the map (在腾讯地图中创建门店).
   *
   * Official path: 微信门店 / 在腾讯地图中创建门店 — `POST /wxa/create_map_poi`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  createMapPoi: (body: NewMapPoi) =>
    post<{ readonly data: { readonly base_id: string; readonly rich_id?: number } }>('/wxa/create_map_poi', {
      ...body,
      longitude: String(body.longitude),
      latitude: String(body.latitude),
      districtid: String(body.districtid),
    }),

  /**
   * Adds a store (添加门店).
   *
   * Official path: 微信门店 / 添加门店 — `POST /wxa/add_store`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  addStore: (body: NewStore) =>
    post<{ readonly data: { readonly audit_id: string } }>('/wxa/add_store', body),

  /**
   * Changes a store (更新门店信息). With `has_audit_id` 1 the change is examined first.
   *
   * Official path: 微信门店 / 更新门店信息 — `POST /wxa/update_store`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  updateStore: (body: StoreUpdate) =>
    post<{ readonly data: { readonly has_audit_id: 0 | 1; readonly audit_id?: string } }>(
      '/wxa/update_store',
      body,
    ),

  /**
   * Gets a store (获取单个门店信息).
   *
   * Official path: 微信门店 / 获取单个门店信息 — `POST /wxa/get_store_info`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  getStoreInfo: (poi_id: string) =>
    post<{ readonly business: StoreInfo }>('/wxa/get_store_info', { poi_id }, { safe: true }),

  /**
   * Lists the stores (获取门店信息列表).
   *
   * Official path: 微信门店 / 获取门店信息列表 — `POST /wxa/get_store_list`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  getStoreList: (offset: number, limit: number) =>
    post<{ readonly business_list: readonly StoreInfo[]; readonly total_count: number }>(
      '/wxa/get_store_list',
      { offset, limit },
      { safe: true },
    ),

  /**
   * Deletes a store (删除门店).
   *
   * Official path: 微信门店 / 删除门店 — `POST /wxa/del_store`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Stores/WeChat_Shop_Miniprogram_Interface.html
   */
  deleteStore: (poi_id: string) => post<void>('/wxa/del_store', { poi_id }),
};
