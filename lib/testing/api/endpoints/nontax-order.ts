import { ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import type { FakeAccount } from '../fake-account';
import { anyText, flag, number, optional, text } from '../fields';
import type { Fields } from '../fields';
import { checkAppId, fen, given, payment } from '../nontax-fields';
import { isRefunded, nontaxOrders } from '../nontax-order';
import type { Order } from '../nontax-order';
import { ApiRefusalError } from '../api-refusal-error';

/** The user pays at once. */
function pay(
  account: FakeAccount,
  fields: Fields<typeof payment>,
  more: { readonly openid?: string | undefined; readonly scene?: string | undefined },
): Order {
  const { order_no, payment_notice_no, payment_notice_type = 1, items: lines } = fields;
  checkAppId(account, fields.appid);
  if (fields.fee < 1) throw new ApiRefusalError(40035, '"fee" is at least 1');
  if (lines.length === 0) throw new ApiRefusalError(40035, '"items" is empty');
  if (given(order_no) === undefined && given(payment_notice_no) === undefined)
    throw new ApiRefusalError(40035, '"payment_notice_no" or "order_no" is missing');
  const { bank_id = '', bank_account = '', mch_id = '' } = fields;
  const order = {
    ...{ appid: fields.appid, desc: fields.desc, fee: fields.fee, bank_id, bank_account },
    ...{ payment_notice_type, order_no: given(order_no), payment_notice_no: given(payment_notice_no) },
    ...{ department_code: fields.department_code, department_name: fields.department_name },
    ...{ region_code: fields.region_code, items: lines, openid: more.openid ?? '', scene: more.scene },
  };
  return account.part(nontaxOrders).add(order, mch_id);
}

function orderOf(account: FakeAccount, appid: string, order_id: string): Order {
  checkAppId(account, appid);
  return account.part(nontaxOrders).find(order_id);
}

/** An order as it is told. */
function told(order: Order) {
  const { ledger, ...rest } = order;
  const last = ledger.refunds.at(-1);
  const isPartial = last !== undefined && last.refund_fee !== order.fee;
  return {
    ...rest,
    fee_type: 1,
    status: isRefunded(order) ? 5 : 3,
    bank_name: '测试银行',
    payment_info_source: 2,
    pay_finish_time: order.create_time,
    ...(last !== undefined && {
      refund_out_id: last.refund_out_id,
      refund_order_id: last.refund_order_id,
      refund_reason: last.refund_reason,
      refund_finish_time: last.refund_finish_time,
    }),
    ...(isPartial && {
      partial_refund_info: ledger.refunds.map(({ refund_out_id = '', ...refund }) => ({
        refund_out_id,
        ...refund,
        refund_status: 5,
      })),
    }),
  };
}

/** Orders of payments to public offices (非税缴费订单). Whoever must pay does so at once. */
export const nontaxOrder: readonly Endpoint[] = [
  post(
    'nontax.unifiedOrder',
    '/nontax/unifiedorder',
    {
      ...payment,
      service_id: optional(number),
      trade_type: optional(anyText),
      openid: optional(anyText),
      app_appid: optional(anyText),
      return_url: optional(anyText),
      ip: text,
      scene: text,
      auto_call_pay: optional(flag),
    },
    ({ account, fields }) => {
      const { order_id } = pay(account, fields, fields);
      return ok({ order_id, pay_url: `https://payapp.weixin.qq.com/tp/pay/index?order_id=${order_id}` });
    },
  ),

  post(
    'nontax.microPay',
    '/nontax/micropay',
    { ...payment, auth_code: text, order_id: optional(anyText) },
    ({ account, fields }) => {
      const former = given(fields.order_id);
      const order =
        former === undefined
          ? pay(account, fields, { scene: 'offline' })
          : orderOf(account, fields.appid, former);
      return ok({ order_id: order.order_id });
    },
  ),

  post(
    'nontax.getOrder',
    '/nontax/getorder',
    { appid: text, service_id: optional(number), order_id: text },
    ({ account, fields: { appid, order_id } }) => ok(told(orderOf(account, appid, order_id))),
  ),

  post(
    'nontax.getOrderList',
    '/nontax/getorderlist',
    {
      ...{ appid: text, department_code: text, region_code: text },
      ...{ order_no: optional(anyText), payment_notice_no: optional(anyText) },
    },
    ({ account, fields }) => {
      checkAppId(account, fields.appid);
      const [order_no, payment_notice_no] = [given(fields.order_no), given(fields.payment_notice_no)];
      if (order_no === undefined && payment_notice_no === undefined)
        throw new ApiRefusalError(40035, '"payment_notice_no" or "order_no" is missing');
      const found = account
        .part(nontaxOrders)
        .all()
        .filter(
          (order) =>
            order.department_code === fields.department_code &&
            order.region_code === fields.region_code &&
            (order_no === undefined || order.order_no === order_no) &&
            (payment_notice_no === undefined || order.payment_notice_no === payment_notice_no),
        );
      const paid = found.find((order) => !isRefunded(order));
      return ok({
        order_id_list: found.map(({ order_id }) => order_id),
        ...(paid !== undefined && { paid_order_id: paid.order_id }),
      });
    },
  ),

  post(
    'nontax.refund',
    '/nontax/refund',
    {
      ...{ appid: text, order_id: text, reason: text },
      ...{ refund_fee: optional(fen), refund_out_id: optional(anyText) },
    },
    ({ account, fields: { appid, order_id, reason, refund_fee, refund_out_id } }) => {
      checkAppId(account, appid);
      const refund = account.part(nontaxOrders).refund(order_id, reason, refund_fee, given(refund_out_id));
      return ok({ refund_order_id: refund.refund_order_id });
    },
  ),
];
