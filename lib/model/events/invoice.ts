import { id, number, optional, text, word } from '../shape';
import type { Shape } from '../shape';

/** Invoices (page: 微信发票). */
export const invoice = {
  /** 收取授权完成事件推送: a user authorised an invoice, or failed to. */
  user_authorize_invoice: {
    /** Id of the order, on success; else empty. */
    SuccOrderId: id,
    /** Id of the order, on failure; else empty. */
    FailOrderId: id,
    /** AppID the authorisation page was made for. Some pushes call it `AppId`. */
    AuthorizeAppId: optional(id),
    /** See `AuthorizeAppId`. */
    AppId: optional(id),
    /** Where the user authorised it. Some pushes call it `source`. */
    Source: optional(word<'web' | 'app' | 'wxa' | 'wap'>()),
    /** See `Source`. */
    source: optional(word<'web' | 'app' | 'wxa' | 'wap'>()),
  },
  /** 发票状态更新事件推送: an invoice was handed in for reimbursement, or given back. */
  update_invoice_status: {
    /** In order: not reimbursed, locked, reimbursed. */
    Status: word<'INVOICE_REIMBURSE_INIT' | 'INVOICE_REIMBURSE_LOCK' | 'INVOICE_REIMBURSE_CLOSURE'>(),
    /** Id of the kind of card the invoice is. */
    CardId: id,
    /** Code of the invoice, as text. */
    Code: id,
  },
  /** 接收用户提交的抬头: a user submitted the details to invoice to. */
  submit_invoice_title: {
    /** Whom to invoice. */
    title: text,
    phone: id,
    /** Tax number, as text. */
    tax_no: id,
    /** The address. */
    addr: text,
    /** The bank. */
    bank_type: text,
    /** Number of the bank account, as text. */
    bank_no: id,
    /** What the account attached to the link. */
    attach: id,
    /** A person, or a company. */
    title_type: word<'InvoiceUserTitlePersonType' | 'InvoiceUserTitleBusinessType'>(),
  },
  /** 统一开票接口-异步通知开票结果: an invoice was made, or failed. */
  cloud_invoice_invoiceresult_event: {
    /** 发票请求流水号: id of the request. */
    fpqqlsh: id,
    /** Result of the request. */
    status: number,
    /** 纳税人识别号: tax number of the seller. */
    nsrsbh: id,
  },
} satisfies Record<string, Shape>;
