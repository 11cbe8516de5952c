import { inspect } from 'node:util';
import type { Context } from 'offiaccount';
import { start } from '../support/one-bot';

describe('a context that is printed', () => {
  /** The context of one of two messages that are at work at once. */
  function contexts() {
    const seen: Context[] = [];
    const bot = start((ctx) => {
      seen.push(ctx);
      return new Promise<never>(() => undefined);
    });
    for (const [n, user] of ['alice', 'bob', 'carol'].entries()) bot.deliver(n, 0, undefined, user);
    return Promise.resolve().then(() => seen);
  }

  it.each([
    ['by inspect()', (ctx: Context) => inspect(ctx, { depth: 12 })],
    [
      'by inspect(), with all that is hidden',
      (ctx: Context) => inspect(ctx, { depth: 12, showHidden: true }),
    ],
    ['as JSON', (ctx: Context) => JSON.stringify(ctx)],
    ['in something else', (ctx: Context) => inspect({ err: { ctx } }, { depth: 12 })],
  ])('%s shows its own message, and nothing of another user’s', async (_, show) => {
    const [, bob] = await contexts();
    const shown = show(bob!);
    for (const own of ['bob', 'MsgType', bob!.deliveryId, 'attempt']) expect(shown).toContain(own);
    for (const other of ['alice', 'carol']) expect(shown).not.toContain(other);
  });
});
