import type { Context, Handler } from '../router/context';

/**
 * Wraps a handler that must not run twice for one message, such as one that pays: when a process has died over the message, it is not
 * run again. What the first run did is then unknown: `instead` may look, and answer. Without it the user gets no reply, and
 * the process a warning. (Without this, a message is started once more after a crash, with `ctx.attempt` 2.)
 *
 * @example
 * wx.text('pay', atMostOnce((ctx) => pay(ctx.openid), () => 'Please look at your orders before you pay again.'));
 */
export const atMostOnce =
  <C extends Context>(handler: Handler<C>, instead: Handler<C> = leave): Handler<C> =>
  (ctx, next) =>
    (ctx.attempt > 1 ? instead : handler)(ctx, next);

const leave: Handler = ({ deliveryId }) =>
  process.emitWarning(
    'A message was not handled again after a crash: what its handler had done by then is unknown.',
    { type: 'OffiaccountWarning', code: 'OFFIACCOUNT_NOT_RUN_AGAIN', detail: `deliveryId ${deliveryId}` },
  );
