import { createHash } from 'node:crypto';
import { file, ok } from '../answer';
import { post } from '../endpoint';
import type { Endpoint } from '../endpoint';
import { anyText, number, oneOf, optional, text } from '../fields';
import { writeBill } from '../nontax-bill';
import { checkAppId, day, given, notice } from '../nontax-fields';
import { nontaxOrders } from '../nontax-order';
import { dateOf } from '../periods';
import { webAddress } from '../web-address';

const mock = { appid: text, url: webAddress, version: number };

/** What an office wants for a notice: an amount of its own for each number. */
function feeOf(payment_notice_no: string): number {
  return 100 + (createHash('sha256').update(payment_notice_no).digest().readUInt16BE() % 10_000);
}

const YEAR_S = 365 * 86_400;

/** Payments to public offices (微信非税缴费). */
export const nontax: readonly Endpoint[] = [
  post(
    'nontax.queryFee',
    '/nontax/queryfee',
    { ...notice, service_id: optional(number), bank_id: optional(anyText), payment_notice_no: text },
    ({ account, fields }) => {
      checkAppId(account, fields.appid);
      const { payment_notice_no, payment_notice_type = 1, department_code, region_code } = fields;
      const fee = feeOf(payment_notice_no);
      const now = account.seconds();
      return ok({
        ...{ fee, user_name: '测试用户', department_code, department_name: '测试单位' },
        ...{ payment_notice_type, payment_notice_no, payment_notice_create_time: now - 86_400 },
        payment_expire_date: dateOf((now + YEAR_S) * 1000).replaceAll('-', ''),
        region_code,
        items: [{ no: 1, item_id: '1', item_name: '测试项目', fee }],
      });
    },
  ),

  post(
    'nontax.downloadBill',
    '/nontax/downloadbill',
    {
      ...{ appid: text, mch_id: optional(anyText), bill_date: day },
      bill_type: optional(oneOf(40035, 'ALL', 'SUCCESS', 'REFUND')),
    },
    ({ account, fields: { appid, mch_id, bill_date, bill_type = 'ALL' } }) => {
      checkAppId(account, appid);
      const merchant = given(mch_id);
      const orders = account
        .part(nontaxOrders)
        .all()
        .filter((order) => merchant === undefined || order.ledger.mch_id === merchant);
      return file(Buffer.from(writeBill(orders, bill_date, bill_type)), 'text/plain');
    },
  ),

  post(
    'nontax.notifyInconsistentOrder',
    '/nontax/notifyinconsistentorder',
    { appid: optional(text), order_id: optional(text) },
    ({ account, fields: { appid, order_id } }) => {
      if (appid !== undefined) checkAppId(account, appid);
      if (order_id !== undefined) account.part(nontaxOrders).find(order_id);
      return undefined;
    },
  ),

  // No documented page says what WeChat then sends to that address, so nothing is sent.
  post('nontax.mockNotification', '/nontax/mocknotification', mock, ({ account, fields }) => {
    checkAppId(account, fields.appid);
    return undefined;
  }),
  post('nontax.mockQueryFee', '/nontax/mockqueryfee', mock, ({ account, fields }) => {
    checkAppId(account, fields.appid);
    return undefined;
  }),
];
