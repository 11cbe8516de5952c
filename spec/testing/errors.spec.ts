import express from 'express';
import { atMostOnce, wechat } from 'offiaccount';
import { closeAll, modesAndFormats, play, playWith, settings } from '../support/accounts';

afterEach(closeAll);

const boom = new Error('The database is down.');
const quiet = { warn: () => undefined, error: () => undefined };

describe('what a handler threw', () => {
  it.each(modesAndFormats)('is in what was seen: %j', async (over) => {
    const { simulator, wx } = playWith(over);
    wx.text('oops', () => {
      throw boom;
    });
    wx.text(() => 'fine');
    const alice = simulator.user('alice');
    const [broken, fine] = await Promise.all([alice.says('oops'), alice.says('hello')]);
    expect(broken).toMatchObject({ outcome: 'silent' });
    expect(broken.error).toBe(boom);
    expect(fine).not.toHaveProperty('error');
  });

  it('is there although it came during another delivery', async () => {
    const { simulator, wx } = playWith();
    wx.text(async () => {
      await simulator.clock.sleep(7000);
      throw boom;
    });
    const seen = simulator.user('alice').says('slow');
    await simulator.clock.advance(8000);
    expect((await seen).deliveries).toHaveLength(2);
    expect((await seen).error).toBe(boom);
  });

  it('is the first of two where onError() throws as well, and stands beside its answer where it does not', async () => {
    const second = new Error('So is the apology.');
    for (const [answer, outcome] of [
      [second, 'silent'],
      ['Sorry.', 'replied'],
    ] as const) {
      const { simulator, wx } = playWith(
        {},
        {
          onError: () => {
            if (typeof answer === 'string') return answer;
            throw answer;
          },
        },
      );
      wx.text(() => {
        throw boom;
      });
      const seen = await simulator.user('alice').says('hello');
      expect(seen.outcome).toBe(outcome);
      expect(seen.error).toBe(boom);
    }
  });

  it('is there where another parser has read the body, and behind a plugin', async () => {
    const app = express();
    const simulator = play(app);
    const wx = wechat({ ...settings.clear, logger: quiet, clock: simulator.clock });
    wx.text(
      atMostOnce(() => {
        throw boom;
      }),
    );
    app.use(express.text({ type: '*/*' }), wx);
    expect((await simulator.user('alice').says('hello')).error).toBe(boom);
  });

  it('is a mistake in an answer as well: one that is no reply', async () => {
    const { simulator, wx } = playWith();
    wx.text(() => 5 as never);
    expect((await simulator.user('alice').says('hello')).error).toMatchObject({ name: 'ConfigError' });
  });

  it('is not known where the app is asked by its address', async () => {
    const { simulator, wx } = playWith();
    wx.text(() => {
      throw boom;
    });
    const app = express().use(wx);
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const far = play({ url: `http://127.0.0.1:${port}/` }, { clock: simulator.clock });
    expect(await far.user('alice').says('hello')).not.toHaveProperty('error');
    await new Promise((resolve) => server.close(resolve));
  });
});
