import type { InvoiceAuthData } from '../../../api/groups/invoice';
import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { bit, list, number, object, oneOf, optional, text } from '../fields';
import type { Rule } from '../fields';
import { randomText } from '../ids';
import { fen } from '../invoice';
import { authorisedOrder, invoiceOrders } from '../invoice-order';
import type { InvoiceTitle } from '../invoice-title';
import { ApiRefusalError } from '../api-refusal-error';
import { tickets } from '../tokens';

const PATH = '/card/invoice/setbizattr';

const mchid: Rule<string> = (value, name) => {
  const given = text(value, name);
  if (!/^\d{8,10}$/.test(given))
    throw new ApiRefusalError(72030, `"${name}" is 8 to 10 digits`, `“${name}”是 8 到 10 位数字`);
  return given;
};

const shows = optional(bit);
const own = optional(list(object({ key: text })));
const userField = object({ show_title: shows, show_phone: shows, show_email: shows, custom_field: own });
const bizField = object({
  show_title: shows,
  show_tax_no: shows,
  show_addr: shows,
  show_phone: shows,
  show_bank_type: shows,
  show_bank_no: shows,
  custom_field: own,
});

const authField = object({ user_field: optional(userField), biz_field: optional(bizField) });
type AuthField = ReturnType<typeof authField>;

/** What a merchant has set. */
const settings = () => ({
  paymch_info: undefined as { readonly mchid: string; readonly s_pappid: string } | undefined,
  contact: undefined as { readonly phone: string; readonly time_out: number } | undefined,
  auth_field: undefined as AuthField | undefined,
});

/** The account's ticket of pages with cards. */
function checkTicket(account: FakeAccount, ticket: string): void {
  if (account.part(tickets).get('wx_card').ticket !== ticket)
    throw new ApiRefusalError(
      72031,
      '"ticket" is the one of getTicket(\'wx_card\')',
      "“ticket”要用 getTicket('wx_card') 返回的",
    );
}

const order = { order_id: text, s_pappid: text };

/** What a user filled in, as far as the page shows it. */
function filledIn(
  { isPerson, title, phone, tax_no, addr, bank_type, bank_no }: InvoiceTitle,
  { user_field, biz_field }: Partial<AuthField>,
): InvoiceAuthData['user_auth_info'] {
  const answers = (fields?: readonly { readonly key: string }[]) =>
    fields && fields.length > 0 ? { custom_field: fields.map(({ key }) => ({ key, value: '示例' })) } : {};
  if (isPerson) {
    return {
      user_field: {
        ...(user_field?.show_title !== 0 && { title }),
        ...(user_field?.show_phone !== 0 && { phone }),
        ...(user_field?.show_email !== 0 && { email: 'user@example.com' }),
        ...answers(user_field?.custom_field),
      },
    };
  }
  return {
    biz_field: {
      ...(biz_field?.show_title !== 0 && { title }),
      ...(biz_field?.show_tax_no !== 0 && { tax_no }),
      ...(biz_field?.show_addr !== 0 && { addr }),
      ...(biz_field?.show_phone !== 0 && { phone }),
      ...(biz_field?.show_bank_type !== 0 && { bank_type }),
      ...(biz_field?.show_bank_no !== 0 && { bank_no }),
      ...answers(biz_field?.custom_field),
    },
  };
}

/**
 * Invoices, as merchants order them (微信电子发票，商户). A simulated user agrees by the event
 * `user_authorize_invoice`, with the title of their last event `submit_invoice_title`.
 */
export const invoiceMerchant: readonly Endpoint[] = [
  post(
    'invoice.setPayMch',
    `${PATH}?action=set_pay_mch`,
    { paymch_info: object({ mchid, s_pappid: text }) },
    ({ account, fields: { paymch_info } }) => {
      account.part(settings).paymch_info = paymch_info;
      return undefined;
    },
  ),

  post('invoice.getPayMch', `${PATH}?action=get_pay_mch`, {}, ({ account }) => {
    const { paymch_info } = account.part(settings);
    if (paymch_info === undefined) throw new ApiRefusalError(72028);
    return ok({ paymch_info });
  }),

  post(
    'invoice.setContact',
    `${PATH}?action=set_contact`,
    { contact: object({ phone: text, time_out: number }) },
    ({ account, fields: { contact } }) => {
      if (contact.time_out <= 0)
        throw new ApiRefusalError(
          72031,
          '"contact.time_out" is in seconds, 1 or more',
          '“contact.time_out”以秒为单位，至少为 1',
        );
      account.part(settings).contact = contact;
      return undefined;
    },
  ),

  post('invoice.getContact', `${PATH}?action=get_contact`, {}, ({ account }) => {
    const { contact } = account.part(settings);
    if (contact === undefined) throw new ApiRefusalError(72063);
    return ok({ contact });
  }),

  post(
    'invoice.setAuthField',
    `${PATH}?action=set_auth_field`,
    { auth_field: authField },
    ({ account, fields: { auth_field } }) => {
      account.part(settings).auth_field = auth_field;
      return undefined;
    },
  ),

  post('invoice.getAuthField', `${PATH}?action=get_auth_field`, {}, ({ account }) => {
    const { auth_field } = account.part(settings);
    if (auth_field === undefined) throw new ApiRefusalError(72029);
    return ok({ auth_field });
  }),

  post(
    'invoice.getAuthUrl',
    '/card/invoice/getauthurl',
    {
      ...order,
      money: fen,
      timestamp: optional(number),
      source: oneOf(72031, 'app', 'web', 'wxa', 'wap'),
      redirect_url: optional(text),
      ticket: text,
      type: oneOf<0 | 1 | 2>(72031, 0, 1, 2),
    },
    ({ account, fields: { order_id, s_pappid, source, ticket, type } }) => {
      if (account.part(settings).contact === undefined) throw new ApiRefusalError(72063);
      checkTicket(account, ticket);
      const orders = account.part(invoiceOrders);
      const known = orders.get(order_id);
      if (known?.state.is === 'rejected') throw new ApiRefusalError(72035);
      if (known?.state.is === 'inserted') throw new ApiRefusalError(72018);
      orders.set(order_id, { state: { is: 'asked' }, ...known, order_id, s_pappid, type });
      const query = new URLSearchParams({ action: 'list', s_pappid, order_id, auth_key: randomText(32) });
      return ok({
        auth_url: `https://mp.weixin.qq.com/bizmall/authinvoice?${query.toString()}`,
        appid: source === 'wxa' ? 'wx9db2c16d0633c2e7' : undefined,
      });
    },
  ),

  post('invoice.getAuthData', '/card/invoice/getauthdata', order, ({ account, context, fields }) => {
    const { state, type } = authorisedOrder(account, context, fields.order_id, fields);
    if (state.is === 'rejected') throw new ApiRefusalError(72035);
    return ok({
      invoice_status: 'auth success',
      auth_time: state.auth_time,
      user_auth_info: type === 1 ? filledIn(state.title, account.part(settings).auth_field ?? {}) : {},
    });
  }),

  post(
    'invoice.rejectInsert',
    '/card/invoice/rejectinsert',
    { ...order, reason: text, url: optional(text) },
    ({ account, context, fields }) => {
      const found = authorisedOrder(account, context, fields.order_id, fields);
      if (found.state.is === 'rejected') throw new ApiRefusalError(72035);
      if (found.state.is === 'inserted') throw new ApiRefusalError(72018);
      found.state = { ...found.state, is: 'rejected' };
      return undefined;
    },
  ),
];
