import { atMostOnce, createRouter } from 'offiaccount';

/** Your own: they pay, and find out whether a payment was made. */
export interface Cashier {
  pay(openid: string, id: string): Promise<void>;
  hasPaid(id: string): Promise<boolean>;
}

export const payments = (cashier: Cashier) =>
  createRouter().click(
    'PAY',
    atMostOnce(
      async ({ openid, deliveryId }) => {
        await cashier.pay(openid, deliveryId);
        return 'Paid. Thank you!';
      },
      async ({ deliveryId }) =>
        (await cashier.hasPaid(deliveryId)) ? 'Paid. Thank you!' : 'Something went wrong. Please try again.',
    ),
  );
