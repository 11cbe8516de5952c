import { store } from '../../../lib/api/groups/store';
import type { ApiRequest } from '../../../lib/api/request';

const rows: [string, unknown, unknown][] = [
  ['getMerchantCategory', store.getMerchantCategory(), { method: 'GET', path: '/wxa/get_merchant_category' }],
  [
    'applyMerchant',
    store.applyMerchant({
      first_catid: 476,
      second_catid: 477,
      qualification_list: ['RTZgKZ386yFn5kQSWLTxe4bqxwgzGBjs3OE02cg9CVQk1wRVE3c8fjUFX7jvpi-P'],
      nickname: 'Tea shop',
      intro: 'We sell tea.',
      headimg_mediaid: 'm1',
      org_code: 'm2',
      other_files: ['m3'],
    }),
    {
      method: 'POST',
      path: '/wxa/apply_merchant',
      json: {
        first_catid: 476,
        second_catid: 477,
        qualification_list: ['RTZgKZ386yFn5kQSWLTxe4bqxwgzGBjs3OE02cg9CVQk1wRVE3c8fjUFX7jvpi-P'],
        nickname: 'Tea shop',
        intro: 'We sell tea.',
        headimg_mediaid: 'm1',
        org_code: 'm2',
        other_files: ['m3'],
      },
    },
  ],
  [
    'getMerchantAuditInfo',
    store.getMerchantAuditInfo(),
    { method: 'GET', path: '/wxa/get_merchant_audit_info' },
  ],
  [
    'modifyMerchant',
    store.modifyMerchant('We sell tea.', 'm1'),
    {
      method: 'POST',
      path: '/wxa/modify_merchant',
      json: { intro: 'We sell tea.', headimg_mediaid: 'm1' },
    },
  ],
  ['getDistrict', store.getDistrict(), { method: 'GET', path: '/wxa/get_district' }],
  [
    'searchMapPoi',
    store.searchMapPoi(440105, 'tea'),
    {
      method: 'POST',
      path: '/wxa/search_map_poi',
      json: { districtid: 440105, keyword: 'tea' },
      safe: true,
    },
  ],
  [
    'createMapPoi',
    store.createMapPoi({
      poi_id: '481686388',
      name: 'Tea shop',
      category: '购物:便利店',
      introduct: 'We sell tea.',
      telephone: '020-88888888',
      longitude: 113.3,
      latitude: 23.1,
      districtid: 440105,
      province: '广东省',
      city: '广州市',
      district: '海珠区',
      address: '新港中路397号',
      photo: 'https://a.example/photo.jpg',
      license: 'https://a.example/license.jpg',
    }),
    {
      method: 'POST',
      path: '/wxa/create_map_poi',
      json: {
        poi_id: '481686388',
        name: 'Tea shop',
        category: '购物:便利店',
        introduct: 'We sell tea.',
        telephone: '020-88888888',
        longitude: '113.3',
        latitude: '23.1',
        districtid: '440105',
        province: '广东省',
        city: '广州市',
        district: '海珠区',
        address: '新港中路397号',
        photo: 'https://a.example/photo.jpg',
        license: 'https://a.example/license.jpg',
      },
    },
  ],
  [
    'addStore',
    store.addStore({
      poi_id: '481686388',
      map_poi_id: '2880741500279549033',
      pic_list: '{"list":["https://a.example/1.jpg"]}',
      hour: '10:00-20:00',
      address: '新港中路397号',
      company_name: 'Tea Ltd.',
      contract_phone: '123456789',
      credential: '156718193518281',
      qualification_list: ['m1'],
      card_id: 'pjZ8Yt',
    }),
    {
      method: 'POST',
      path: '/wxa/add_store',
      json: {
        poi_id: '481686388',
        map_poi_id: '2880741500279549033',
        pic_list: '{"list":["https://a.example/1.jpg"]}',
        hour: '10:00-20:00',
        address: '新港中路397号',
        company_name: 'Tea Ltd.',
        contract_phone: '123456789',
        credential: '156718193518281',
        qualification_list: ['m1'],
        card_id: 'pjZ8Yt',
      },
    },
  ],
  [
    'updateStore',
    store.updateStore({
      poi_id: '481686388',
      map_poi_id: '2880741500279549033',
      pic_list: '{"list":["https://a.example/1.jpg"]}',
      hour: '10:00-20:00',
      contract_phone: '123456789',
      card_id: 'pjZ8Yt',
    }),
    {
      method: 'POST',
      path: '/wxa/update_store',
      json: {
        poi_id: '481686388',
        map_poi_id: '2880741500279549033',
        pic_list: '{"list":["https://a.example/1.jpg"]}',
        hour: '10:00-20:00',
        contract_phone: '123456789',
        card_id: 'pjZ8Yt',
      },
    },
  ],
  [
    'getStoreInfo',
    store.getStoreInfo('481686388'),
    { method: 'POST', path: '/wxa/get_store_info', json: { poi_id: '481686388' }, safe: true },
  ],
  [
    'getStoreList',
    store.getStoreList(0, 10),
    { method: 'POST', path: '/wxa/get_store_list', json: { offset: 0, limit: 10 }, safe: true },
  ],
  [
    'deleteStore',
    store.deleteStore('481686388'),
    { method: 'POST', path: '/wxa/del_store', json: { poi_id: '481686388' } },
  ],
];

describe('store', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('has a row for every endpoint', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(store));
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error the id of a store is text
    store.getStoreInfo(481686388);
    // @ts-expect-error the name is missing
    store.applyMerchant({
      first_catid: 476,
      second_catid: 477,
      intro: 'We sell tea.',
      headimg_mediaid: 'm1',
    });
    // @ts-expect-error the id of an audit is text, since a number may lose digits
    const request: ApiRequest<{ data: { audit_id: number } }> = store.getMerchantAuditInfo();
    expect(request.method).toBe('GET');
  });
});
