import { ok } from '../answer';
import { post } from '../endpoint';
import type { EndpointInput, Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { list, object, oneOf, text } from '../fields';
import { shownInvoice } from '../invoice';
import type { Invoice } from '../invoice';
import { pdfUrl } from '../invoice-pdf';
import { nextState, REIMBURSE_STATUS } from '../invoice-state';
import type { InvoiceState } from '../invoice-state';
import { ApiRefusalError } from '../api-refusal-error';

const key = { card_id: text, encrypt_code: text };
const status = oneOf(72031, ...REIMBURSE_STATUS);

const YEAR_S = 365 * 86_400;

function describe(invoice: Invoice, { call, account }: Pick<EndpointInput<unknown>, 'call' | 'account'>) {
  const { card_id, openid, type, payee, face, since, state, order_id, issuer = account } = invoice;
  const urlOf = (id: string): string => pdfUrl(call, issuer, id);
  return {
    card_id,
    begin_time: since,
    end_time: since + YEAR_S,
    user_card_status: 'EXIST',
    openid,
    type,
    payee,
    detail: face.info.map(({ name }) => name).join('、'),
    user_info: {
      ...face,
      reimburse_status: state.status,
      pdf_url: urlOf(invoice.pdf),
      trip_pdf_url: invoice.tripPdf && urlOf(invoice.tripPdf),
      order_id,
    },
  };
}

/** What the invoices become, all or none; who issued one is told. */
function change(
  { account, context }: Pick<EndpointInput<unknown>, 'account' | 'context'>,
  invoices: readonly Invoice[],
  wanted: InvoiceState['status'],
): void {
  const next = invoices.map((invoice) => {
    const by = { appId: account.appId, isIssuer: false };
    return { invoice, state: nextState(invoice.state, wanted, by) };
  });
  for (const { invoice, state } of next) {
    const { issuer, openid, card_id: CardId, code: Code } = invoice;
    invoice.state = state;
    if (issuer !== undefined) tell(issuer, { Status: state.status, CardId, Code }, openid);
  }

  function tell(issuer: FakeAccount, fields: Readonly<Record<string, string>>, openid: string): void {
    context.after(issuer, () => issuer.push('update_invoice_status', fields, openid));
  }
}

/** Invoices, as who reimburses them sees them (微信电子发票，报销方). A page gets their codes by `wx.chooseInvoice`. */
export const invoiceReimburse: readonly Endpoint[] = [
  post('invoice.getReimburseInfo', '/card/invoice/reimburse/getinvoiceinfo', key, (asked) =>
    ok(describe(shownInvoice(asked.context, asked.fields), asked)),
  ),

  post(
    'invoice.batchGetReimburseInfo',
    '/card/invoice/reimburse/getinvoicebatch',
    { item_list: list(object(key)) },
    (asked) => {
      const { item_list } = asked.fields;
      if (item_list.length === 0)
        throw new ApiRefusalError(40035, '"item_list" is empty', '“item_list”不能为空');
      return ok({ item_list: item_list.map((each) => describe(shownInvoice(asked.context, each), asked)) });
    },
  ),

  post(
    'invoice.updateReimburseStatus',
    '/card/invoice/reimburse/updateinvoicestatus',
    { ...key, reimburse_status: status },
    (asked) => {
      change(asked, [shownInvoice(asked.context, asked.fields)], asked.fields.reimburse_status);
      return undefined;
    },
  ),

  post(
    'invoice.batchUpdateReimburseStatus',
    '/card/invoice/reimburse/updatestatusbatch',
    { openid: text, reimburse_status: status, invoice_list: list(object(key)) },
    (asked) => {
      const { openid, reimburse_status, invoice_list } = asked.fields;
      if (invoice_list.length === 0)
        throw new ApiRefusalError(40035, '"invoice_list" is empty', '“invoice_list”不能为空');
      const invoices = [...new Set(invoice_list.map((each) => shownInvoice(asked.context, each)))];
      if (invoices.some((invoice) => invoice.openid !== openid)) throw new ApiRefusalError(72037);
      change(asked, invoices, reimburse_status);
      return undefined;
    },
  ),
];
