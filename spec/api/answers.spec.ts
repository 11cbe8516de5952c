import type { Api } from '../../lib/api/client';
import { setUp, type Setup } from '../support/api';

/** What a call answers. */
type Answer<G extends keyof Api, N extends keyof Api[G]> = Api[G][N] extends (
  ...args: never[]
) => Promise<infer T>
  ? T
  : never;

/*
 * Answers in the forms in which WeChat gives them: with fields left out, of either kind, or beyond those one meets first. Each
 * is held by the compiler against the type of the call's result.
 */
const districts: Answer<'store', 'getDistrict'> = {
  status: 0,
  message: 'query ok',
  data_version: '20170510',
  result: [
    [
      {
        id: '320000',
        name: '江苏',
        fullname: '江苏省',
        pinyin: ['jiang', 'su'],
        location: { lng: 118, lat: 32 },
      },
    ],
    [{ id: 320105, fullname: '建邺区', location: { lng: 118.7, lat: 32 }, cidx: [3, 9] }],
  ],
};

const places: Answer<'store', 'searchMapPoi'> = {
  data: {
    item: [
      {
        sosomap_poi_uid: '9007199254740993',
        branch_name: '茶馆',
        category: '美食:茶馆',
        address: '新街口 1 号',
        telephone: '',
        longitude: 118.78,
        latitude: 32.04,
        pic_urls: [],
        data_supply: 1,
      },
    ],
  },
};

const place: Answer<'store', 'createMapPoi'> = { data: { base_id: '51277', rich_id: 51277 } };

const authorizer: Answer<'component', 'getAuthorizerInfo'> = {
  authorizer_info: {
    user_name: 'gh_0a1b2c3d4e5f',
    nick_name: '茶馆',
    head_img: 'https://a.example/head.jpg',
    service_type_info: { id: 2 },
    verify_type_info: { id: 0 },
    principal_name: '茶馆有限公司',
    alias: '',
    qrcode_url: 'https://a.example/code.jpg',
    business_info: { open_store: 0, open_scan: 0, open_pay: 1, open_card: 0, open_shake: 0 },
    idc: 1,
  },
  authorization_info: {
    authorizer_appid: 'wx2',
    func_info: [
      { funcscope_category: { id: 1 } },
      {
        funcscope_category: { id: 7 },
        confirm_info: { need_confirm: 1, already_confirm: 0, can_confirm: 0 },
      },
    ],
  },
};

const miniProgram: Answer<'component', 'getAuthorizerInfo'>['authorizer_info'] = {
  ...authorizer.authorizer_info,
  signature: '卖茶',
  account_status: 1,
  register_type: 0,
  basic_config: { is_phone_configured: true, is_email_configured: true },
  MiniProgramInfo: {
    network: {
      RequestDomain: ['https://a.example'],
      WsRequestDomain: [],
      UploadDomain: [],
      DownloadDomain: [],
      UDPDomain: [],
      BizDomain: [],
      TCPDomain: [],
      PrefetchDNSDomain: [],
      NewRequestDomain: [],
      NewTCPDomain: [],
    },
    categories: [{ first: '餐饮', second: '茶馆' }],
    visit_status: 0,
  },
  channels_info: { id: 1 },
  store_info: { id: 2 },
  talent_info: { id: 3 },
  supplier_info: { id: 4 },
};

const authorizers: Answer<'component', 'getAuthorizerList'> = {
  total_count: 1,
  list: [{ authorizer_appid: 'wx2', auth_time: 1558000607 }],
};

const codes: Answer<'image', 'scanQrcode'> = {
  code_results: [
    { type_name: 'PDF417', data: '1' },
    { type_name: 'CODE_128', data: '2' },
  ],
  img_size: { w: 100, h: 100 },
};

const live: Answer<'menu', 'getCurrentSelfmenuInfo'> = {
  is_menu_open: 1,
  selfmenu_info: {
    button: [
      { type: 'miniprogram', name: '点单', url: 'https://a.example/', appid: 'wx3', pagepath: 'pages/index' },
      { name: '更多', sub_button: { list: [{ type: 'article_id', name: '茶', article_id: 'A1' }] } },
    ],
  },
};

const menus: Answer<'menu', 'get'> = {
  menu: { button: [{ type: 'click', name: '茶', key: 'TEA', sub_button: [] }], menuid: '208396938' },
  conditionalmenu: [
    { button: [], menuid: '1', matchrule: { client_platform_type: '2', tag_id: '101' } },
    { button: [], menuid: '2', matchrule: { client_platform_type: 2, group_id: 101, sex: '1' } },
  ],
};

const linked: Answer<'wxopen', 'getLinkedMiniPrograms'> = {
  wxopens: {
    items: [
      {
        status: 2,
        username: 'gh_0a1b2c3d4e5f',
        nickname: '茶馆',
        headimg_url: 'https://a.example/head.jpg',
        source: 'SOURCE_NORMAL',
        func_infos: [],
      },
    ],
  },
};

const notified: NonNullable<Answer<'nontax', 'getOrder'>['notify_history']>[number]['notify_detail'] = [
  { errcode: 0, errmsg: 'OK', ret: 0, wxnontaxstr: 's', status: 1, cost_time: 5, notify_time: 1508848000 },
];

const fee: Pick<Answer<'nontax', 'queryFee'>, 'fee' | 'payment_expire_date'>[] = [
  { fee: 100, payment_expire_date: '20261231' },
  { fee: 100, payment_expire_date: 20261231 },
  { fee: 100 },
];

const refunded: Answer<'nontax', 'getOrder'>['partial_refund_info'] = {
  refund_out_id: '1',
  refund_order_id: '2',
  refund_fee: 1,
  refund_reason: '',
  refund_status: 3,
  refund_finish_time: 1508848000,
};

const draft: Answer<'draft', 'get'> = {
  news_item: [
    {
      title: '茶',
      author: '',
      digest: '',
      content: '<p>茶</p>',
      content_source_url: '',
      thumb_media_id: 'T1',
      show_cover_pic: 1,
      need_open_comment: 0,
      only_fans_can_comment: 0,
      url: 'https://mp.weixin.qq.com/s/a',
      thumb_url: 'https://a.example/thumb.jpg',
    },
  ],
  create_time: 1700000000,
  update_time: 1700000001,
};

const billed: Pick<Answer<'invoice', 'getReimburseInfo'>['user_info'], 'billing_time'>[] = [
  { billing_time: 1468322401 },
  { billing_time: '1468322401' },
];

it('is typed in every form in which it comes', () => {
  const answers = [
    districts,
    places,
    place,
    authorizer,
    miniProgram,
    authorizers,
    codes,
    live,
    menus,
    linked,
  ];
  const more: unknown[] = [notified, fee, refunded, draft, billed, {}];
  expect([...answers, ...more]).not.toContain(undefined);
});

it('has no access token of an account but where it is told', () => {
  // @ts-expect-error it is told once, by queryAuth
  expect(authorizer.authorization_info.authorizer_access_token).toBeUndefined();
});

describe('an id', () => {
  let setup: Setup;
  beforeAll(async () => (setup = await setUp()));
  afterAll(() => setup.close());

  it.each([
    [
      's_media_id',
      '/card/invoice/platform/setpdf',
      (api: Api) => api.invoice.setPdf({ data: Buffer.from('%PDF-') }),
    ],
    ['article_id', '/cgi-bin/freepublish/get', (api: Api) => api.freepublish.get('1')],
    ['publish_id', '/cgi-bin/freepublish/submit', (api: Api) => api.freepublish.submit('D1')],
    [
      'menuid',
      '/cgi-bin/menu/addconditional',
      (api: Api) => api.menu.addConditional({ button: [], matchrule: {} }),
    ],
    ['base_id', '/wxa/search_map_poi', (api: Api) => api.store.searchMapPoi('320105', 'tea')],
  ])('in %s is text, whether it came as a number or as text', async (name, path, call) => {
    for (const id of ['75195574948725301', '42'])
      for (const json of [`{"${name}":${id}}`, `{"${name}":"${id}"}`]) {
        setup.fake.on(path, { text: json });
        expect(await call(setup.api)).toEqual({ [name]: id });
      }
  });
});

describe('a body', () => {
  let setup: Setup;
  beforeAll(async () => {
    setup = await setUp();
    setup.fake.always('/cgi-bin/component/clear_quota/v2', { json: { errcode: 0, errmsg: 'ok' } });
  });
  afterAll(() => setup.close());

  const payment = {
    appid: 'wx1',
    desc: 'a fine',
    fee: 1,
    payment_notice_create_time: 1,
    department_code: '1',
    department_name: 'a',
    region_code: '1',
    items: [],
  };
  const poi = {
    ...{ name: 'a', category: 'b', introduct: '', telephone: '', photo: '', license: '' },
    ...{ province: '', city: '', district: '', address: '' },
  };

  it.each<[string, (api: Api) => Promise<unknown>, object]>([
    [
      'a place, its numbers as text',
      (api) => api.store.createMapPoi({ ...poi, longitude: 118.78, latitude: 32, districtid: 320105 }),
      { longitude: '118.78', latitude: '32', districtid: '320105' },
    ],
    [
      'a place, its text as it is',
      (api) => api.store.createMapPoi({ ...poi, longitude: '118.780', latitude: '32', districtid: '320105' }),
      { longitude: '118.780', latitude: '32', districtid: '320105' },
    ],
    [
      'a district as a number to search in',
      (api) => api.store.searchMapPoi('320105', 'tea'),
      { districtid: 320105 },
    ],
    ['the platform’s own count', (api) => api.component.clearQuotaByAppSecret(), { component_appid: 'wx1' }],
    [
      'an earlier try',
      (api) => api.nontax.microPay({ ...payment, auth_code: '1', order_id: 'O1' }),
      { order_id: 'O1' },
    ],
    [
      'a day as text',
      (api) => api.nontax.unifiedOrder({ ...payment, payment_expire_date: 20261231, ip: '', scene: '' }),
      { payment_expire_date: '20261231' },
    ],
    [
      'a template by its number',
      (api) => api.subscribeMessage.addTemplate({ tid: 99, kidList: [1, 2], sceneDesc: '' }),
      { tid: '99' },
    ],
  ])('has %s', async (_what, call, expected) => {
    await call(setup.api);
    expect(JSON.parse(setup.fake.seen.at(-1)!.body)).toMatchObject(expected);
  });

  it('leaves out what is not there', async () => {
    await setup.api.component.clearQuotaByAppSecret();
    expect(JSON.parse(setup.fake.seen.at(-1)!.body)).not.toHaveProperty('appid');
    await setup.api.nontax.microPay({ ...payment, auth_code: '1' });
    expect(JSON.parse(setup.fake.seen.at(-1)!.body)).not.toHaveProperty('payment_expire_date');
  });
});
