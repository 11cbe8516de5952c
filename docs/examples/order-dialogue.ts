import { createDialogue, createRouter, inOrder, memoryStore, session } from 'offiaccount';
import type { Store } from 'offiaccount';

/** Your own. */
export interface Kitchen {
  price(dish: string): Promise<number>;
  /** Cooks once for each id, however often it is called. */
  cook(id: string, dishes: readonly string[]): Promise<number>;
}

export const orders = (kitchen: Kitchen, store: Store = memoryStore()) => {
  const order = createDialogue(
    'order',
    async ({ ask, say, once }, ctx) => {
      const dishes: string[] = [];
      do {
        dishes.push(await ask('想吃什么？'));
      } while ((await ask.choice('还要别的吗？', ['再来一个', '就这些'])) === '再来一个');
      // What is read from elsewhere is the same in every replay.
      const price = await once('price', async () => {
        const prices = await Promise.all(dishes.map((dish) => kitchen.price(dish)));
        return prices.reduce((sum, each) => sum + each, 0);
      });
      say(`${dishes.join('、')}，一共 ${price} 元。`);
      if ((await ask.choice('下单吗？', ['下单', '算了'])) === '算了') return '好的，下次再来。';
      // The kitchen knows the id, so that cooking twice does no harm: after a crash it may be asked again.
      const cook = () => kitchen.cook(ctx.deliveryId, dishes);
      return `${await once('cook', cook, cook)} 号，请稍等。`;
    },
    { version: 1 },
  );
  return createRouter().use(inOrder({ store }), session({ store }), order).text('点餐', order.begin);
};
