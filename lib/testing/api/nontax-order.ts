import type { FakeAccount } from './fake-account';
import { nextId, randomText } from './ids';
import { ApiRefusalError } from './api-refusal-error';
import { BoundedMap } from './bounded-map';

/** A line of a payment; amounts are in fen. */
interface Item {
  readonly no: number;
  readonly item_id: string;
  readonly item_name: string;
  readonly overdue?: number | undefined;
  readonly penalty?: number | undefined;
  readonly fee: number;
}

/** What an order is about, as the app says. */
export interface Payment {
  readonly appid: string;
  readonly openid: string;
  readonly desc: string;
  /** In fen. */
  readonly fee: number;
  readonly bank_id: string;
  readonly bank_account: string;
  readonly order_no?: string | undefined;
  readonly department_code: string;
  readonly department_name: string;
  readonly payment_notice_type: number;
  readonly payment_notice_no?: string | undefined;
  readonly region_code: string;
  readonly scene?: string | undefined;
  readonly items: readonly Item[];
}

/** Money that was paid back. */
export interface Refund {
  readonly refund_order_id: string;
  readonly refund_out_id?: string | undefined;
  readonly refund_reason: string;
  /** In fen. */
  readonly refund_fee: number;
  /** Unix seconds. */
  readonly refund_finish_time: number;
}

/** An order, which is paid at once. */
export interface Order extends Payment {
  readonly order_id: string;
  readonly trans_id: string;
  /** Unix seconds. */
  readonly create_time: number;
  /** What the app is not told as it is. */
  readonly ledger: { readonly mch_id: string; readonly refunds: Refund[] };
}

const MAX_KEPT = 10_000;

const sum = (refunds: readonly Refund[]): number =>
  refunds.reduce((total, { refund_fee }) => total + refund_fee, 0);

/** Whether all of it was paid back. */
export const isRefunded = ({ fee, ledger }: Order): boolean => sum(ledger.refunds) >= fee;

/** The payments to public offices that an account has asked for. */
export const nontaxOrders = (account: FakeAccount) => {
  const kept = new BoundedMap<Order>(MAX_KEPT);

  function find(order_id: string): Order {
    const order = kept.get(order_id);
    if (order === undefined) throw new ApiRefusalError(40035, `there is no order "${order_id}"`);
    return order;
  }

  return {
    find,
    all: (): Order[] => kept.values(),
    add(payment: Payment, mch_id: string): Order {
      const order: Order = {
        ...payment,
        order_id: randomText(28),
        trans_id: String(nextId()),
        create_time: account.seconds(),
        ledger: { mch_id, refunds: [] },
      };
      kept.set(order.order_id, order);
      return order;
    },
    /** Pays back a part of an order, or what is left of it. The same number is the same refund. */
    refund(order_id: string, refund_reason: string, fee?: number, refund_out_id?: string): Refund {
      const order = find(order_id);
      const same = order.ledger.refunds.find((each) => refund_out_id && each.refund_out_id === refund_out_id);
      if (same !== undefined && (fee === undefined || fee === same.refund_fee)) return same;
      if (same !== undefined)
        throw new ApiRefusalError(
          40035,
          `"refund_out_id" "${refund_out_id ?? ''}" is that of another refund`,
        );
      const left = order.fee - sum(order.ledger.refunds);
      const refund_fee = fee ?? left;
      if (refund_fee < 1 || refund_fee > left)
        throw new ApiRefusalError(40035, `"refund_fee" is more than what is left of the order, ${left}`);
      if (refund_fee < order.fee && refund_out_id === undefined)
        throw new ApiRefusalError(40035, '"refund_out_id" is missing, which a part of an order needs');
      const refund: Refund = {
        refund_order_id: randomText(28),
        ...(refund_out_id !== undefined && { refund_out_id }),
        refund_reason,
        refund_fee,
        refund_finish_time: account.seconds(),
      };
      order.ledger.refunds.push(refund);
      return refund;
    },
  };
};
