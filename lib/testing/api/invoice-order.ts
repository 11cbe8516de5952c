import type { EndpointContext } from './endpoint';
import type { FakeAccount } from './fake-account';
import type { InvoiceTitle } from './invoice-title';
import { submitTitle, titleOf } from './invoice-title';
import type { PushFields } from '../push-types';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';

/** What became of the invoice of an order. */
type OrderState =
  | { readonly is: 'asked' }
  | {
      readonly is: 'authorised' | 'inserted' | 'rejected';
      readonly openid: string;
      /** Unix seconds. */
      readonly auth_time: number;
      readonly title: InvoiceTitle;
    };

/** An order of which somebody may want the invoice. */
export interface InvoiceOrder {
  readonly order_id: string;
  /** The invoicing platform; `''` where a user agreed on a page that another program opened. */
  readonly s_pappid: string;
  /** Which page it was: 1 is the one on which the user fills in a title. */
  readonly type: 0 | 1 | 2;
  state: OrderState;
}

/** An order that a user has agreed to. */
type AuthorisedOrder = InvoiceOrder & { state: Exclude<OrderState, { readonly is: 'asked' }> };

/** The orders of a merchant. */
export const invoiceOrders = () => new BoundedMap<InvoiceOrder>(10_000);

/** Takes note of what users do about invoices: they authorise an order, or submit a title. */
export function noteInvoices(account: FakeAccount, openid: string, fields: PushFields): void {
  if (fields.Event === 'submit_invoice_title') submitTitle(account, openid, fields);
  const { SuccOrderId } = fields;
  if (fields.Event === 'user_authorize_invoice')
    authorise(account, openid, typeof SuccOrderId === 'string' ? SuccOrderId : '');
}

function authorise(account: FakeAccount, openid: string, order_id: string): void {
  if (order_id === '') return;
  const orders = account.part(invoiceOrders);
  const order = orders.get(order_id) ?? { order_id, s_pappid: '', type: 2, state: { is: 'asked' } };
  if (order.state.is !== 'asked') return;
  order.state = {
    is: 'authorised',
    openid,
    auth_time: account.seconds(),
    title: titleOf(account, openid),
  };
  orders.set(order_id, order);
}

/**
 * An order that a user has authorised. The merchant and its invoicing platform may be different accounts of
 * one API.
 */
export function authorisedOrder(
  account: FakeAccount,
  { accounts }: EndpointContext,
  order_id: string,
  { s_pappid, appid }: { readonly s_pappid?: string; readonly appid?: string | undefined },
): AuthorisedOrder {
  const isMeant = (order: InvoiceOrder): boolean =>
    s_pappid === undefined || order.s_pappid === '' || order.s_pappid === s_pappid;
  const merchants = [account, ...accounts].filter(
    (each) => appid === undefined || each.appId === '' || each.appId === appid,
  );
  const order = merchants
    .map((each) => each.part(invoiceOrders).get(order_id))
    .find((each) => each !== undefined && isMeant(each));
  if (order === undefined)
    throw new ApiRefusalError(72038, `there is no order "${order_id}"`, `没有订单“${order_id}”`);
  if (!isAuthorised(order))
    throw new ApiRefusalError(
      72038,
      `no user has authorised the order "${order_id}"`,
      `还没有用户为订单“${order_id}”授权`,
    );
  return order;
}

const isAuthorised = (order: InvoiceOrder): order is AuthorisedOrder => order.state.is !== 'asked';
