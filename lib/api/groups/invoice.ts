import { post, upload } from '../request';
import type { FileInput } from '../request';

/** A page on which a user asks for the invoice of an order. */
export interface InvoiceAuthPage {
  readonly order_id: string;
  /** Code of the invoicing platform, as found in its `invoice_url`. */
  readonly s_pappid: string;
  /** Amount of the order, in fen (1/100 CNY). */
  readonly money: number;
  /** Unix seconds. */
  readonly timestamp?: number;
  /** Where the page opens. */
  readonly source: 'app' | 'web' | 'wxa' | 'wap';
  /** Where the user goes then. */
  readonly redirect_url?: string;
  /** A ticket of the kind `wx_card`. */
  readonly ticket: string;
  /** 0 asks for the invoice, 1 lets the user fill in its title, 2 receives one. */
  readonly type: 0 | 1 | 2;
}

/** A field of one's own, and what the user filled in. */
export interface InvoiceCustomValue {
  readonly key: string;
  readonly value: string;
}

/** What users filled in for an order. */
export interface InvoiceAuthData {
  readonly invoice_status: string;
  /** When the user agreed, in unix seconds. */
  readonly auth_time: number;
  /** The title: of a person or of a company. */
  readonly user_auth_info: {
    readonly user_field?: {
      readonly title?: string;
      readonly phone?: string;
      readonly email?: string;
      readonly custom_field?: readonly InvoiceCustomValue[];
    };
    readonly biz_field?: {
      readonly title?: string;
      readonly phone?: string;
      readonly tax_no?: string;
      readonly addr?: string;
      readonly bank_type?: string;
      readonly bank_no?: string;
      readonly custom_field?: readonly InvoiceCustomValue[];
    };
  };
}

/** A refusal to issue the invoice of an order. */
export interface InvoiceRejection {
  readonly order_id: string;
  readonly s_pappid: string;
  /** Shown to the user. */
  readonly reason: string;
  /** Where the user may go on. */
  readonly url?: string;
}

/** A line of an invoice. */
export interface InvoiceLine {
  readonly name: string;
  readonly unit: string;
  readonly num: number;
  /** Price of one, in fen (1/100 CNY). */
  readonly price: number;
}

/** What is printed on an invoice. */
export interface InvoiceFace {
  readonly title: string;
  /** Amount without tax, in fen (1/100 CNY). */
  readonly fee_without_tax: number;
  /** Amount with tax, in fen (1/100 CNY). */
  readonly fee: number;
  /** Tax, in fen (1/100 CNY). */
  readonly tax: number;
  readonly billing_no: string;
  readonly billing_code: string;
  /** When it was issued, in unix seconds; comes and goes as a number or as text. */
  readonly billing_time: number | string;
  readonly info: readonly InvoiceLine[];
  readonly check_code?: string;
  readonly buyer_number: string;
  readonly buyer_address_and_phone?: string;
  readonly buyer_bank_account?: string;
  readonly seller_number?: string;
  readonly seller_address_and_phone?: string;
  readonly seller_bank_account?: string;
  readonly remarks?: string;
  readonly maker?: string;
  readonly cashier?: string;
}

/** An invoice to issue. */
export interface InvoiceUserData extends InvoiceFace {
  /** From `invoice.setPdf`. */
  readonly s_pdf_media_id: string;
  /** The same of the list of trips. */
  readonly s_trip_pdf_media_id?: string;
}

/** An invoice to put into a user's card wallet. */
export interface InvoiceInsertion {
  readonly order_id: string;
  /** AppID of the account on whose page the user asked. */
  readonly appid?: string;
  readonly card_id: string;
  readonly card_ext: {
    readonly nonce_str?: string;
    readonly user_card: { readonly invoice_user_data: InvoiceUserData };
  };
}

/** An invoice that was put into a user's card wallet. */
export interface InsertedInvoice {
  readonly code: string;
  readonly openid: string;
  /** Only when the account is bound to an open-platform account. */
  readonly unionid?: string;
}

/** The merchant's number at WeChat Pay, and its invoicing platform. */
export interface InvoicePayMch {
  readonly mchid: string;
  readonly s_pappid: string;
}

/** How to reach the merchant. */
export interface InvoiceContact {
  readonly phone: string;
  /** Seconds until the merchant answers at the latest. */
  readonly time_out: number;
}

/** Fields of the page for the title; 1 shows a field, 0 hides it. */
export interface InvoiceAuthField {
  /** For persons. */
  readonly user_field?: {
    readonly show_title?: 0 | 1;
    readonly show_phone?: 0 | 1;
    readonly show_email?: 0 | 1;
    /** Fields of one's own. */
    readonly custom_field?: readonly { readonly key: string }[];
  };
  /** For companies. */
  readonly biz_field?: {
    readonly show_title?: 0 | 1;
    readonly show_tax_no?: 0 | 1;
    readonly show_addr?: 0 | 1;
    readonly show_phone?: 0 | 1;
    readonly show_bank_type?: 0 | 1;
    readonly show_bank_no?: 0 | 1;
    /** Fields of one's own. */
    readonly custom_field?: readonly { readonly key: string }[];
  };
}

/** A kind of invoice, as a card. */
export interface InvoiceCard {
  readonly base_info: {
    readonly logo_url: string;
    readonly title: string;
    readonly custom_url_name?: string;
    readonly custom_url_sub_title?: string;
    readonly custom_url?: string;
    readonly promotion_url_name?: string;
    readonly promotion_url_sub_title?: string;
    readonly promotion_url?: string;
  };
  readonly type: string;
  /** Full name of who is paid. */
  readonly payee: string;
}

/** How far the reimbursement of an invoice is. */
export type ReimburseStatus =
  'INVOICE_REIMBURSE_INIT' | 'INVOICE_REIMBURSE_LOCK' | 'INVOICE_REIMBURSE_CLOSURE';

/** A new state of an invoice, set by its issuer. */
export interface InvoiceStatus {
  readonly card_id: string;
  readonly code: string;
  readonly reimburse_status: ReimburseStatus | 'INVOICE_REIMBURSE_CANCEL';
}

/** An invoice a user has shown. */
export interface InvoiceKey {
  readonly card_id: string;
  readonly encrypt_code: string;
}

/** A new state of an invoice, set by who reimburses it. */
export interface InvoiceReimburse extends InvoiceKey {
  readonly reimburse_status: ReimburseStatus;
}

/** A new state of several invoices of a user, all or none. */
export interface InvoiceReimburseBatch {
  readonly openid: string;
  readonly reimburse_status: ReimburseStatus;
  readonly invoice_list: readonly InvoiceKey[];
}

/** What is printed on an invoice, and how far its reimbursement is. */
export interface InvoiceUserInfo extends Omit<InvoiceFace, 'buyer_number'> {
  readonly buyer_number?: string;
  readonly reimburse_status: ReimburseStatus | 'INVOICE_REIMBURSE_CANCEL' | (string & {});
  readonly pdf_url: string;
  /** The list of trips. */
  readonly trip_pdf_url?: string;
  readonly order_id?: string;
}

/** An invoice, for who reimburses it. */
export interface ReimburseInfo {
  readonly card_id: string;
  /** Begin of its validity, in unix seconds. */
  readonly begin_time?: number;
  /** End of its validity, in unix seconds. */
  readonly end_time?: number;
  readonly user_card_status?: string;
  readonly openid: string;
  readonly type: string;
  /** Full name of who is paid. */
  readonly payee: string;
  readonly detail: string;
  readonly user_info: InvoiceUserInfo;
}

/** A title to add to a user's titles. */
export interface InvoiceTitle {
  readonly title?: string;
  readonly tax_no?: string;
  readonly phone?: string;
  readonly addr?: string;
  readonly bank_type?: string;
  readonly bank_no?: string;
  /** 1: the user fills in the title. */
  readonly user_fill?: 0 | 1;
  readonly out_title_id?: string;
}

/** A title that was scanned. */
export interface ScannedTitle {
  readonly title_type: number;
  readonly title: string;
  readonly tax_no?: string;
  readonly phone?: string;
  readonly addr?: string;
  readonly bank_type?: string;
  readonly bank_no?: string;
}

const setAttribute = (action: string, json: unknown) =>
  post<void>('/card/invoice/setbizattr', json, { query: { action } });

// The same address, which then reads in spite of its name.
const getAttribute = <T>(action: string) =>
  post<T>('/card/invoice/setbizattr', {}, { query: { action }, safe: true });

/** Electronic invoices (微信电子发票). */
export const invoice = {
  /**
   * Gets the address of the page on which a user asks for an invoice (获取授权页链接). `appid` comes when `source`
   * is `wxa`.
   *
   * Official path: 微信发票 / 微信电子发票 / 获取授权页链接 — `POST /card/invoice/getauthurl`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  getAuthUrl: (body: InvoiceAuthPage) =>
    post<{ readonly auth_url: string; readonly appid?: string }>('/card/invoice/getauthurl', body),

  /**
   * Gets what a user filled in for an order (查询授权信息).
   *
   * Official path: 微信发票 / 微信电子发票 / 查询授权信息 — `POST /card/invoice/getauthdata`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  getAuthData: (order_id: string, s_pappid: string) =>
    post<InvoiceAuthData>('/card/invoice/getauthdata', { order_id, s_pappid }, { safe: true }),

  /**
   * Refuses to issue the invoice of an order (拒绝开票).
   *
   * Official path: 微信发票 / 微信电子发票 / 拒绝开票 — `POST /card/invoice/rejectinsert`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  rejectInsert: (body: InvoiceRejection) => post<void>('/card/invoice/rejectinsert', body),

  /**
   * Gets the invoicing platform's own address (获取开票平台识别码), whose parameter `s_pappid` is the platform's code.
   *
   * Official path: 微信发票 / 微信电子发票 / 获取开票平台识别码 — `POST /card/invoice/seturl`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Invoicing_Platform_API_List.html
   */
  setUrl: () => post<{ readonly invoice_url: string }>('/card/invoice/seturl', {}, { safe: true }),

  /**
   * Puts an invoice into a user's card wallet (将电子发票卡券插入用户卡包).
   *
   * Official path: 微信发票 / 微信电子发票 / 将电子发票卡券插入用户卡包 — `POST /card/invoice/insert`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Invoicing_Platform_API_List.html
   */
  insert: (body: InvoiceInsertion) => post<InsertedInvoice>('/card/invoice/insert', body),

  /**
   * Joins the merchant's number at WeChat Pay to its invoicing platform (设置商户关联信息).
   *
   * Official path: 微信发票 / 微信电子发票 / 设置商户关联信息 — `POST /card/invoice/setbizattr?action=set_pay_mch`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  setPayMch: (mchid: string, s_pappid: string) =>
    setAttribute('set_pay_mch', { paymch_info: { mchid, s_pappid } }),

  /**
   * Gets the invoicing platform of the merchant (查询商户关联信息).
   *
   * Official path: 微信发票 / 微信电子发票 / 查询商户关联信息 — `POST /card/invoice/setbizattr?action=get_pay_mch`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  getPayMch: () => getAttribute<{ readonly paymch_info: InvoicePayMch }>('get_pay_mch'),

  /**
   * Sets how to reach the merchant (设置商户联系方式). `time_out` is in seconds.
   *
   * Official path: 微信发票 / 微信电子发票 / 设置商户联系方式 — `POST /card/invoice/setbizattr?action=set_contact`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  setContact: (phone: string, time_out: number) =>
    setAttribute('set_contact', { contact: { phone, time_out } }),

  /**
   * Gets how to reach the merchant (查询商户联系方式).
   *
   * Official path: 微信发票 / 微信电子发票 / 查询商户联系方式 — `POST /card/invoice/setbizattr?action=get_contact`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  getContact: () => getAttribute<{ readonly contact: InvoiceContact }>('get_contact'),

  /**
   * Sets the fields of the page for the title (设置授权页字段信息).
   *
   * Official path: 微信发票 / 微信电子发票 / 设置授权页字段信息 — `POST /card/invoice/setbizattr?action=set_auth_field`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  setAuthField: (auth_field: InvoiceAuthField) => setAttribute('set_auth_field', { auth_field }),

  /**
   * Gets the fields of the page for the title (查询授权页字段信息).
   *
   * Official path: 微信发票 / 微信电子发票 / 查询授权页字段信息 — `POST /card/invoice/setbizattr?action=get_auth_field`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Vendor_API_List.html
   */
  getAuthField: () => getAttribute<{ readonly auth_field: InvoiceAuthField }>('get_auth_field'),

  /**
   * Creates a kind of invoice (创建发票卡券模板).
   *
   * Official path: 微信发票 / 微信电子发票 / 创建发票卡券模板 — `POST /card/invoice/platform/createcard`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Invoicing_Platform_API_List.html
   */
  createCard: (invoice_info: InvoiceCard) =>
    post<{ readonly card_id: string }>('/card/invoice/platform/createcard', { invoice_info }),

  /**
   * Uploads the PDF of an invoice (上传发票PDF). It is deleted after 3 days, unless an invoice is inserted with
   * it.
   *
   * Official path: 微信发票 / 微信电子发票 / 上传发票PDF — `POST /card/invoice/platform/setpdf`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Invoicing_Platform_API_List.html
   */
  setPdf: (pdf: FileInput) =>
    upload<{ readonly s_media_id: string }>('/card/invoice/platform/setpdf', [{ name: 'pdf', file: pdf }]),

  /**
   * Gets the address of an uploaded PDF (查询已上传的PDF文件), and the seconds it lives.
   *
   * Official path: 微信发票 / 微信电子发票 / 查询已上传的PDF文件 — `POST /card/invoice/platform/getpdf`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Invoicing_Platform_API_List.html
   */
  getPdf: (s_media_id: string) =>
    post<{ readonly pdf_url: string; readonly pdf_url_expire_time: number }>(
      '/card/invoice/platform/getpdf',
      { action: 'get_url', s_media_id },
      { safe: true },
    ),

  /**
   * Sets the state of an invoice, as its issuer (更新发票卡券状态).
   *
   * Official path: 微信发票 / 微信电子发票 / 更新发票卡券状态 — `POST /card/invoice/platform/updatestatus`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Invoicing_Platform_API_List.html
   */
  updateStatus: (body: InvoiceStatus) => post<void>('/card/invoice/platform/updatestatus', body),

  /**
   * Gets an invoice a user has shown (查询报销发票信息).
   *
   * Official path: 微信发票 / 微信电子发票 / 查询报销发票信息 — `POST /card/invoice/reimburse/getinvoiceinfo`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Reimburser_API_List.html
   */
  getReimburseInfo: (card_id: string, encrypt_code: string) =>
    post<ReimburseInfo>('/card/invoice/reimburse/getinvoiceinfo', { card_id, encrypt_code }, { safe: true }),

  /**
   * Gets several invoices a user has shown (批量查询报销发票信息).
   *
   * Official path: 微信发票 / 微信电子发票 / 批量查询报销发票信息 — `POST /card/invoice/reimburse/getinvoicebatch`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Reimburser_API_List.html
   */
  batchGetReimburseInfo: (item_list: readonly InvoiceKey[]) =>
    post<{ readonly item_list: readonly ReimburseInfo[] }>(
      '/card/invoice/reimburse/getinvoicebatch',
      { item_list },
      { safe: true },
    ),

  /**
   * Sets the state of an invoice, as who reimburses it (更新报销发票状态).
   *
   * Official path: 微信发票 / 微信电子发票 / 更新报销发票状态 — `POST /card/invoice/reimburse/updateinvoicestatus`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Reimburser_API_List.html
   */
  updateReimburseStatus: (body: InvoiceReimburse) =>
    post<void>('/card/invoice/reimburse/updateinvoicestatus', body),

  /**
   * Sets the state of several invoices of a user, as who reimburses them (批量更新报销发票状态).
   *
   * Official path: 微信发票 / 微信电子发票 / 批量更新报销发票状态 — `POST /card/invoice/reimburse/updatestatusbatch`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/E_Invoice/Reimburser_API_List.html
   */
  batchUpdateReimburseStatus: (body: InvoiceReimburseBatch) =>
    post<void>('/card/invoice/reimburse/updatestatusbatch', body),

  /**
   * Gets the address of a page that adds a title to a user's titles (获取添加发票链接).
   *
   * Official path: 微信发票 / 极速开发票 / 获取添加发票链接 — `POST /card/invoice/biz/getusertitleurl`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/Quick_issuing/Interface_Instructions.html
   */
  getUserTitleUrl: (body: InvoiceTitle) =>
    post<{ readonly url: string }>('/card/invoice/biz/getusertitleurl', body, { safe: true }),

  /**
   * Gets the address of a page on which users choose a title for the merchant (获取选择发票抬头链接). `attach` comes
   * back with the title, `biz_name` is the merchant's name as shown.
   *
   * Official path: 微信发票 / 极速开发票 / 获取选择发票抬头链接 — `POST /card/invoice/biz/getselecttitleurl`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/Quick_issuing/Interface_Instructions.html
   */
  getSelectTitleUrl: (attach?: string, biz_name?: string) =>
    post<{ readonly url: string }>(
      '/card/invoice/biz/getselecttitleurl',
      { attach, biz_name },
      { safe: true },
    ),

  /**
   * Gets the title in a user's QR code (扫描二维码获取抬头). `scan_text` is what the code says.
   *
   * Official path: 微信发票 / 极速开发票 / 扫描二维码获取抬头 — `POST /card/invoice/scantitle`.
   * @see https://developers.weixin.qq.com/doc/offiaccount/WeChat_Invoice/Quick_issuing/Interface_Instructions.html
   */
  scanTitle: (scan_text: string) =>
    post<ScannedTitle>('/card/invoice/scantitle', { scan_text }, { safe: true }),
};
