import { ApiError, ConfigError, reply } from 'offiaccount';
import type { Handler } from 'offiaccount';
import { startServedFleet } from '../support/fleet';
import type { Fleet } from '../support/fleet';

let fleet: Fleet;
afterEach(() => fleet.close());

const start = async (handler: Handler, calls = true) => {
  fleet = await startServedFleet(handler, { count: 1, calls });
  return fleet.simulator.user('alice');
};

describe('ctx.send()', () => {
  it('sends further messages at once, before the answer', async () => {
    const alice = await start(async (ctx) => {
      const { send } = ctx;
      await send('one');
      await ctx.send(reply.news({ title: 'two', url: 'https://example.com/' }));
      return 'three';
    });
    expect((await alice.says('x')).reply).toMatchObject({ Content: 'three' });
    expect(alice.sees()).toMatchObject([
      { MsgType: 'text', Content: 'one', via: 'customer-service' },
      { MsgType: 'news', via: 'customer-service' },
      { MsgType: 'text', Content: 'three' },
    ]);
  });

  it.each<[string, Handler, new (...all: never[]) => Error, boolean]>([
    ['a hand-over to customer service', (ctx) => ctx.send(reply.transfer()), ConfigError, true],
    ['an empty text', (ctx) => ctx.send(''), ConfigError, true],
    ['without an API', (ctx) => ctx.send('x'), ConfigError, false],
  ])('refuses %s', async (_name, send, type, calls) => {
    let thrown: unknown;
    const alice = await start(async (ctx, next) => {
      try {
        await send(ctx, next);
      } catch (error) {
        thrown = error;
      }
    }, calls);
    expect((await alice.says('x')).outcome).toBe('silent');
    expect(thrown).toBeInstanceOf(type);
    expect(alice.sees()).toEqual([]);
  });

  it('rejects with what WeChat says', async () => {
    let thrown: unknown;
    const alice = await start(async (ctx) => {
      thrown = await ctx.send('x').catch((error: unknown) => error);
    });
    fleet.simulator.api.fail('/cgi-bin/message/custom/send', { errcode: 45047 });
    await alice.says('x');
    expect(thrown).toBeInstanceOf(ApiError);
    expect(thrown).toMatchObject({ errcode: 45047 });
  });
});
