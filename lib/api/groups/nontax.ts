import { download, post } from '../request';

/** A line of a payment. */
export interface NontaxItem {
  readonly no: number;
  readonly item_id: string;
  readonly item_name: string;
  /** Overdue fine, in fen (1/100 CNY). */
  readonly overdue?: number;
  /** Penalty, in fen (1/100 CNY). */
  readonly penalty?: number;
  /** Amount, in fen (1/100 CNY). */
  readonly fee: number;
}

/** A payment notice to look up. */
export interface NontaxFeeQuery {
  readonly appid: string;
  readonly service_id?: number;
  readonly bank_id?: string;
  readonly payment_notice_type?: number;
  readonly payment_notice_no: string;
  /** Code of the office that is paid. */
  readonly department_code: string;
  /** Code of its region. */
  readonly region_code: string;
}

/** What is to be paid for a notice. */
export interface NontaxFee {
  /** Amount, in fen (1/100 CNY). */
  readonly fee: number;
  readonly user_name: string;
  readonly department_code: string;
  readonly department_name: string;
  readonly payment_notice_type: number;
  readonly payment_notice_no: string;
  /** Unix seconds. */
  readonly payment_notice_create_time: number;
  /** Day, as YYYYMMDD; comes as text or as a number. */
  readonly payment_expire_date?: number | string;
  readonly region_code: string;
  readonly items: readonly NontaxItem[];
}

/** What both kinds of payments have. */
export interface NontaxPayment {
  readonly appid: string;
  readonly bank_id?: string;
  readonly bank_account?: string;
  readonly mch_id?: string;
  readonly desc: string;
  /** Amount, in fen (1/100 CNY). */
  readonly fee: number;
  /** One's own number of the order. */
  readonly order_no?: string;
  readonly payment_notice_type?: number;
  readonly payment_notice_no?: string;
  /** Unix seconds. */
  readonly payment_notice_create_time: number;
  /** Day, as YYYYMMDD. Sent as text, as WeChat wants it. */
  readonly payment_expire_date?: number | string;
  readonly user_name?: string;
  /** Code of the office that is paid. */
  readonly department_code: string;
  readonly department_name: string;
  /** Code of its region. */
  readonly region_code: string;
  readonly items: readonly NontaxItem[];
}

/** An order the user pays in WeChat. */
export interface NontaxOrderBody extends NontaxPayment {
  readonly service_id?: number;
  readonly trade_type?: string;
  readonly openid?: string;
  readonly app_appid?: string;
  /** Where the user goes then. */
  readonly return_url?: string;
  readonly ip: string;
  readonly scene: string;
  readonly auto_call_pay?: boolean;
}

/** A payment with the code on the user's phone. */
export interface NontaxMicroPayment extends NontaxPayment {
  /** What the code on the user's phone says. */
  readonly auth_code: string;
  /** The order of an earlier try, to ask again. */
  readonly order_id?: string;
}

/** An order that was made, and where to pay it. */
export interface NontaxPlacedOrder {
  readonly order_id: string;
  readonly pay_url?: string;
  readonly miniprogram?: {
    readonly appid: string;
    readonly pagepath: string;
    readonly query_string: string;
    readonly business_type: string;
  };
}

/** An order to look up. */
export interface NontaxOrderQuery {
  readonly appid: string;
  readonly service_id?: number;
  readonly order_id: string;
}

/** A part of an order that was paid back. */
export interface NontaxPartialRefund {
  readonly refund_out_id: string;
  readonly refund_order_id: string;
  readonly refund_fee: number;
  readonly refund_reason: string;
  readonly refund_status: number | string;
  /** Unix seconds. */
  readonly refund_finish_time: number;
}

/** A notice of payment to the developer's server, and its answer. */
export interface NontaxNotification {
  readonly errcode: number;
  readonly errmsg: string;
  readonly ret: number;
  readonly ret_errmsg?: string;
  readonly url?: string;
  readonly wxnontaxstr: string;
  readonly status: number;
  readonly cost_time: number;
  /** Unix seconds. */
  readonly notify_time: number;
  readonly third_resp?: string;
  readonly third_resp_data?: string;
}

/** An order. */
export interface NontaxOrder {
  readonly order_id: string;
  readonly appid: string;
  readonly openid: string;
  readonly desc: string;
  readonly fee_type: number;
  /** Amount, in fen (1/100 CNY). */
  readonly fee: number;
  readonly status: number;
  readonly trans_id?: string;
  readonly bank_id: string;
  readonly bank_name: string;
  readonly bank_account: string;
  readonly refund_out_id?: string;
  readonly refund_order_id?: string;
  readonly refund_reason?: string;
  /** Unix seconds. */
  readonly refund_finish_time?: number;
  /** Documents differ on whether it is one or a list. */
  readonly partial_refund_info?: NontaxPartialRefund | readonly NontaxPartialRefund[];
  readonly order_no?: string;
  readonly department_code: string;
  readonly department_name: string;
  readonly payment_notice_type: number;
  readonly payment_notice_no?: string;
  readonly payment_info_source: number;
  readonly bill_type_code?: string;
  readonly bill_no?: string;
  readonly region_code: string;
  readonly scene?: string;
  readonly items: readonly NontaxItem[];
  readonly notify_history?: readonly {
    readonly appid: string;
    readonly name: string;
    readonly notify_detail: readonly NontaxNotification[];
    readonly notify_cnt: number;
  }[];
  /** Unix seconds. */
  readonly pay_finish_time?: number;
  /** Unix seconds. */
  readonly create_time: number;
}

/** A refund. */
export interface NontaxRefund {
  readonly appid: string;
  readonly order_id: string;
  readonly reason: string;
  /** Amount to pay back, in fen (1/100 CNY). */
  readonly refund_fee?: number;
  /** One's own number of the refund. */
  readonly refund_out_id?: string;
}

/** A bill to download. */
export interface NontaxBillQuery {
  readonly appid: string;
  readonly mch_id?: string;
  /** Day, as yyyyMMdd. */
  readonly bill_date: string;
  /** Which orders: all (the default), paid, or paid back. */
  readonly bill_type?: 'ALL' | 'SUCCESS' | 'REFUND';
}

/** A server to try. */
export interface NontaxMock {
  readonly appid: string;
  /** Address of the server. */
  readonly url: string;
  readonly version: number;
}

/** Which orders to list. */
export interface NontaxOrderListQuery {
  readonly appid: string;
  readonly order_no?: string;
  readonly payment_notice_no?: string;
  /** Code of the office that is paid. */
  readonly department_code: string;
  /** Code of its region. */
  readonly region_code: string;
}

const payment = (body: NontaxPayment) =>
  body.payment_expire_date === undefined
    ? body
    : { ...body, payment_expire_date: String(body.payment_expire_date) };

/** Payments to public offices (微信非税缴费). Amounts are in fen (1/100 CNY). */
export const nontax = {
  /**
   * Gets what is to be paid for a notice (查询应收信息).
   *
   * Official path: 微信非税缴费 / 查询应收信息 — `POST /nontax/queryfee`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  queryFee: (body: NontaxFeeQuery) => post<NontaxFee>('/nontax/queryfee', body, { safe: true }),

  /**
   * Makes an order for the user to pay (支付下单).
   *
   * Official path: 微信非税缴费 / 支付下单 — `POST /nontax/unifiedorder`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  unifiedOrder: (body: NontaxOrderBody) => post<NontaxPlacedOrder>('/nontax/unifiedorder', payment(body)),

  /**
   * Gets an order (查询缴费订单).
   *
   * Official path: 微信非税缴费 / 查询缴费订单 — `POST /nontax/getorder`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  getOrder: (body: NontaxOrderQuery) => post<NontaxOrder>('/nontax/getorder', body, { safe: true }),

  /**
   * Pays an order back (申请退款).
   *
   * Official path: 微信非税缴费 / 申请退款 — `POST /nontax/refund`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  refund: (body: NontaxRefund) => post<{ readonly refund_order_id: string }>('/nontax/refund', body),

  /**
   * Downloads the orders of a day (下载缴费对账单), as plain text, much like CSV.
   *
   * Official path: 微信非税缴费 / 下载缴费对账单 — `POST /nontax/downloadbill`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  downloadBill: (body: NontaxBillQuery) => download('/nontax/downloadbill', { json: body, safe: true }),

  /**
   * Tells WeChat that an order differs from one's own books (通知不一致订单).
   *
   * Official path: 微信非税缴费 / 通知不一致订单 — `POST /nontax/notifyinconsistentorder`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  notifyInconsistentOrder: (appid?: string, order_id?: string) =>
    post<void>('/nontax/notifyinconsistentorder', { appid, order_id }),

  /**
   * Sends a notice of payment to a server, as a test (测试支付结果通知).
   *
   * Official path: 微信非税缴费 / 测试支付结果通知 — `POST /nontax/mocknotification`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  mockNotification: (body: NontaxMock) => post<void>('/nontax/mocknotification', body),

  /**
   * Asks a server what is to be paid, as a test (测试查询应收信息).
   *
   * Official path: 微信非税缴费 / 测试查询应收信息 — `POST /nontax/mockqueryfee`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  mockQueryFee: (body: NontaxMock) => post<void>('/nontax/mockqueryfee', body),

  /**
   * Makes a payment with the code on the user's phone (提交刷卡支付).
   *
   * Official path: 微信非税缴费 / 提交刷卡支付 — `POST /nontax/micropay`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  microPay: (body: NontaxMicroPayment) =>
    post<{ readonly order_id: string }>('/nontax/micropay', payment(body)),

  /**
   * Lists orders (查询订单列表), and the one that was paid.
   *
   * Official path: 微信非税缴费 / 查询订单列表 — `POST /nontax/getorderlist`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/Non_tax_pay/API_document.html
   */
  getOrderList: (body: NontaxOrderListQuery) =>
    post<{ readonly order_id_list: readonly string[]; readonly paid_order_id?: string }>(
      '/nontax/getorderlist',
      body,
      { safe: true },
    ),
};
