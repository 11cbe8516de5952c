import type { EventMessage } from 'offiaccount';
import { apiClient, refused } from './api-client';
import { closeAll, connect, files } from './support';

afterEach(closeAll);

type AuditName =
  | 'apply_merchant_audit_info'
  | 'create_map_poi_audit_info'
  | 'add_store_audit_info'
  | 'modify_store_audit_info';

const photo = 'http://mmbiz.qpic.cn/mmbiz_png/a/0';
const pic_list = JSON.stringify({ list: [photo] });
const added = { pic_list, hour: '10:00-20:00', contract_phone: '020-1', credential: '156718193518281' };
const place = {
  ...{ name: 'Tea shop', category: '购物:便利店', introduct: 'We sell tea.', telephone: '020-88888888' },
  ...{ longitude: 113.3, latitude: 23.1, districtid: '440105', address: '新港中路397号' },
  ...{ province: '广东省', city: '广州市', district: '海珠区', photo, license: photo },
};

/** A client, and the audits that were told. */
function withAudits() {
  const world = apiClient();
  const audits: EventMessage<AuditName>[] = [];
  world.wx.event(
    [
      'apply_merchant_audit_info',
      'create_map_poi_audit_info',
      'add_store_audit_info',
      'modify_store_audit_info',
    ],
    ({ message }) => void audits.push(message),
  );
  const picture = async (): Promise<string> =>
    (await world.api.media.upload('image', { data: files.png, filename: 'a.png' })).media_id ?? '';
  return { ...world, audits, picture };
}

it('a store mini program is applied for, examined and changed', async () => {
  const { api, fake, audits, picture } = withAudits();
  const { data } = await api.store.getMerchantCategory();
  const { categories } = data.all_category_info;
  const root = categories.find(({ level }) => level === 0);
  expect(root?.children).toEqual(categories.filter(({ father }) => father === 0).map(({ id }) => id));
  expect(await api.store.getMerchantAuditInfo()).toMatchObject({ data: { status: 0 } });
  const headimg_mediaid = await picture();
  const merchant = { first_catid: 476, second_catid: 477, nickname: 'Tea', intro: 'Tea.', headimg_mediaid };
  await api.store.applyMerchant(merchant);
  await fake.events();
  const audit = await api.store.getMerchantAuditInfo();
  expect(audit).toMatchObject({ data: { status: 1, reason: '' } });
  const { audit_id } = audit.data;
  expect(audits).toMatchObject([{ Event: 'apply_merchant_audit_info', audit_id, status: 1, reason: '' }]);
  await api.store.modifyMerchant('More tea.', headimg_mediaid);
  await expect(api.store.modifyMerchant('More tea.', 'x')).rejects.toEqual(refused(40007));

  const apply = (more: object) => api.store.applyMerchant({ ...merchant, ...more });
  await expect(apply({ headimg_mediaid: 'x' })).rejects.toEqual(refused(40007));
  await expect(apply({ first_catid: 278, second_catid: 280 })).rejects.toEqual(refused(43104));
  await expect(apply({ second_catid: 280 })).rejects.toEqual(refused(40104));
  await expect(apply({ second_catid: 478 })).rejects.toEqual(refused(40035));
  await apply({ second_catid: 478, qualification_list: [await picture()] });
});

it('a place is found on the map, and another put there', async () => {
  const { api, fake, audits } = withAudits();
  const { result } = await api.store.getDistrict();
  const [provinces = [], cities = [], districts = []] = result;
  const guangdong = provinces.find(({ name }) => name === '广东')!;
  const [from = 0, to = 0] = guangdong.cidx!;
  const guangzhou = cities.slice(from, to + 1).find(({ name }) => name === '广州')!;
  const below = districts.slice(guangzhou.cidx![0], guangzhou.cidx![1]! + 1);
  const haizhu = below.find(({ fullname }) => fullname === '海珠区')!;
  const search = async (keyword: string) => (await api.store.searchMapPoi(haizhu.id, keyword)).data.item;
  expect(await search('便利店')).toMatchObject([{ branch_name: '示例便利店(海珠店)' }]);
  expect(await search('Tea')).toEqual([]);

  const { data } = await api.store.createMapPoi(place);
  await fake.events();
  const [made] = await search('Tea');
  const map_poi_id = made!.sosomap_poi_uid;
  expect(made).toMatchObject({ branch_name: 'Tea shop', longitude: 113.3, pic_urls: [photo] });
  expect(map_poi_id).toMatch(/^\d{19}$/);
  expect(audits).toMatchObject([
    { Event: 'create_map_poi_audit_info', audit_id: data.base_id, status: 1, map_poi_id, name: 'Tea shop' },
  ]);
});

it('a store is added, got, listed, changed and deleted', async () => {
  const { api, fake, audits } = withAudits();
  await api.store.createMapPoi(place);
  await fake.events();
  const [made] = (await api.store.searchMapPoi(440105, 'Tea')).data.item;
  const map_poi_id = made!.sosomap_poi_uid;
  const { data } = await api.store.addStore({ map_poi_id, ...added });
  await fake.events();
  const audit = audits.at(-1) as EventMessage<'add_store_audit_info'>;
  expect(audit).toMatchObject({ audit_id: data.audit_id, status: 1, is_upgrade: 0 });
  const poi_id = audit.poiid;
  const base_info = {
    ...{ poi_id, business_name: 'Tea shop', city: '广州市', district: '海珠区', address: place.address },
    ...{ telephone: '020-1', open_time: '10:00-20:00', photo_list: [{ photo_url: photo }], status: 1 },
  };
  expect(await api.store.getStoreInfo(poi_id)).toMatchObject({ business: { base_info } });
  const second = await api.store.addStore({ map_poi_id: '2880741500279549033', ...added });
  expect(second.data.audit_id).not.toBe(data.audit_id);
  expect(await api.store.getStoreList(0, 1)).toMatchObject({
    business_list: [{ base_info }],
    total_count: 2,
  });
  expect((await api.store.getStoreList(1, 10)).business_list).toHaveLength(1);

  expect(await api.store.updateStore({ poi_id, hour: '9:00-21:00', contract_phone: '020-2' })).toMatchObject({
    data: { has_audit_id: 0 },
  });
  const newer = 'http://mmbiz.qpic.cn/mmbiz_png/b/0';
  const changed = await api.store.updateStore({ poi_id, pic_list: JSON.stringify({ list: [newer] }) });
  expect(changed).toMatchObject({ data: { has_audit_id: 1 } });
  await fake.events();
  expect(audits.at(-1)).toMatchObject({ Event: 'modify_store_audit_info', audit_id: changed.data.audit_id });
  expect(await api.store.getStoreInfo(poi_id)).toMatchObject({
    business: {
      base_info: {
        ...base_info,
        ...{ telephone: '020-2', open_time: '9:00-21:00', photo_list: [{ photo_url: newer }] },
      },
    },
  });

  await api.store.deleteStore(poi_id);
  await expect(api.store.getStoreInfo(poi_id)).rejects.toEqual(refused(65116));
  await expect(api.store.deleteStore(poi_id)).rejects.toEqual(refused(65116));
  await expect(api.store.updateStore({ poi_id: '7' })).rejects.toEqual(refused(65115));
  expect(await api.store.getStoreList(0, 10)).toMatchObject({ total_count: 1 });
});

it('an older store is completed under its own id', async () => {
  const { api, fake, audits } = withAudits();
  await api.store.addStore({ poi_id: '481686388', map_poi_id: '2880741500279549033', ...added });
  await fake.events();
  expect(audits).toMatchObject([{ poiid: '481686388', is_upgrade: 1 }]);
  expect(await api.store.getStoreInfo('481686388')).toMatchObject({ business: { base_info: { status: 1 } } });
});

const ADD = '/wxa/add_store';
const MAP = '/wxa/create_map_poi';
const store = { map_poi_id: '2880741500279549033', ...added };

it.each<[string, string, object, number]>([
  ...Object.keys(store).map((name): [string, string, object, number] => [
    `a store without ${name}`,
    ADD,
    { ...store, [name]: undefined },
    40035,
  ]),
  ...Object.keys(place).map((name): [string, string, object, number] => [
    `a place without ${name}`,
    MAP,
    { ...place, [name]: undefined },
    40035,
  ]),
  ['a place that is no id', ADD, { ...store, map_poi_id: 'x' }, 47001],
  ['pictures that are no text', ADD, { ...store, pic_list: { list: [photo] } }, 47001],
  ['pictures that are no JSON', ADD, { ...store, pic_list: photo }, 40035],
  ['pictures that are no list', ADD, { ...store, pic_list: '[]' }, 40035],
  ['no pictures', ADD, { ...store, pic_list: '{"list":[]}' }, 65114],
  ['a picture that is no address', ADD, { ...store, pic_list: '{"list":["a.png"]}' }, 65105],
  ['hours in words', ADD, { ...store, hour: 'all day' }, 40035],
  ['a certificate that is not there', ADD, { ...store, qualification_list: ['x'] }, 40007],
  ['six certificates', ADD, { ...store, qualification_list: Array(6).fill('x') }, 40035],
  ['a longitude in words', MAP, { ...place, longitude: 'east' }, 40035],
  ['a latitude beyond the pole', MAP, { ...place, latitude: '91' }, 40035],
  ['a photo that is no address', MAP, { ...place, photo: 'a.png' }, 40035],
  ['a search for nothing', '/wxa/search_map_poi', { districtid: 440105, keyword: '' }, 40035],
  ['a search in words', '/wxa/search_map_poi', { districtid: 'x', keyword: 'a' }, 47001],
  ['a page of nothing', '/wxa/get_store_list', { offset: 0, limit: 0 }, 40035],
  ['a page before the start', '/wxa/get_store_list', { offset: -1, limit: 1 }, 40035],
  ['a store that is not named', '/wxa/get_store_info', {}, 40035],
  ['an unknown store', '/wxa/get_store_info', { poi_id: '7' }, 65115],
  ['an application without a category', '/wxa/apply_merchant', { nickname: 'a' }, 40035],
])('is refused: %s', async (_what, path, body, errcode) => {
  const { post } = await connect();
  expect(await post(path, body)).toMatchObject({ errcode });
});
