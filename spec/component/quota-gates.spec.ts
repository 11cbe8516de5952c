import { createApiError } from '../../lib/api/api-error';
import { createQuotaGates } from '../../lib/component/quota-gates';
import { movedClock } from '../support/clock';

const MAX_GATES = 10_000;
const LOOK_AGAIN_MS = 600_000;
const PATH = '/cgi-bin/tags/get';

const usedUp = createApiError({
  errcode: 45009,
  errmsg: 'reach max api daily quota limit',
  endpoint: PATH,
  credential: 'authorizer',
});

describe('the gate of an account', () => {
  it('is kept while it keeps a call back, and not before', () => {
    const gates = createQuotaGates(movedClock());
    expect(gates('a')).not.toBe(gates('a'));
    const gate = gates('a');
    gate.block(PATH, usedUp);
    expect(gates('a')).toBe(gate);
    expect(() => gates('a').check(PATH)).toThrow(/45009/);
    expect(() => gates('a').check('/cgi-bin/user/get')).not.toThrow();
    expect(() => gates('b').check(PATH)).not.toThrow();
  });

  it('lets calls through again after ten minutes', async () => {
    const clock = movedClock();
    const gates = createQuotaGates(clock);
    gates('a').block(PATH, usedUp);
    await clock.advance(LOOK_AGAIN_MS - 1);
    expect(() => gates('a').check(PATH)).toThrow(/45009/);
    await clock.advance(1);
    expect(() => gates('a').check(PATH)).not.toThrow();
  });

  it('of too many is forgotten, those that were closed longest ago first', () => {
    const gates = createQuotaGates(movedClock());
    const keptBack = (appId: string) => {
      try {
        gates(appId).check(PATH);
        return false;
      } catch {
        return true;
      }
    };
    for (let n = 0; n < MAX_GATES; n++) gates(`account ${n}`).block(PATH, usedUp);
    // It is the newest now.
    gates('account 0').block(PATH, usedUp);
    expect(keptBack('account 1')).toBe(true);
    gates('one more').block(PATH, usedUp);
    expect(['account 0', 'account 1', 'account 2', 'one more'].map(keptBack)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });
});
