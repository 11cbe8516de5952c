import { apiClient, clientOf, refused } from './api-client';
import { appId, appSecret, closeAll, connect, matching, playWith } from './support';

afterEach(closeAll);

const OLD = 'wx1111111111111111';

describe('openids after an account has moved', () => {
  it('are converted, always alike, and the followers come along', async () => {
    const { api, simulator } = apiClient();
    const { simulator: old } = playWith({ appId: OLD, appSecret, api: simulator.api });
    await old.user('alice').follows();
    old.user('bob');
    const { result_list } = await api.user.changeOpenId(OLD, ['alice', 'bob', 'zoe']);
    expect(result_list).toEqual([
      { ori_openid: 'alice', new_openid: matching(/^o[\w-]{27}$/), err_msg: 'ok' },
      { ori_openid: 'bob', new_openid: matching(/^o[\w-]{27}$/), err_msg: 'ok' },
      { ori_openid: 'zoe', err_msg: 'ori_openid error' },
    ]);
    const [alice, bob] = result_list.map(({ new_openid }) => new_openid!);
    expect(alice).not.toBe(bob);
    expect(await api.user.getInfo(alice!)).toMatchObject({ subscribe: 1 });
    expect(await api.user.getInfo(bob!)).toMatchObject({ subscribe: 0 });
    await simulator.user(alice).unfollows();
    expect(await api.user.changeOpenId(OLD, ['alice'])).toMatchObject({
      result_list: [{ new_openid: alice }],
    });
    expect(await api.user.getInfo(alice!)).toMatchObject({ subscribe: 0 });
  });

  it('are converted for an account that is not played, but not its own', async () => {
    const { api, simulator } = apiClient();
    simulator.user('carol');
    expect(await api.user.changeOpenId(OLD, ['oOld', 'carol'])).toMatchObject({
      result_list: [{ err_msg: 'ok' }, { err_msg: 'ori_openid error' }],
    });
  });

  it.each<[string, string, string[], number]>([
    ['none', OLD, [], 40032],
    ['101', OLD, Array.from({ length: 101 }, (_, index) => `o${index}`), 40032],
    ['its own', appId, ['alice'], 40013],
    ['those of no account', '', ['alice'], 40035],
  ])('are not converted: %s', async (_what, from, openids, errcode) => {
    const { api } = apiClient();
    await expect(api.user.changeOpenId(from, openids)).rejects.toEqual(refused(errcode));
  });
});

describe('the card of a product', () => {
  it.each([
    ['news', [0, 1, 2], 3],
    ['newspic', [1, 2, 3], 0],
  ] as const)('fits into %s', async (article_type, card_types, wrong) => {
    const { api } = apiClient();
    for (const card_type of card_types)
      expect(
        await api.draft.getProductCardInfo({ product_id: '1000000000', article_type, card_type }),
      ).toEqual(
        article_type === 'news'
          ? expect.objectContaining({ DOM: matching(/^<mp-common-product .*<\/mp-common-product>$/) })
          : expect.objectContaining({ product_key: matching(/./) }),
      );
    const other = { product_id: '1000000000', article_type, card_type: wrong };
    await expect(api.draft.getProductCardInfo(other)).rejects.toEqual(refused(10170003));
  });

  it.each([
    [{ product_id: 'tea' }, 10170001],
    [{ product_id: undefined }, 40035],
    [{ article_type: 'video' }, 10170002],
    [{ card_type: 4 }, 10170003],
  ])('is refused with %j', async (over, errcode) => {
    const { api } = apiClient();
    const card = { product_id: '1', article_type: 'news' as const, card_type: 1 as const };
    const given = { ...card, ...over } as typeof card;
    await expect(api.draft.getProductCardInfo(given)).rejects.toEqual(refused(errcode));
  });

  it('is in a draft by its key', async () => {
    const { simulator, picture } = await connect({ appId });
    const api = clientOf(simulator);
    const image_media_id = await picture();
    const articleWith = (product_key: string) => ({
      article_type: 'newspic' as const,
      title: '红茶',
      content: '好茶',
      image_info: { image_list: [{ image_media_id }] },
      product_info: { footer_product_info: { product_key } },
    });
    const { product_key } = await api.draft.getProductCardInfo({
      product_id: '1000000000',
      article_type: 'newspic',
      card_type: 3,
    });
    await expect(api.draft.add({ articles: [articleWith('made up')] })).rejects.toEqual(refused(53405));
    const { media_id } = await api.draft.add({ articles: [articleWith(product_key!)] });
    expect(await api.draft.get(media_id)).toMatchObject({
      news_item: [{ product_info: { footer_product_info: { product_key } } }],
    });
  });
});
