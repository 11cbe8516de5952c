import { atMostOnce, createRouter } from 'offiaccount';
import type { Context } from 'offiaccount';
import { readMessage } from '../../lib/model/message';
import { createContext } from '../../lib/router/context';

const deliveryId = 'd'.repeat(64);
const fields = { ToUserName: 'gh_1', FromUserName: 'alice', CreateTime: '1735689661', MsgId: '1' };

/** A text whose handlers are started for the first or second time. */
const started = (attempt: number): Context =>
  createContext(
    readMessage({ ...fields, MsgType: 'text', Content: 'pay' }),
    { deliveryId, attempt, signal: new AbortController().signal },
    () => {
      throw new Error('This spec has no API.');
    },
    { appId: 'wx9f1d2c3b4a5e6f70', logger: console },
  );

let paid: number;
let warn: jest.SpyInstance;
beforeEach(() => {
  paid = 0;
  warn = jest.spyOn(process, 'emitWarning').mockImplementation();
});
afterEach(() => warn.mockRestore());

const pay = () => {
  paid++;
  return 'paid';
};
describe('atMostOnce()', () => {
  it('runs the handler the first time', async () => {
    const router = createRouter().text('pay', atMostOnce(pay));
    expect(await router.dispatch(started(1))).toBe('paid');
    expect(paid).toBe(1);
    expect(warn).not.toHaveBeenCalled();
  });

  it('does not run it again after a crash, and warns', async () => {
    const router = createRouter().text('pay', atMostOnce(pay));
    expect(await router.dispatch(started(2))).toBeUndefined();
    expect(paid).toBe(0);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('not handled again'), {
      type: 'OffiaccountWarning',
      code: 'OFFIACCOUNT_NOT_RUN_AGAIN',
      detail: `deliveryId ${deliveryId}`,
    });
  });

  it('runs another handler instead, if there is one, which may pass the message on', async () => {
    const router = createRouter()
      .text(
        'pay',
        atMostOnce(pay, async ({ match }, next) =>
          (await next()) === 'look' ? `${match}: look` : undefined,
        ),
      )
      .text(() => 'look');
    expect(await router.dispatch(started(2))).toBe('pay: look');
    expect(await router.dispatch(started(1))).toBe('paid');
    expect(paid).toBe(1);
    expect(warn).not.toHaveBeenCalled();
  });
});
