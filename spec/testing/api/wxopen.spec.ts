import { apiClient, refused } from './api-client';
import { closeAll, connect } from './support';

afterEach(closeAll);

const shop = 'wx9b27d3e05c8fa146';
const other = 'wx9b27d3e05c8fa147';
const prefix = 'http://weixin.qq.com/q/02P5';
const rule = { prefix, path: 'pages/index/index', appid: shop, is_edit: 0 } as const;
const stored = { prefix, path: rule.path, state: 1, permit_sub_rule: 2, open_version: 3, debug_url: [] };

/** A client of an account to which a mini program is linked. */
async function linked() {
  const world = apiClient();
  await world.api.wxopen.linkMiniProgram({ appid: shop, notify_users: 0, show_profile: 1 });
  return world;
}

it('mini programs are linked, listed and unlinked', async () => {
  const { api } = apiClient();
  expect(await api.wxopen.getLinkedMiniPrograms()).toMatchObject({ wxopens: { items: [] } });
  await api.wxopen.linkMiniProgram({ appid: shop, notify_users: 1, show_profile: 0 });
  await api.wxopen.linkMiniProgram({ appid: other, notify_users: 0, show_profile: 1 });
  expect(await api.wxopen.getLinkedMiniPrograms()).toMatchObject({
    wxopens: {
      items: [
        { appid: shop, username: 'gh_9b27d3e05c8f', status: 1, selected: 0 },
        { appid: other, status: 1, selected: 1 },
      ],
    },
  });
  await api.wxopen.unlinkMiniProgram(shop);
  const { wxopens } = await api.wxopen.getLinkedMiniPrograms();
  expect(wxopens.items.map(({ appid }) => appid)).toEqual([other]);
  await expect(api.wxopen.unlinkMiniProgram(shop)).rejects.toEqual(refused(40166));
});

describe('a rule for QR codes', () => {
  it('is added, changed, published and deleted', async () => {
    const { api } = await linked();
    await api.wxopen.addQrcodeJumpRule(rule);
    const rules = {
      ...{ rule_list: [stored], list_size: 1, total_count: 1 },
      ...{ qrcodejump_open: 1, qrcodejump_pub_quota: 100 },
    };
    expect(await api.wxopen.getQrcodeJumpRules()).toMatchObject(rules);
    const debug_url = [`${prefix}?a=1`];
    await api.wxopen.addQrcodeJumpRule({ ...rule, path: 'pages/b', debug_url, is_edit: 1 });
    await api.wxopen.publishQrcodeJumpRule(prefix);
    expect(await api.wxopen.getQrcodeJumpRules({ appid: shop })).toMatchObject({
      rule_list: [{ ...stored, path: 'pages/b', debug_url, state: 2 }],
      qrcodejump_pub_quota: 99,
    });
    await expect(api.wxopen.addQrcodeJumpRule({ ...rule, is_edit: 1 })).rejects.toEqual(refused(40097));
    await api.wxopen.deleteQrcodeJumpRule(prefix, shop);
    expect(await api.wxopen.getQrcodeJumpRules()).toMatchObject({ rule_list: [], list_size: 0 });
    await expect(api.wxopen.deleteQrcodeJumpRule(prefix)).rejects.toEqual(refused(40097));
    await expect(api.wxopen.publishQrcodeJumpRule(prefix)).rejects.toEqual(refused(40097));
  });

  it('is listed by its prefix, by its mini program, or in pages', async () => {
    const { api, clock } = await linked();
    await api.wxopen.linkMiniProgram({ appid: other, notify_users: 0, show_profile: 0 });
    for (const end of ['a', 'b', 'c'])
      await api.wxopen.addQrcodeJumpRule({
        ...rule,
        prefix: prefix + end,
        appid: end === 'c' ? other : shop,
      });
    const list = async (query: Parameters<typeof api.wxopen.getQrcodeJumpRules>[0]) => {
      await clock.advance(1000);
      const { rule_list, total_count } = await api.wxopen.getQrcodeJumpRules(query);
      return [rule_list.map((each) => each.prefix.slice(-1)).join(''), total_count];
    };
    expect(await list({ get_type: 1, prefix_list: [`${prefix}b`, 'x'] })).toEqual(['b', 3]);
    expect(await list({ get_type: 2, page_num: 1, page_size: 2 })).toEqual(['ab', 3]);
    expect(await list({ get_type: 2, page_num: 2, page_size: 2 })).toEqual(['c', 3]);
    expect(await list({ appid: other })).toEqual(['c', 1]);
  });

  it('needs a linked mini program', async () => {
    const { api } = apiClient();
    const { wxopen } = api;
    const all = [
      () => wxopen.getQrcodeJumpRules(),
      () => wxopen.addQrcodeJumpRule(rule),
      () => wxopen.publishQrcodeJumpRule(prefix),
      () => wxopen.deleteQrcodeJumpRule(prefix),
    ];
    for (const call of all) await expect(call()).rejects.toEqual(refused(61007));
  });

  it('is published 100 times a month', async () => {
    const { api, clock } = await linked();
    await api.wxopen.addQrcodeJumpRule(rule);
    for (let count = 0; count < 100; count++) {
      await api.wxopen.publishQrcodeJumpRule(prefix);
      await clock.advance(1000);
    }
    await expect(api.wxopen.publishQrcodeJumpRule(prefix)).rejects.toEqual(refused(886000));
    await clock.advance(31 * 86_400_000);
    await api.wxopen.publishQrcodeJumpRule(prefix);
    expect(await api.wxopen.getQrcodeJumpRules()).toMatchObject({ qrcodejump_pub_quota: 99 });
  });

  it('is asked for five times a second', async () => {
    const { api, clock } = await linked();
    const release = clock.pause();
    for (let count = 0; count < 5; count++) await api.wxopen.getQrcodeJumpRules();
    await expect(api.wxopen.getQrcodeJumpRules()).rejects.toEqual(refused(44990));
    release();
    await clock.advance(1000);
    expect(await api.wxopen.getQrcodeJumpRules()).toMatchObject({ list_size: 0 });
  });

  it('is proved by a file that stays the same', async () => {
    const { api } = apiClient();
    const proof = await api.wxopen.downloadQrcodeText();
    expect(proof.file_name).toMatch(/^[\w-]{10}\.txt$/);
    expect(proof.file_content).toMatch(/./);
    expect(await api.wxopen.downloadQrcodeText()).toEqual(proof);
  });
});

const LINK = '/cgi-bin/wxopen/wxamplink';
const GET = '/cgi-bin/wxopen/qrcodejumpget';
const ADD = '/cgi-bin/wxopen/qrcodejumpadd';

it.each<[string, string, object, number]>([
  ['a link without an AppID', LINK, { notify_users: 0, show_profile: 0 }, 41002],
  ['a link to what is no mini program', LINK, { appid: 'gh_1', notify_users: 0, show_profile: 0 }, 40166],
  ['a flag that is missing', LINK, { appid: other, show_profile: 0 }, 40035],
  ['a flag that is neither 0 nor 1', LINK, { appid: other, notify_users: 2, show_profile: 0 }, 40035],
  ['a flag of another type', LINK, { appid: other, notify_users: true, show_profile: 0 }, 47001],
  ['a prefix of another site', ADD, { ...rule, prefix: 'https://a.example/q/' }, 85066],
  ['a prefix of another kind', ADD, { ...rule, prefix: 'http://weixin.qq.com/r/qR2' }, 85066],
  ['a test link of another rule', ADD, { ...rule, debug_url: ['http://weixin.qq.com/q/1'] }, 85068],
  ['a change of a rule that is not there', ADD, { ...rule, is_edit: 1 }, 40097],
  ['a rule without a page', ADD, { ...rule, path: undefined }, 40035],
  ['a rule for a mini program that is not linked', ADD, { ...rule, appid: other }, 61007],
  ['a list by no prefix', GET, { get_type: 1 }, 40097],
  ['a list by 201 prefixes', GET, { get_type: 1, prefix_list: Array(201).fill('x') }, 40097],
  ['a page 0', GET, { get_type: 2, page_num: 0, page_size: 1 }, 40097],
  ['a page of 201', GET, { get_type: 2, page_num: 1, page_size: 201 }, 40097],
  ['an unknown kind of list', GET, { get_type: 3 }, 40097],
])('is refused: %s', async (_what, path, body, errcode) => {
  const { post } = await connect();
  await post(LINK, { appid: shop, notify_users: 0, show_profile: 0 });
  expect(await post(path, body)).toMatchObject({ errcode });
});

it('the same rule is not added twice, and only for its mini program deleted', async () => {
  const { api } = await linked();
  await api.wxopen.linkMiniProgram({ appid: other, notify_users: 0, show_profile: 0 });
  await api.wxopen.addQrcodeJumpRule(rule);
  await expect(api.wxopen.addQrcodeJumpRule(rule)).rejects.toEqual(refused(85071));
  await expect(api.wxopen.deleteQrcodeJumpRule(prefix, other)).rejects.toEqual(refused(40166));
});

it('rules take a service account', async () => {
  const { post } = await connect({ kind: 'subscription' });
  expect(await post(GET)).toMatchObject({ errcode: 48001 });
});
