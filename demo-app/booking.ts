import { createRouter, inOrder, session } from 'offiaccount';
import type { Handler, Router, Store } from 'offiaccount';

declare module 'offiaccount' {
  interface Session {
    /** A booking that is not complete. */
    booking?: { people?: number };
  }
}

const begin: Handler = (ctx) => {
  ctx.session = { booking: {} };
  return '好的，请问几位？（随时可以回复“取消”）';
};

/** A dialogue of two questions. What was answered so far is in the session, which all processes share. */
export const createBooking = (store: Store): Router =>
  createRouter()
    // Who answers twice within a moment answers two questions, not the same one twice.
    .use(inOrder({ store }), session({ store, ttl: 30 * 60_000 }))

    .text(['/book', '预约'], begin)
    .click('BOOK', begin)

    .text(async (ctx, next) => {
      const { booking } = await ctx.session;
      if (booking === undefined) return next();
      const said = ctx.message.Content.trim();

      if (said === '取消') {
        ctx.session = null;
        return '已取消。';
      }
      if (booking.people === undefined) {
        const people = Number(/^(\d{1,2}) ?[位个人]*$/.exec(said)?.[1]);
        if (!(people >= 1 && people <= 20)) return '请回复人数，1 到 20；或者回复“取消”。';
        booking.people = people;
        return '几点到？';
      }
      ctx.session = null;
      return `订好了：${booking.people} 位，${said}。恭候光临！`;
    });
