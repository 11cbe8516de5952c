import { nontax } from '../../../lib/api/groups/nontax';

const rows: [string, unknown, unknown][] = [
  [
    'queryFee',
    nontax.queryFee({
      appid: 'wx1',
      service_id: 123,
      bank_id: 'b1',
      payment_notice_type: 1,
      payment_notice_no: 'n1',
      department_code: 'd1',
      region_code: '440300',
    }),
    {
      method: 'POST',
      path: '/nontax/queryfee',
      json: {
        appid: 'wx1',
        service_id: 123,
        bank_id: 'b1',
        payment_notice_type: 1,
        payment_notice_no: 'n1',
        department_code: 'd1',
        region_code: '440300',
      },
      safe: true,
    },
  ],
  [
    'unifiedOrder',
    nontax.unifiedOrder({
      appid: 'wx1',
      service_id: 123,
      trade_type: 'JSAPI',
      bank_id: 'b1',
      bank_account: '6222',
      mch_id: 'm1',
      openid: 'o1',
      app_appid: 'wxa',
      desc: 'a fine',
      fee: 100,
      return_url: 'https://a.example',
      ip: '1.2.3.4',
      order_no: 'mine-1',
      payment_notice_type: 1,
      payment_notice_no: 'n1',
      payment_notice_create_time: 1504412345,
      payment_expire_date: '20171010',
      user_name: 'Alice',
      department_code: 'd1',
      department_name: 'Traffic',
      region_code: '440300',
      scene: 'biz',
      items: [{ no: 1, item_id: 'i1', item_name: 'parking', overdue: 1, penalty: 2, fee: 97 }],
      auto_call_pay: true,
    }),
    {
      method: 'POST',
      path: '/nontax/unifiedorder',
      json: {
        appid: 'wx1',
        service_id: 123,
        trade_type: 'JSAPI',
        bank_id: 'b1',
        bank_account: '6222',
        mch_id: 'm1',
        openid: 'o1',
        app_appid: 'wxa',
        desc: 'a fine',
        fee: 100,
        return_url: 'https://a.example',
        ip: '1.2.3.4',
        order_no: 'mine-1',
        payment_notice_type: 1,
        payment_notice_no: 'n1',
        payment_notice_create_time: 1504412345,
        payment_expire_date: '20171010',
        user_name: 'Alice',
        department_code: 'd1',
        department_name: 'Traffic',
        region_code: '440300',
        scene: 'biz',
        items: [{ no: 1, item_id: 'i1', item_name: 'parking', overdue: 1, penalty: 2, fee: 97 }],
        auto_call_pay: true,
      },
    },
  ],
  [
    'getOrder',
    nontax.getOrder({ appid: 'wx1', service_id: 123, order_id: 'or1' }),
    {
      method: 'POST',
      path: '/nontax/getorder',
      json: { appid: 'wx1', service_id: 123, order_id: 'or1' },
      safe: true,
    },
  ],
  [
    'refund',
    nontax.refund({
      appid: 'wx1',
      order_id: 'or1',
      reason: 'paid twice',
      refund_fee: 50,
      refund_out_id: 'mine-2',
    }),
    {
      method: 'POST',
      path: '/nontax/refund',
      json: {
        appid: 'wx1',
        order_id: 'or1',
        reason: 'paid twice',
        refund_fee: 50,
        refund_out_id: 'mine-2',
      },
    },
  ],
  [
    'downloadBill',
    nontax.downloadBill({ appid: 'wx1', mch_id: 'm1', bill_date: '20170903', bill_type: 'SUCCESS' }),
    {
      method: 'POST',
      path: '/nontax/downloadbill',
      json: { appid: 'wx1', mch_id: 'm1', bill_date: '20170903', bill_type: 'SUCCESS' },
      answer: 'download',
      safe: true,
    },
  ],
  [
    'notifyInconsistentOrder',
    nontax.notifyInconsistentOrder('wx1', 'or1'),
    {
      method: 'POST',
      path: '/nontax/notifyinconsistentorder',
      json: { appid: 'wx1', order_id: 'or1' },
    },
  ],
  [
    'mockNotification',
    nontax.mockNotification({ appid: 'wx1', url: 'https://a.example/paid', version: 1 }),
    {
      method: 'POST',
      path: '/nontax/mocknotification',
      json: { appid: 'wx1', url: 'https://a.example/paid', version: 1 },
    },
  ],
  [
    'mockQueryFee',
    nontax.mockQueryFee({ appid: 'wx1', url: 'https://a.example/fee', version: 1 }),
    {
      method: 'POST',
      path: '/nontax/mockqueryfee',
      json: { appid: 'wx1', url: 'https://a.example/fee', version: 1 },
    },
  ],
  [
    'microPay',
    nontax.microPay({
      appid: 'wx1',
      bank_id: 'b1',
      bank_account: '6222',
      mch_id: 'm1',
      desc: 'a fine',
      fee: 100,
      order_no: 'mine-1',
      payment_notice_type: 1,
      payment_notice_no: 'n1',
      payment_notice_create_time: 1504412345,
      payment_expire_date: '20171010',
      user_name: 'Alice',
      department_code: 'd1',
      department_name: 'Traffic',
      region_code: '440300',
      auth_code: '130061098828009406',
      items: [{ no: 1, item_id: 'i1', item_name: 'parking', overdue: 1, penalty: 2, fee: 97 }],
    }),
    {
      method: 'POST',
      path: '/nontax/micropay',
      json: {
        appid: 'wx1',
        bank_id: 'b1',
        bank_account: '6222',
        mch_id: 'm1',
        desc: 'a fine',
        fee: 100,
        order_no: 'mine-1',
        payment_notice_type: 1,
        payment_notice_no: 'n1',
        payment_notice_create_time: 1504412345,
        payment_expire_date: '20171010',
        user_name: 'Alice',
        department_code: 'd1',
        department_name: 'Traffic',
        region_code: '440300',
        auth_code: '130061098828009406',
        items: [{ no: 1, item_id: 'i1', item_name: 'parking', overdue: 1, penalty: 2, fee: 97 }],
      },
    },
  ],
  [
    'getOrderList',
    nontax.getOrderList({
      appid: 'wx1',
      order_no: 'mine-1',
      payment_notice_no: 'n1',
      department_code: 'd1',
      region_code: '440300',
    }),
    {
      method: 'POST',
      path: '/nontax/getorderlist',
      json: {
        appid: 'wx1',
        order_no: 'mine-1',
        payment_notice_no: 'n1',
        department_code: 'd1',
        region_code: '440300',
      },
      safe: true,
    },
  ],
];

describe('nontax', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('has a row for every endpoint', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(nontax));
  });

  it('refuses what WeChat does not know', () => {
    // @ts-expect-error a typo in the kind of bill
    nontax.downloadBill({ appid: 'wx1', bill_date: '20170903', bill_type: 'PAID' });
    // @ts-expect-error the reason is missing
    nontax.refund({ appid: 'wx1', order_id: 'or1' });
  });
});
