import { words, type Hints } from './hint';

/** Stores (门店). */
export const stores: Hints = {
  40098: words('There is no store of this poi_id.', 'poi_id 不存在。'),
  46005: words('There is no such store.', '门店不存在。'),
  65104: words(
    'The category of the store is not in the official table: store.getMerchantCategory lists them.',
    '门店类目不在官方类目表中，可用 store.getMerchantCategory 查询。',
  ),
  65105: words(
    'The pictures of a store must be addresses that media.uploadImg answers.',
    '门店图片必须使用 media.uploadImg 返回的地址。',
  ),
  65106: words(
    'The store has not been approved yet: wait for the review.',
    '门店还没有审核通过，请等待审核。',
  ),
  65107: words(
    'The store cannot be changed now: a change is under review.',
    '门店暂时不能修改，可能有修改正在审核。',
  ),
  65109: words('The name of the store is empty or wrong.', '门店名称为空或不正确。'),
  65110: words('The address of the store is empty or wrong.', '门店详细地址为空或不正确。'),
  65111: words('The telephone number of the store is empty or wrong.', '门店电话为空或不正确。'),
  65112: words('The city of the store is empty or wrong.', '门店所在城市为空或不正确。'),
  65113: words('The province of the store is empty or wrong.', '门店所在省份为空或不正确。'),
  65114: words('The store has no pictures: it needs at least one.', '门店图片列表为空，至少需要一张。'),
  65115: words(
    'There is no store with this poi_id: store.getStoreList lists them. Keep the id as text.',
    '门店的 poi_id 不存在：可用 store.getStoreList 查询，请按字符串保存。',
  ),
  65116: words('The store was deleted.', '门店已被删除。'),
  65117: words(
    'The store cannot be deleted now: is it under review?',
    '门店暂时不能删除，请检查是否正在审核。',
  ),
  65118: words('The state of the store does not allow the change.', '门店当前的状态不能更新。'),
};
