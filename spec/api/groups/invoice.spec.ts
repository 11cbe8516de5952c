import { invoice } from '../../../lib/api/groups/invoice';

const pdf = { data: new Uint8Array([37, 80, 68, 70]), filename: 'invoice.pdf' };

const rows: [string, unknown, unknown][] = [
  [
    'getAuthUrl',
    invoice.getAuthUrl({
      order_id: '1234',
      s_pappid: 'wxabcd',
      money: 11,
      timestamp: 1474875876,
      source: 'web',
      redirect_url: 'https://a.example',
      ticket: 'TICKET',
      type: 1,
    }),
    {
      method: 'POST',
      path: '/card/invoice/getauthurl',
      json: {
        order_id: '1234',
        s_pappid: 'wxabcd',
        money: 11,
        timestamp: 1474875876,
        source: 'web',
        redirect_url: 'https://a.example',
        ticket: 'TICKET',
        type: 1,
      },
    },
  ],
  [
    'getAuthData',
    invoice.getAuthData('1234', 'wxabcd'),
    {
      method: 'POST',
      path: '/card/invoice/getauthdata',
      json: { order_id: '1234', s_pappid: 'wxabcd' },
      safe: true,
    },
  ],
  [
    'rejectInsert',
    invoice.rejectInsert({
      s_pappid: 'wxabcd',
      order_id: '1234',
      reason: 'no such order',
      url: 'https://a.example',
    }),
    {
      method: 'POST',
      path: '/card/invoice/rejectinsert',
      json: { order_id: '1234', s_pappid: 'wxabcd', reason: 'no such order', url: 'https://a.example' },
    },
  ],
  ['setUrl', invoice.setUrl(), { method: 'POST', path: '/card/invoice/seturl', json: {}, safe: true }],
  [
    'insert',
    invoice.insert({
      order_id: '1234',
      appid: 'wx1',
      card_id: 'pjZ8Yt',
      card_ext: {
        nonce_str: 'n1',
        user_card: {
          invoice_user_data: {
            title: 'Alice Ltd.',
            fee_without_tax: 2000,
            fee: 2345,
            tax: 345,
            billing_no: 'no',
            billing_code: 'code',
            billing_time: 1478620800,
            info: [{ name: 'tea', unit: 'box', num: 10, price: 5 }],
            check_code: 'check',
            s_pdf_media_id: '75195574948725301',
            s_trip_pdf_media_id: '75195574948725302',
            buyer_number: '1',
            buyer_address_and_phone: '2',
            buyer_bank_account: '3',
            seller_number: '4',
            seller_address_and_phone: '5',
            seller_bank_account: '6',
            remarks: '7',
            maker: '8',
            cashier: '9',
          },
        },
      },
    }),
    {
      method: 'POST',
      path: '/card/invoice/insert',
      json: {
        order_id: '1234',
        appid: 'wx1',
        card_id: 'pjZ8Yt',
        card_ext: {
          nonce_str: 'n1',
          user_card: {
            invoice_user_data: {
              title: 'Alice Ltd.',
              fee_without_tax: 2000,
              fee: 2345,
              tax: 345,
              billing_no: 'no',
              billing_code: 'code',
              billing_time: 1478620800,
              info: [{ name: 'tea', unit: 'box', num: 10, price: 5 }],
              check_code: 'check',
              s_pdf_media_id: '75195574948725301',
              s_trip_pdf_media_id: '75195574948725302',
              buyer_number: '1',
              buyer_address_and_phone: '2',
              buyer_bank_account: '3',
              seller_number: '4',
              seller_address_and_phone: '5',
              seller_bank_account: '6',
              remarks: '7',
              maker: '8',
              cashier: '9',
            },
          },
        },
      },
    },
  ],
  [
    'setPayMch',
    invoice.setPayMch('1230000109', 'wxabcd'),
    {
      method: 'POST',
      path: '/card/invoice/setbizattr',
      query: { action: 'set_pay_mch' },
      json: { paymch_info: { mchid: '1230000109', s_pappid: 'wxabcd' } },
    },
  ],
  [
    'getPayMch',
    invoice.getPayMch(),
    {
      method: 'POST',
      path: '/card/invoice/setbizattr',
      query: { action: 'get_pay_mch' },
      json: {},
      safe: true,
    },
  ],
  [
    'setContact',
    invoice.setContact('88888888', 12345),
    {
      method: 'POST',
      path: '/card/invoice/setbizattr',
      query: { action: 'set_contact' },
      json: { contact: { phone: '88888888', time_out: 12345 } },
    },
  ],
  [
    'getContact',
    invoice.getContact(),
    {
      method: 'POST',
      path: '/card/invoice/setbizattr',
      query: { action: 'get_contact' },
      json: {},
      safe: true,
    },
  ],
  [
    'setAuthField',
    invoice.setAuthField({
      user_field: { show_title: 1, show_phone: 1, show_email: 0, custom_field: [{ key: 'field1' }] },
      biz_field: {
        show_title: 1,
        show_tax_no: 1,
        show_addr: 0,
        show_phone: 0,
        show_bank_type: 1,
        show_bank_no: 1,
        custom_field: [{ key: 'field2' }],
      },
    }),
    {
      method: 'POST',
      path: '/card/invoice/setbizattr',
      query: { action: 'set_auth_field' },
      json: {
        auth_field: {
          user_field: { show_title: 1, show_phone: 1, show_email: 0, custom_field: [{ key: 'field1' }] },
          biz_field: {
            show_title: 1,
            show_tax_no: 1,
            show_addr: 0,
            show_phone: 0,
            show_bank_type: 1,
            show_bank_no: 1,
            custom_field: [{ key: 'field2' }],
          },
        },
      },
    },
  ],
  [
    'getAuthField',
    invoice.getAuthField(),
    {
      method: 'POST',
      path: '/card/invoice/setbizattr',
      query: { action: 'get_auth_field' },
      json: {},
      safe: true,
    },
  ],
  [
    'createCard',
    invoice.createCard({
      base_info: {
        logo_url: 'https://a.example/logo.png',
        title: 'Tea Ltd.',
        custom_url_name: 'look',
        custom_url_sub_title: 'here',
        custom_url: 'https://a.example/look',
        promotion_url_name: 'more',
        promotion_url_sub_title: 'there',
        promotion_url: 'https://a.example/more',
      },
      type: '增值税普通发票',
      payee: '测试-收款方',
    }),
    {
      method: 'POST',
      path: '/card/invoice/platform/createcard',
      json: {
        invoice_info: {
          base_info: {
            logo_url: 'https://a.example/logo.png',
            title: 'Tea Ltd.',
            custom_url_name: 'look',
            custom_url_sub_title: 'here',
            custom_url: 'https://a.example/look',
            promotion_url_name: 'more',
            promotion_url_sub_title: 'there',
            promotion_url: 'https://a.example/more',
          },
          type: '增值税普通发票',
          payee: '测试-收款方',
        },
      },
    },
  ],
  [
    'setPdf',
    invoice.setPdf(pdf),
    { method: 'POST', path: '/card/invoice/platform/setpdf', parts: [{ name: 'pdf', file: pdf }] },
  ],
  [
    'getPdf',
    invoice.getPdf('75195574948725301'),
    {
      method: 'POST',
      path: '/card/invoice/platform/getpdf',
      json: { action: 'get_url', s_media_id: '75195574948725301' },
      safe: true,
    },
  ],
  [
    'updateStatus',
    invoice.updateStatus({
      card_id: 'pjZ8Yt',
      code: '186921658591',
      reimburse_status: 'INVOICE_REIMBURSE_CANCEL',
    }),
    {
      method: 'POST',
      path: '/card/invoice/platform/updatestatus',
      json: { card_id: 'pjZ8Yt', code: '186921658591', reimburse_status: 'INVOICE_REIMBURSE_CANCEL' },
    },
  ],
  [
    'getReimburseInfo',
    invoice.getReimburseInfo('pjZ8Yt', 'CODE'),
    {
      method: 'POST',
      path: '/card/invoice/reimburse/getinvoiceinfo',
      json: { card_id: 'pjZ8Yt', encrypt_code: 'CODE' },
      safe: true,
    },
  ],
  [
    'batchGetReimburseInfo',
    invoice.batchGetReimburseInfo([{ card_id: 'pjZ8Yt', encrypt_code: 'CODE' }]),
    {
      method: 'POST',
      path: '/card/invoice/reimburse/getinvoicebatch',
      json: { item_list: [{ card_id: 'pjZ8Yt', encrypt_code: 'CODE' }] },
      safe: true,
    },
  ],
  [
    'updateReimburseStatus',
    invoice.updateReimburseStatus({
      card_id: 'pjZ8Yt',
      encrypt_code: 'CODE',
      reimburse_status: 'INVOICE_REIMBURSE_LOCK',
    }),
    {
      method: 'POST',
      path: '/card/invoice/reimburse/updateinvoicestatus',
      json: { card_id: 'pjZ8Yt', encrypt_code: 'CODE', reimburse_status: 'INVOICE_REIMBURSE_LOCK' },
    },
  ],
  [
    'batchUpdateReimburseStatus',
    invoice.batchUpdateReimburseStatus({
      openid: 'o1',
      reimburse_status: 'INVOICE_REIMBURSE_CLOSURE',
      invoice_list: [{ card_id: 'pjZ8Yt', encrypt_code: 'CODE' }],
    }),
    {
      method: 'POST',
      path: '/card/invoice/reimburse/updatestatusbatch',
      json: {
        openid: 'o1',
        reimburse_status: 'INVOICE_REIMBURSE_CLOSURE',
        invoice_list: [{ card_id: 'pjZ8Yt', encrypt_code: 'CODE' }],
      },
    },
  ],
  [
    'getUserTitleUrl',
    invoice.getUserTitleUrl({
      title: 'Alice Ltd.',
      tax_no: '1234',
      phone: '88888888',
      addr: 'Shenzhen',
      bank_type: 'Bank',
      bank_no: '5678',
      user_fill: 0,
      out_title_id: 't1',
    }),
    {
      method: 'POST',
      path: '/card/invoice/biz/getusertitleurl',
      json: {
        title: 'Alice Ltd.',
        tax_no: '1234',
        phone: '88888888',
        addr: 'Shenzhen',
        bank_type: 'Bank',
        bank_no: '5678',
        user_fill: 0,
        out_title_id: 't1',
      },
      safe: true,
    },
  ],
  [
    'getSelectTitleUrl',
    invoice.getSelectTitleUrl('table 5', 'Tea Ltd.'),
    {
      method: 'POST',
      path: '/card/invoice/biz/getselecttitleurl',
      json: { attach: 'table 5', biz_name: 'Tea Ltd.' },
      safe: true,
    },
  ],
  [
    'scanTitle',
    invoice.scanTitle('https://w.url.cn/s/AE5Fnsz'),
    {
      method: 'POST',
      path: '/card/invoice/scantitle',
      json: { scan_text: 'https://w.url.cn/s/AE5Fnsz' },
      safe: true,
    },
  ],
];

describe('invoice', () => {
  it.each(rows)('%s', (_name, request, expected) => {
    expect(request).toEqual(expected);
  });

  it('has a row for every endpoint', () => {
    expect(rows.map(([name]) => name)).toEqual(Object.keys(invoice));
  });

  it('refuses what WeChat does not know', () => {
    const key = { card_id: 'pjZ8Yt', encrypt_code: 'CODE' };
    // @ts-expect-error only the issuer can cancel an invoice
    invoice.updateReimburseStatus({ ...key, reimburse_status: 'INVOICE_REIMBURSE_CANCEL' });
    // @ts-expect-error the code is missing
    invoice.batchGetReimburseInfo([{ card_id: 'pjZ8Yt' }]);
    // @ts-expect-error a flag is 0 or 1
    invoice.setAuthField({ user_field: { show_title: 2 } });
  });
});
