import type { Api } from 'offiaccount';
import { apiClient, clientOf, refused } from './api-client';
import { appId, closeAll, connect, matching, playWith, appSecret } from './support';

afterEach(closeAll);

const pdf = { data: Buffer.from('%PDF-1.4\ninvoice'), filename: 'invoice.pdf' };
const code = { s_pappid: 'd3hwbGF0Zm9ybQ', order_id: 'order-1' };
const INIT = 'INVOICE_REIMBURSE_INIT';
const LOCK = 'INVOICE_REIMBURSE_LOCK';
const CLOSURE = 'INVOICE_REIMBURSE_CLOSURE';
const CANCEL = 'INVOICE_REIMBURSE_CANCEL';

const pageFor = async (api: Api, over: object = {}) => ({
  ...code,
  money: 100,
  source: 'web' as const,
  ticket: (await api.ticket.getTicket('wx_card')).ticket,
  type: 1 as const,
  ...over,
});

const face = {
  title: '示例科技有限公司',
  fee_without_tax: 2000,
  fee: 2345,
  tax: 345,
  billing_no: '22522107',
  billing_code: '144001901111',
  billing_time: '1478620800',
  info: [{ name: '红茶', unit: '盒', num: 10, price: 200 }],
  buyer_number: '91440300MA5EXAMPLE',
};

/** A merchant that is ready to let users ask for invoices. */
async function merchant() {
  const world = apiClient();
  await world.api.invoice.setContact('88888888', 86_400);
  return world;
}

/** The same, which is its own invoicing platform and has all but the user's yes. */
async function platform() {
  const world = await merchant();
  const { api, simulator } = world;
  const { card_id } = await api.invoice.createCard({
    base_info: { logo_url: 'https://a.example/logo.png', title: '示例商店' },
    type: '增值税普通发票',
    payee: '示例商店有限公司',
  });
  const { s_media_id } = await api.invoice.setPdf(pdf);
  const ask = async (order_id: string, type: 0 | 1 | 2 = 1) => {
    await api.invoice.getAuthUrl(await pageFor(api, { order_id, type }));
    await simulator.user('alice').triggers('user_authorize_invoice', { SuccOrderId: order_id });
  };
  const insert = (order_id: string, over: object = {}, given: object = {}) =>
    api.invoice.insert({
      order_id,
      card_id,
      card_ext: {
        nonce_str: 'n1',
        user_card: { invoice_user_data: { ...face, s_pdf_media_id: s_media_id, ...over } },
      },
      ...given,
    });
  return { ...world, card_id, s_media_id, ask, insert };
}

describe('what a merchant sets', () => {
  it('is read as it was set, by the same path', async () => {
    const { api } = apiClient();
    await expect(api.invoice.getPayMch()).rejects.toEqual(refused(72028));
    await expect(api.invoice.getContact()).rejects.toEqual(refused(72063));
    await expect(api.invoice.getAuthField()).rejects.toEqual(refused(72029));
    const auth_field = {
      user_field: { show_title: 1, show_phone: 0, show_email: 0, custom_field: [{ key: '部门' }] },
      biz_field: { show_title: 1, show_tax_no: 1, show_addr: 0 },
    } as const;
    await api.invoice.setPayMch('1230000109', code.s_pappid);
    await api.invoice.setContact('88888888', 12_345);
    await api.invoice.setAuthField(auth_field);
    expect(await api.invoice.getPayMch()).toMatchObject({
      paymch_info: { mchid: '1230000109', s_pappid: code.s_pappid },
    });
    expect(await api.invoice.getContact()).toMatchObject({
      contact: { phone: '88888888', time_out: 12_345 },
    });
    expect((await api.invoice.getAuthField()).auth_field).toEqual(auth_field);
  });

  it.each<[string, string, unknown, number]>([
    ['an action that does not exist', 'set_logo', {}, 40035],
    ['no merchant', 'set_pay_mch', {}, 40035],
    ['a merchant without a platform', 'set_pay_mch', { paymch_info: { mchid: '1230000109' } }, 40035],
    ['letters for a merchant', 'set_pay_mch', { paymch_info: { mchid: 'wx1', s_pappid: 'p' } }, 72030],
    ['a contact without a phone', 'set_contact', { contact: { time_out: 1 } }, 40035],
    ['a contact that never answers', 'set_contact', { contact: { phone: '1', time_out: 0 } }, 72031],
    ['a time in words', 'set_contact', { contact: { phone: '1', time_out: 'soon' } }, 47001],
    [
      'a field that is half shown',
      'set_auth_field',
      { auth_field: { user_field: { show_title: 2 } } },
      40035,
    ],
    ['a field of no name', 'set_auth_field', { auth_field: { biz_field: { custom_field: [{}] } } }, 40035],
  ])('is refused: %s', async (_what, action, body, errcode) => {
    const { post } = await connect({ appId });
    expect(await post(`/card/invoice/setbizattr?action=${action}`, body)).toMatchObject({ errcode });
  });

  it('is not read by GET, and not without an action', async () => {
    const { get, post } = await connect({ appId });
    expect(await get('/card/invoice/setbizattr?action=get_contact')).toMatchObject({ errcode: 43002 });
    expect(await post('/card/invoice/setbizattr')).toMatchObject({ errcode: 40035 });
  });
});

describe('the page on which a user asks for an invoice', () => {
  it('waits for the contact of the merchant', async () => {
    const { api } = apiClient();
    await expect(api.invoice.getAuthUrl(await pageFor(api))).rejects.toEqual(refused(72063));
  });

  it('is authorised by the user, with what they filled in', async () => {
    const { api, simulator } = await merchant();
    const { auth_url, appid } = await api.invoice.getAuthUrl(await pageFor(api, { source: 'wxa' }));
    expect(auth_url).toMatch(/^https:\/\/mp\.weixin\.qq\.com\/bizmall\/authinvoice\?.*order_id=order-1/);
    expect(appid).toMatch(/^wx/);
    const data = () => api.invoice.getAuthData(code.order_id, code.s_pappid);
    await expect(data()).rejects.toEqual(refused(72038));
    await api.invoice.setAuthField({ biz_field: { show_addr: 0, custom_field: [{ key: '部门' }] } });
    const alice = simulator.user('alice');
    await alice.triggers('submit_invoice_title', { title: '红茶公司', tax_no: '9144', bank_no: '62' });
    const before = Math.floor(simulator.clock.now() / 1000);
    await alice.triggers('user_authorize_invoice', { SuccOrderId: code.order_id });
    const { invoice_status, auth_time, user_auth_info } = await data();
    expect(invoice_status).toBe('auth success');
    expect(auth_time).toBeGreaterThanOrEqual(before);
    expect(auth_time).toBeLessThanOrEqual(simulator.clock.now() / 1000);
    expect(user_auth_info.biz_field).toMatchObject({
      title: '红茶公司',
      tax_no: '9144',
      bank_no: '62',
      custom_field: [{ key: '部门', value: matching(/./) }],
    });
    expect(user_auth_info.biz_field).not.toHaveProperty('addr');
    await expect(api.invoice.getAuthData(code.order_id, 'another')).rejects.toEqual(refused(72038));
  });

  it('takes the title of a person, too', async () => {
    const { api, simulator } = await merchant();
    await api.invoice.getAuthUrl(await pageFor(api));
    const bob = simulator.user('bob');
    await bob.triggers('submit_invoice_title', { title: '王五', title_type: 'InvoiceUserTitlePersonType' });
    await bob.triggers('user_authorize_invoice', { SuccOrderId: code.order_id });
    const { user_auth_info } = await api.invoice.getAuthData(code.order_id, code.s_pappid);
    expect(user_auth_info).toMatchObject({ user_field: { title: '王五', email: matching(/@/) } });
    expect(user_auth_info).not.toHaveProperty('biz_field');
  });

  it('is not authorised by a failure', async () => {
    const { api, simulator } = await merchant();
    await api.invoice.getAuthUrl(await pageFor(api));
    const failure = { SuccOrderId: '', FailOrderId: code.order_id };
    await simulator.user('alice').triggers('user_authorize_invoice', failure);
    await expect(api.invoice.getAuthData(code.order_id, code.s_pappid)).rejects.toEqual(refused(72038));
  });

  it.each([
    [{ ticket: 'x' }, 72031],
    [{ source: 'fax' }, 72031],
    [{ type: 3 }, 72031],
    [{ money: -1 }, 72031],
    [{ order_id: '' }, 40035],
    [{ s_pappid: undefined }, 40035],
  ])('is refused with %j', async (over, errcode) => {
    const { api } = await merchant();
    await expect(api.invoice.getAuthUrl(await pageFor(api, over))).rejects.toEqual(refused(errcode));
  });

  it('ends with a rejection', async () => {
    const { api, simulator } = await merchant();
    const rejection = { ...code, reason: '已退货' };
    await expect(api.invoice.rejectInsert(rejection)).rejects.toEqual(refused(72038));
    await api.invoice.getAuthUrl(await pageFor(api));
    await expect(api.invoice.rejectInsert(rejection)).rejects.toEqual(refused(72038));
    await simulator.user('alice').triggers('user_authorize_invoice', { SuccOrderId: code.order_id });
    await api.invoice.rejectInsert(rejection);
    for (const again of [
      () => api.invoice.rejectInsert(rejection),
      () => api.invoice.getAuthData(code.order_id, code.s_pappid),
      async () => api.invoice.getAuthUrl(await pageFor(api)),
    ])
      await expect(again()).rejects.toEqual(refused(72035));
  });
});

describe('the PDF of an invoice', () => {
  it('is uploaded, and downloaded from where it is said to be', async () => {
    const { simulator, request } = await connect({ appId });
    const api = clientOf(simulator);
    const { s_media_id } = await api.invoice.setPdf(pdf);
    expect(s_media_id).toMatch(/^\d{17,}$/);
    const { pdf_url, pdf_url_expire_time } = await api.invoice.getPdf(s_media_id);
    expect(pdf_url_expire_time).toBe(7200);
    const { pathname, search } = new URL(pdf_url);
    const answer = await request(pathname + search);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf.data);
    await simulator.clock.advance(7_200_000);
    expect((await request(pathname + search)).status).toBe(404);
  });

  it('is gone after three days, unless an invoice has it', async () => {
    const { api, simulator, ask, insert, s_media_id } = await platform();
    const other = (await api.invoice.setPdf(pdf)).s_media_id;
    await ask('order-1');
    await insert('order-1');
    await simulator.clock.advance(3 * 86_400_000);
    await expect(api.invoice.getPdf(other)).rejects.toEqual(refused(72040));
    expect(await api.invoice.getPdf(s_media_id)).toMatchObject({ pdf_url: matching(/^https?:/) });
  });

  it('is refused when it is none, or in another part of the form', async () => {
    const { api } = apiClient();
    await expect(api.invoice.setPdf({ data: Buffer.from('GIF89a'), filename: 'a.pdf' })).rejects.toEqual(
      refused(72040),
    );
    await expect(api.invoice.getPdf('1')).rejects.toEqual(refused(72040));
    const { upload, post } = await connect({ appId });
    expect(await upload('/card/invoice/platform/setpdf', 'a.pdf', pdf.data)).toMatchObject({
      errcode: 41005,
      errmsg: matching(/"pdf"/),
    });
    expect(await post('/card/invoice/platform/getpdf', { action: 'get', s_media_id: '1' })).toMatchObject({
      errcode: 72031,
    });
  });
});

describe('an invoice that is inserted', () => {
  it('is in the wallet of who authorised the order, once', async () => {
    const { ask, insert, api, simulator, card_id } = await platform();
    await ask('order-1');
    const { code: number, openid } = await insert('order-1');
    expect({ number, openid }).toEqual({ number: matching(/^\d{12}$/), openid: 'alice' });
    await expect(insert('order-1', { billing_no: '2' })).rejects.toEqual(refused(72018));
    expect(await api.invoice.getAuthData('order-1', code.s_pappid)).toMatchObject({
      invoice_status: 'auth success',
    });
    expect(simulator.api.chooseInvoice('alice')).toEqual([{ card_id, encrypt_code: matching(/./) }]);
  });

  it.each<[string, number, object, object]>([
    ['of no order', 72038, {}, { order_id: 'order-9' }],
    ['of the order of another account', 72038, {}, { appid: 'wx9999999999999999' }],
    ['of another kind', 40073, {}, { card_id: 'p1' }],
    ['with another title than the user filled in', 72017, { title: '别的公司' }, {}],
    ['without its PDF', 72040, { s_pdf_media_id: '1' }, {}],
    ['without its list of trips', 72040, { s_trip_pdf_media_id: '1' }, {}],
    ['without an amount', 40035, { fee: undefined }, {}],
    ['without lines', 40035, { info: undefined }, {}],
    ['with an amount below 0', 72031, { tax: -1 }, {}],
  ])('is refused: one %s', async (_what, errcode, over, given) => {
    const { ask, insert } = await platform();
    await ask('order-1');
    await expect(insert('order-1', over, given)).rejects.toEqual(refused(errcode));
    expect(await insert('order-1')).toMatchObject({ openid: 'alice' });
  });

  it('has a number of its own', async () => {
    const { ask, insert } = await platform();
    await ask('order-1');
    await ask('order-2');
    await insert('order-1');
    await expect(insert('order-2')).rejects.toEqual(refused(72042));
    expect(await insert('order-2', { billing_no: '22522108' })).toMatchObject({ openid: 'alice' });
  });

  it('has any title where the user filled in none', async () => {
    const { ask, insert, api } = await platform();
    await ask('order-1', 2);
    expect((await api.invoice.getAuthData('order-1', code.s_pappid)).user_auth_info).toEqual({});
    expect(await insert('order-1', { title: '别的公司' })).toMatchObject({ openid: 'alice' });
  });

  it('is not inserted after a rejection', async () => {
    const { ask, insert, api } = await platform();
    await ask('order-1');
    await api.invoice.rejectInsert({ ...code, reason: '重复开票' });
    await expect(insert('order-1')).rejects.toEqual(refused(72035));
  });
});

it('an invoicing platform has a code that stays', async () => {
  const { api } = apiClient();
  const { invoice_url } = await api.invoice.setUrl();
  expect(Buffer.from(new URL(invoice_url).searchParams.get('s_pappid')!, 'base64url').toString()).toMatch(
    new RegExp(`^${appId}_`),
  );
  expect(await api.invoice.setUrl()).toMatchObject({ invoice_url });
});

it('a kind of invoice needs a logo, a title, a type and who is paid', async () => {
  const { api } = apiClient();
  const base_info = { logo_url: 'https://a.example/logo.png', title: '示例商店' };
  const card = { base_info, type: '增值税普通发票', payee: '示例商店有限公司' };
  for (const wrong of [{ base_info: {} }, { type: '' }, { payee: undefined }]) {
    const given = { ...card, ...wrong } as typeof card;
    await expect(api.invoice.createCard(given)).rejects.toEqual(refused(40035));
  }
  expect(await api.invoice.createCard(card)).toMatchObject({ card_id: matching(/^p.{27}$/) });
});

describe('a reimbursement', () => {
  /** An issuer with an invoice of alice's, and two accounts that may reimburse it. */
  async function wallet() {
    const world = await platform();
    const told: unknown[] = [];
    world.wx.event('update_invoice_status', ({ openid, message: { Status, CardId, Code } }) => {
      told.push({ openid, Status, CardId, Code });
    });
    await world.ask('order-1');
    const { code: number } = await world.insert('order-1');
    const other = (id: string) => {
      const { simulator } = playWith({ appId: id, appSecret, api: world.simulator.api });
      return { simulator, api: clientOf(simulator, id) };
    };
    const [shown] = world.simulator.api.chooseInvoice('alice');
    const issue = (reimburse_status: typeof INIT | typeof LOCK | typeof CLOSURE | typeof CANCEL) =>
      world.api.invoice.updateStatus({ card_id: world.card_id, code: number, reimburse_status });
    return {
      ...world,
      number,
      shown: shown!,
      told,
      issue,
      one: other('wx1111111111111111'),
      two: other('wx2222222222222222'),
    };
  }

  const set = (api: Api, key: { readonly card_id: string; readonly encrypt_code: string }) => ({
    to: (reimburse_status: typeof INIT | typeof LOCK | typeof CLOSURE) =>
      api.invoice.updateReimburseStatus({ ...key, reimburse_status }),
  });

  it('reads the invoice that the user has shown', async () => {
    const { one, shown, card_id } = await wallet();
    const info = await one.api.invoice.getReimburseInfo(shown.card_id, shown.encrypt_code);
    expect(info).toMatchObject({
      card_id,
      openid: 'alice',
      type: '增值税普通发票',
      payee: '示例商店有限公司',
      detail: '红茶',
      user_info: {
        title: face.title,
        fee: 2345,
        billing_no: face.billing_no,
        billing_time: 1_478_620_800,
        order_id: 'order-1',
        reimburse_status: INIT,
        pdf_url: matching(/^https?:/),
      },
    });
    const { item_list } = await one.api.invoice.batchGetReimburseInfo([shown, shown]);
    expect(item_list).toHaveLength(2);
    for (const each of item_list) expect(info).toMatchObject(each);
  });

  it('locks, unlocks and ends the invoice, and tells its issuer', async () => {
    const { one, shown, told, simulator, number, card_id } = await wallet();
    const change = set(one.api, shown);
    await expect(change.to(CLOSURE)).rejects.toEqual(refused(72039));
    for (const status of [LOCK, LOCK, INIT, LOCK, CLOSURE] as const) await change.to(status);
    await simulator.api.events();
    expect(told).toEqual(
      [LOCK, LOCK, INIT, LOCK, CLOSURE].map((Status) => ({
        openid: 'alice',
        Status,
        CardId: card_id,
        Code: number,
      })),
    );
    for (const status of [INIT, LOCK, CLOSURE] as const)
      await expect(change.to(status)).rejects.toEqual(refused(72024));
    expect(simulator.api.chooseInvoice('alice')).not.toContainEqual(shown);
  });

  it('keeps others off what it has locked', async () => {
    const { one, two, shown, issue } = await wallet();
    await set(one.api, shown).to(LOCK);
    for (const status of [INIT, LOCK, CLOSURE] as const)
      await expect(set(two.api, shown).to(status)).rejects.toEqual(refused(72023));
    await expect(issue(CANCEL)).rejects.toEqual(refused(72023));
    await set(one.api, shown).to(INIT);
    await set(two.api, shown).to(LOCK);
  });

  it.each([CANCEL, CLOSURE] as const)('is over when the issuer says %s', async (status) => {
    const { one, shown, issue } = await wallet();
    await issue(LOCK);
    await issue(status);
    await expect(set(one.api, shown).to(LOCK)).rejects.toEqual(refused(72024));
    await expect(issue(INIT)).rejects.toEqual(refused(72024));
    expect(await one.api.invoice.getReimburseInfo(shown.card_id, shown.encrypt_code)).toMatchObject({
      user_info: { reimburse_status: status },
    });
  });

  it('changes several invoices of a user, all or none', async () => {
    const { one, two, shown, ask, insert, simulator } = await wallet();
    await ask('order-2');
    await insert('order-2', { billing_no: '2' });
    const invoice_list = simulator.api.chooseInvoice('alice');
    expect(invoice_list).toHaveLength(2);
    const all = (openid: string, reimburse_status: typeof LOCK | typeof CLOSURE) =>
      one.api.invoice.batchUpdateReimburseStatus({ openid, reimburse_status, invoice_list });
    const states = async () =>
      (await one.api.invoice.batchGetReimburseInfo(invoice_list)).item_list.map(
        ({ user_info }) => user_info.reimburse_status,
      );
    await expect(all('bob', LOCK)).rejects.toEqual(refused(72037));
    await set(two.api, invoice_list[1]!).to(LOCK);
    await expect(all('alice', LOCK)).rejects.toEqual(refused(72023));
    expect(await states()).toEqual([INIT, LOCK]);
    await set(two.api, invoice_list[1]!).to(INIT);
    await all('alice', LOCK);
    await all('alice', CLOSURE);
    expect(await states()).toEqual([CLOSURE, CLOSURE]);
    expect(invoice_list).toContainEqual(shown);
  });

  it('refuses what no user has shown', async () => {
    const { one, shown, api, card_id } = await wallet();
    const { invoice } = one.api;
    const wrong = { ...shown, encrypt_code: 'x' };
    const none = { openid: 'alice', reimburse_status: LOCK, invoice_list: [] } as const;
    for (const [call, errcode] of [
      [() => invoice.getReimburseInfo(shown.card_id, 'x'), 72025],
      [() => invoice.getReimburseInfo('p1', shown.encrypt_code), 40073],
      [() => invoice.batchGetReimburseInfo([shown, wrong]), 72025],
      [() => invoice.batchGetReimburseInfo([]), 40035],
      [() => set(one.api, wrong).to(LOCK), 72025],
      [() => set(one.api, shown).to(CANCEL as never), 72031],
      [() => invoice.batchUpdateReimburseStatus(none), 40035],
      [() => api.invoice.updateStatus({ card_id, code: '1', reimburse_status: LOCK }), 72031],
    ] as const)
      await expect(call()).rejects.toEqual(refused(errcode));
  });

  it('is of an invoice that is made up, where the user has none', async () => {
    const { simulator, request } = await connect({ appId });
    const api = clientOf(simulator);
    const [shown, ...more] = simulator.api.chooseInvoice('carol');
    expect(more).toEqual([]);
    expect(simulator.api.chooseInvoice('carol')).toEqual([shown]);
    const { openid, user_info } = await api.invoice.getReimburseInfo(shown!.card_id, shown!.encrypt_code);
    expect({ openid, status: user_info.reimburse_status }).toEqual({ openid: 'carol', status: INIT });
    expect(user_info.fee).toBe(user_info.fee_without_tax + user_info.tax);
    const { pathname, search } = new URL(user_info.pdf_url);
    expect(await (await request(pathname + search)).text()).toMatch(/^%PDF-/);
    await set(api, shown!).to(LOCK);
  });
});

describe('titles', () => {
  it('have pages to add and to choose one', async () => {
    const { api } = apiClient();
    const title = { title: '示例科技有限公司', tax_no: '9144', out_title_id: 't1' };
    expect((await api.invoice.getUserTitleUrl(title)).url).toMatch(/^https:\/\/mp\.weixin\.qq\.com\/.*t1/);
    expect((await api.invoice.getUserTitleUrl({ user_fill: 1 })).url).toMatch(/^https:/);
    for (const wrong of [{}, { user_fill: 0 as const }])
      await expect(api.invoice.getUserTitleUrl(wrong)).rejects.toEqual(refused(72031));
    await expect(api.invoice.getUserTitleUrl({ user_fill: 2 as 0 })).rejects.toEqual(refused(40035));
    expect((await api.invoice.getSelectTitleUrl('table 5', '示例商店')).url).toMatch(/attach=table\+5/);
    expect((await api.invoice.getSelectTitleUrl()).url).toMatch(/^https:/);
  });

  it('are read from the QR code of a user', async () => {
    const { api, simulator } = apiClient();
    const scan = () => api.invoice.scanTitle('https://w.url.cn/s/AE5Fnsz');
    expect(await scan()).toMatchObject({ title_type: 0, title: matching(/./) });
    const person = { title: '王五', title_type: 'InvoiceUserTitlePersonType' } as const;
    await simulator.user('bob').triggers('submit_invoice_title', person);
    expect(await scan()).toMatchObject({ title_type: 1, title: '王五' });
    await expect(api.invoice.scanTitle('hello')).rejects.toEqual(refused(72031));
  });
});
