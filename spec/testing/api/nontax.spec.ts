import { apiClient, refused } from './api-client';
import { appId as appid, closeAll, connect } from './support';

afterEach(closeAll);

/** What an order is told by. */
const told = {
  appid,
  desc: 'a fine',
  fee: 100,
  order_no: 'mine-1',
  payment_notice_no: 'n1',
  department_code: 'd1',
  department_name: 'Traffic',
  region_code: '440300',
  bank_id: 'b1',
  items: [{ no: 1, item_id: 'i1', item_name: 'parking', overdue: 1, penalty: 2, fee: 97 }],
};
const payment = {
  ...told,
  payment_notice_create_time: 1504412345,
  payment_expire_date: '20371010',
  mch_id: 'm1',
};
const order = { ...payment, ip: '1.2.3.4', scene: 'biz', openid: 'alice' };
const office = { department_code: 'd1', region_code: '440300' };

it('what a notice asks for is paid, looked up and paid back', async () => {
  const { api } = apiClient();
  const fee = await api.nontax.queryFee({ appid, ...office, payment_notice_no: 'n1' });
  expect(fee).toMatchObject({ ...office, payment_notice_no: 'n1', items: [{ fee: fee.fee }] });
  expect(fee.fee).toBeGreaterThan(0);
  expect(await api.nontax.queryFee({ appid, ...office, payment_notice_no: 'n1' })).toMatchObject({
    fee: fee.fee,
  });
  const { order_id, pay_url } = await api.nontax.unifiedOrder({ ...order, fee: fee.fee, items: fee.items });
  expect(pay_url).toContain(order_id);
  const found = await api.nontax.getOrder({ appid, order_id });
  const paid = { ...told, fee: fee.fee, items: fee.items, openid: 'alice', scene: 'biz' };
  expect(found).toMatchObject({ ...paid, order_id, status: 3, fee_type: 1 });
  expect(found).not.toHaveProperty('refund_order_id');
  const { refund_order_id } = await api.nontax.refund({ appid, order_id, reason: 'paid twice' });
  const back = await api.nontax.getOrder({ appid, order_id });
  expect(back).toMatchObject({ status: 5, refund_order_id, refund_reason: 'paid twice' });
  expect(back).not.toHaveProperty('partial_refund_info');
  await expect(api.nontax.refund({ appid, order_id, reason: 'again' })).rejects.toEqual(refused(40035));
});

it('an order is paid back in parts', async () => {
  const { api } = apiClient();
  const { order_id } = await api.nontax.unifiedOrder(order);
  const part = { appid, order_id, reason: 'too much', refund_fee: 40 };
  await expect(api.nontax.refund(part)).rejects.toEqual(refused(40035));
  const first = await api.nontax.refund({ ...part, refund_out_id: 'r1' });
  // The same number is the same refund.
  expect(await api.nontax.refund({ ...part, refund_out_id: 'r1' })).toMatchObject(first);
  await expect(api.nontax.refund({ ...part, refund_fee: 41, refund_out_id: 'r1' })).rejects.toEqual(
    refused(40035),
  );
  await expect(api.nontax.refund({ ...part, refund_fee: 61, refund_out_id: 'r2' })).rejects.toEqual(
    refused(40035),
  );
  expect(await api.nontax.getOrder({ appid, order_id })).toMatchObject({
    status: 3,
    partial_refund_info: [
      {
        refund_order_id: first.refund_order_id,
        refund_out_id: 'r1',
        refund_fee: 40,
        refund_reason: 'too much',
      },
    ],
  });
  await api.nontax.refund({ ...part, refund_fee: 60, refund_out_id: 'r2' });
  expect(await api.nontax.getOrder({ appid, order_id })).toMatchObject({
    status: 5,
    partial_refund_info: [{ refund_fee: 40 }, { refund_fee: 60 }],
  });
});

it('a payment by a code on the phone is an order, and asked about by its id', async () => {
  const { api } = apiClient();
  const { order_id } = await api.nontax.microPay({ ...payment, auth_code: '130061098828009406' });
  expect(await api.nontax.getOrder({ appid, order_id })).toMatchObject({ status: 3, scene: 'offline' });
  expect(await api.nontax.microPay({ ...payment, auth_code: '130061098828009406', order_id })).toMatchObject({
    order_id,
  });
  await expect(api.nontax.microPay({ ...payment, auth_code: '1', order_id: 'x' })).rejects.toEqual(
    refused(40035),
  );
});

it('orders are found by their numbers, within their office', async () => {
  const { api } = apiClient();
  const first = await api.nontax.unifiedOrder(order);
  const second = await api.nontax.unifiedOrder({ ...order, payment_notice_no: 'n2' });
  const of = (query: object) => api.nontax.getOrderList({ appid, ...office, ...query });
  expect(await of({ payment_notice_no: 'n2' })).toMatchObject({
    order_id_list: [second.order_id],
    paid_order_id: second.order_id,
  });
  expect(await of({ order_no: 'mine-1' })).toMatchObject({
    order_id_list: [first.order_id, second.order_id],
  });
  expect(await of({ order_no: 'mine-1', region_code: '1' })).toMatchObject({ order_id_list: [] });
  await api.nontax.refund({ appid, order_id: second.order_id, reason: 'twice' });
  expect(await of({ payment_notice_no: 'n2' })).not.toHaveProperty('paid_order_id');
});

describe('the bill of a day', () => {
  const today = (now: number): string =>
    new Date(now + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');

  it('has a line for each payment and refund, and the totals', async () => {
    const { api, clock } = apiClient();
    const { order_id } = await api.nontax.unifiedOrder(order);
    await api.nontax.unifiedOrder({ ...order, mch_id: 'm2', fee: 250 });
    const bill_date = today(clock.now());
    const lines = async (more: object): Promise<string[]> => {
      const { data, contentType } = await api.nontax.downloadBill({ appid, bill_date, ...more });
      expect(contentType).toMatch(/^text\/plain/);
      return data.toString().trimEnd().split('\n');
    };
    const { refund_order_id } = await api.nontax.refund({ appid, order_id, reason: 'twice' });
    const all = await lines({});
    expect(all).toHaveLength(6);
    expect(all[0]).toMatch(/^交易时间,公众账号ID,商户号,.*,银行ID$/);
    for (const line of all.slice(1, 4)) expect(line.split(',')).toHaveLength(all[0]!.split(',').length);
    expect(all[3]).toContain(`\`REFUND,\`OTHERS,\`CNY,\`1.00,\`0.00,\`${refund_order_id}`);
    expect(all.slice(4)).toEqual([
      '总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额',
      '`3,`3.50,`1.00,`0.00,`0.00',
    ]);
    expect((await lines({ bill_type: 'SUCCESS' })).at(-1)).toBe('`1,`2.50,`0.00,`0.00,`0.00');
    expect((await lines({ bill_type: 'REFUND' })).at(-1)).toBe('`1,`0.00,`1.00,`0.00,`0.00');
    expect((await lines({ mch_id: 'm2' })).at(-1)).toBe('`1,`2.50,`0.00,`0.00,`0.00');
    expect((await lines({ bill_date: '20170903' })).at(-1)).toBe('`0,`0.00,`0.00,`0.00,`0.00');
  });
});

it('a difference is told, and one’s own servers are tried', async () => {
  const { api, fake } = apiClient();
  const { order_id } = await api.nontax.unifiedOrder(order);
  await api.nontax.notifyInconsistentOrder(appid, order_id);
  await expect(api.nontax.notifyInconsistentOrder(appid, 'x')).rejects.toEqual(refused(40035));
  const mock = { appid, url: 'https://a.example/paid', version: 1 };
  await api.nontax.mockNotification(mock);
  await api.nontax.mockQueryFee(mock);
  expect(fake.calls.slice(-2)).toMatchObject([
    { path: '/nontax/mocknotification', body: mock, errcode: 0 },
    { path: '/nontax/mockqueryfee', body: mock, errcode: 0 },
  ]);
});

const without = (name: keyof typeof order): object => ({ ...order, [name]: undefined });
const ORDER = '/nontax/unifiedorder';
const MICRO = '/nontax/micropay';
const BILL = '/nontax/downloadbill';

it.each<[string, string, object, number]>([
  ...(
    ['desc', 'fee', 'ip', 'scene', 'department_code', 'department_name', 'region_code', 'items'] as const
  ).map((name): [string, string, object, number] => [
    `an order without ${name}`,
    ORDER,
    without(name),
    40035,
  ]),
  ['an order without an AppID', ORDER, without('appid'), 41002],
  ['an order of another account', ORDER, { ...order, appid: 'wx1' }, 40013],
  ['an order of nothing', ORDER, { ...order, fee: 0 }, 40035],
  ['an amount below nothing', ORDER, { ...order, fee: -1 }, 40035],
  ['an amount with a fraction', ORDER, { ...order, fee: 1.5 }, 47001],
  ['an order without lines', ORDER, { ...order, items: [] }, 40035],
  ['a line without its amount', ORDER, { ...order, items: [{ no: 1, item_id: 'a', item_name: 'b' }] }, 40035],
  ['no number at all', ORDER, { ...order, order_no: '', payment_notice_no: undefined }, 40035],
  ['a last day that is none', ORDER, { ...order, payment_expire_date: '20170230' }, 61500],
  ['a payment without its code', MICRO, order, 40035],
  ['an unknown order', '/nontax/getorder', { appid, order_id: 'x' }, 40035],
  ['an order that is not named', '/nontax/getorder', { appid }, 40035],
  ['a refund of an unknown order', '/nontax/refund', { appid, order_id: 'x', reason: 'a' }, 40035],
  ['a refund without a reason', '/nontax/refund', { appid, order_id: 'x' }, 40035],
  ['a notice without its number', '/nontax/queryfee', { appid, ...office }, 40035],
  ['a list by no number', '/nontax/getorderlist', { appid, ...office }, 40035],
  ['a bill of a day with dashes', BILL, { appid, bill_date: '2017-09-03' }, 61500],
  ['a bill of an unknown kind', BILL, { appid, bill_date: '20170903', bill_type: 'PAID' }, 40035],
  ['a bill of another account', BILL, { appid: 'wx1', bill_date: '20170903' }, 40013],
  ['a server without an address', '/nontax/mockqueryfee', { appid, url: 'here', version: 1 }, 40035],
  ['a server without a version', '/nontax/mocknotification', { appid, url: 'https://a.example' }, 40035],
])('is refused: %s', async (_what, path, body, errcode) => {
  const { post } = await connect();
  expect(await post(path, body)).toMatchObject({ errcode });
});
