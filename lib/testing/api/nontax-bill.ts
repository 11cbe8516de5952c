import { isRefunded } from './nontax-order';
import type { Order, Refund } from './nontax-order';
import { dateOf } from './periods';

/** Which lines a bill has. */
export type BillType = 'ALL' | 'SUCCESS' | 'REFUND';

const HEADER = [
  '交易时间,公众账号ID,商户号,子商户号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,企业红包金额',
  '微信退款单号,商户退款单号,退款金额,企业红包退款金额,退款类型,退款状态,商品名称,手续费,费率,行政区划代码',
  '缴费通知书编号(或平台订单号),执收单位编码,通知书类型,银行ID',
].join(',');
const TOTALS = '总交易单数,总交易额,总退款金额,总企业红包退款金额,手续费总金额';

const BEIJING_SECONDS = 8 * 3600;
const yuan = (fen: number): string => (fen / 100).toFixed(2);
const timeOf = (seconds: number): string =>
  new Date((seconds + BEIJING_SECONDS) * 1000).toISOString().slice(0, 19).replace('T', ' ');
const row = (values: readonly (string | number)[]): string => values.map((value) => `\`${value}`).join(',');

function line(order: Order, at: number, refund?: Refund): string {
  const refunded = refund && [refund.refund_order_id, refund.refund_out_id ?? '', yuan(refund.refund_fee)];
  return row([
    ...[timeOf(at), order.appid, order.ledger.mch_id, '0', order.trans_id, order.order_no ?? order.order_id],
    ...[order.openid, 'JSAPI', refund ? 'REFUND' : 'SUCCESS', 'OTHERS', 'CNY', yuan(order.fee), '0.00'],
    ...(refunded ?? ['0', '0', '0.00']),
    ...['0.00', refund ? 'ORIGINAL' : '', refund ? 'SUCCESS' : '', order.desc, '0.00', '0.00%'],
    ...[order.region_code, order.payment_notice_no ?? order.order_id, order.department_code],
    ...[order.payment_notice_type, order.bank_id],
  ]);
}

/**
 * The bill of a day, as YYYYMMDD in Beijing: a header, a line for each payment and refund, and the totals.
 */
export function writeBill(orders: readonly Order[], day: string, type: BillType): string {
  const isThen = (seconds: number): boolean => dateOf(seconds * 1000).replaceAll('-', '') === day;
  const paid = type === 'REFUND' ? [] : orders.filter(({ create_time }) => isThen(create_time));
  // What was paid back as a whole is no success any more.
  const kept = type === 'SUCCESS' ? paid.filter((order) => !isRefunded(order)) : paid;
  const refunds =
    type === 'SUCCESS'
      ? []
      : orders.flatMap((order) =>
          order.ledger.refunds
            .filter(({ refund_finish_time }) => isThen(refund_finish_time))
            .map((refund) => ({ order, refund })),
        );
  const lines = [
    ...kept.map((order) => line(order, order.create_time)),
    ...refunds.map(({ order, refund }) => line(order, refund.refund_finish_time, refund)),
  ];
  const totals = row([
    lines.length,
    yuan(kept.reduce((total, { fee }) => total + fee, 0)),
    yuan(refunds.reduce((total, { refund }) => total + refund.refund_fee, 0)),
    ...['0.00', '0.00'],
  ]);
  return `${[HEADER, ...lines, TOTALS, totals].join('\n')}\n`;
}
