import { createRouter } from 'offiaccount';
import type { Handler } from 'offiaccount';

/** Middleware: it goes on with next(), and sees the answer on its way back. */
const measure: Handler = async (ctx, next) => {
  const started = Date.now();
  const answer = await next();
  console.log(ctx.message.MsgType, `${Date.now() - started} ms`);
  return answer;
};

/** A router of its own, which can be in another file. */
const shop = createRouter()
  .text(['price', 'prices'], () => 'Green tea: 20 yuan.')
  .text(/^order (\d+)$/, ({ match }) => `Order ${match[1]} is on its way.`)
  .click('CART', () => 'Your cart is empty.');

export const routes = createRouter()
  .use(measure)
  .use(shop)
  .image(({ message }) => `Your picture: ${message.PicUrl}`)
  .location(({ message }) => `You are at ${message.Label}.`)
  .event('subscribe', () => 'Welcome! Send "price".')
  .message(() => 'Send "price".'); // what no route has taken
