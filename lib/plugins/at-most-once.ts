import type { Context, Handler } from '../router/context';

/**
 * Wraps a handler that must not run twice for one message, such as one that pays. If a process died during
 * the message, the handler is not run again. Nobody then knows what the first run did: `instead` may find
 * out, and answer. Without `instead` the user gets no reply, and a warning is logged. (Without `atMostOnce`,
 * a message is started once more after a crash, with `ctx.attempt` 2.)
 *
 * @example
 * const ask = () => 'Please look at your orders before you pay again.';
 * wx.text('pay', atMostOnce((ctx) => pay(ctx.openid), ask));
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
