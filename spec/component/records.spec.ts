import { checkPlatformOptions } from '../../lib/component/options';
import { createRecords } from '../../lib/component/records';
import type { PlatformOptions } from '../../lib/component/types';
import { memoryStore } from '../../lib/store/memory';
import type { AccountRecord } from '../../lib/store/platforms';
import { keptLogger } from '../support/api';
import { movedClock } from '../support/clock';
import { PLATFORM, PLATFORM_SECRET } from '../support/fake-platform';
import { awayStore, failure, SCHOOL, SHOP } from './support';

function open(options: Partial<PlatformOptions> = {}) {
  const clock = movedClock();
  const store = awayStore(clock);
  const logger = keptLogger();
  const settings = checkPlatformOptions({
    componentAppId: PLATFORM,
    componentAppSecret: PLATFORM_SECRET,
    ...{ store, clock, logger },
    ...options,
  });
  const { platforms } = store;
  const saved = (appId = SHOP) => platforms.account(PLATFORM, appId);
  const asked = (name: string) => store.asked.filter((each) => each === name).length;
  /** Lets what is due happen. */
  const pass = async (ms: number) => {
    await clock.advance(ms);
    for (let n = 0; n < 20; n++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    another: () => createRecords(settings),
    records: createRecords(settings),
    store,
    logger,
    saved,
    asked,
    pass,
  };
}

const named =
  (userName: string) =>
  (record: AccountRecord): AccountRecord => ({ ...record, userName });
const permitted =
  (id: number) =>
  (record: AccountRecord): AccountRecord => ({ ...record, permissions: [...record.permissions, id] });

describe('the record of an account', () => {
  it('begins as one of which nothing is known', async () => {
    const { records, saved } = open();
    expect(await records.read(SHOP)).toBeUndefined();
    const expected = {
      appId: SHOP,
      userName: 'gh_1',
      kind: undefined,
      refreshToken: '',
      permissions: [],
      status: 'authorized',
      authorizedAt: 0,
      changedAt: 0,
      generation: 1,
    };
    expect(await records.change(SHOP, named('gh_1'))).toEqual(expected);
    expect(await saved()).toEqual(expected);
    expect(await records.appIdOf('gh_1')).toBe(SHOP);
  });

  it('is not saved where nothing is to be changed', async () => {
    const { records, asked } = open();
    await records.change(SHOP, named('gh_1'));
    const before = await records.read(SHOP);
    expect(await records.change(SHOP, (record) => record)).toEqual(before);
    expect(asked('save')).toBe(1);
  });

  it('has the changes of all who change it at once', async () => {
    const { records, another, saved } = open();
    const others = [records, another(), another()];
    await Promise.all(
      others.flatMap((each, n) => [permitted(n), permitted(10 + n)].map((by) => each.change(SHOP, by))),
    );
    const { permissions, generation } = (await saved())!;
    expect([...permissions].sort((a, b) => a - b)).toEqual([0, 1, 2, 10, 11, 12]);
    expect(generation).toBe(6);
  });

  it('counts as it would be where others always come first, and is saved later', async () => {
    const { records, another, store, saved, pass, logger } = open();
    const other = another();
    const save = store.platforms.save.bind(store.platforms);
    let isHeated = true;
    let conflicts = 0;
    store.platforms.save = async (...args) => {
      if (isHeated && args[1].permissions.includes(1)) {
        conflicts++;
        isHeated = false;
        await other.change(SHOP, permitted(2));
        isHeated = true;
      }
      return save(...args);
    };
    expect(await records.change(SHOP, permitted(1))).toMatchObject({ permissions: [1] });
    expect(conflicts).toBe(20);
    expect(logger.lines.join()).toContain('store-away');
    isHeated = false;
    await pass(1000);
    expect((await saved())!.permissions.filter((id) => id === 1)).toEqual([1]);
  });

  it('of all accounts are listed, page by page', async () => {
    const { records, asked } = open();
    const ids = Array.from({ length: 401 }, (_, n) => `wx${String(n).padStart(16, '0')}`);
    for (const appId of ids) await records.change(appId, named(`gh_${appId}`));
    const listed: string[] = [];
    for await (const { appId } of records.all()) listed.push(appId);
    expect(listed).toEqual(ids);
    expect(asked('list')).toBe(4);
  });
});

describe('a record that cannot be saved', () => {
  it('counts at once, with all later changes, and is saved when the store is back', async () => {
    const { records, another, store, saved, pass } = open();
    await records.change(SHOP, permitted(1));
    store.isAway = true;
    expect(await records.change(SHOP, named('gh_1'))).toMatchObject({ userName: 'gh_1' });
    expect(await records.change(SHOP, permitted(2))).toMatchObject({ userName: 'gh_1', permissions: [2] });
    expect(await records.read(SHOP)).toMatchObject({ userName: 'gh_1', permissions: [2] });
    await expect(records.read(SCHOOL)).rejects.toThrow('Redis is not connected.');
    store.isAway = false;
    await another().change(SHOP, permitted(3));
    await pass(1000);
    // What was done meanwhile is done to the record that is there then.
    expect(await saved()).toMatchObject({ userName: 'gh_1', permissions: [1, 3, 2] });
    expect(await records.read(SHOP)).toMatchObject({ permissions: [1, 3, 2] });
  });

  it('is tried again after 1, 2, 4 and then every 5 seconds', async () => {
    const { records, store, saved, asked, pass } = open();
    store.isAway = true;
    await records.change(SHOP, named('gh_1'));
    const tries: number[] = [];
    for (let second = 1; second <= 18; second++) {
      const before = asked('account');
      await pass(1000);
      if (asked('account') > before) tries.push(second);
    }
    expect(tries).toEqual([1, 3, 7, 12, 17]);
    store.isAway = false;
    await pass(4000);
    expect(await saved()).toMatchObject({ userName: 'gh_1' });
    const before = asked('account');
    await pass(20_000);
    expect(asked('account')).toBe(before);
  });

  it('is saved each time that the store comes back', async () => {
    const { records, store, saved, pass } = open();
    for (const name of ['gh_1', 'gh_2']) {
      store.isAway = true;
      await records.change(SHOP, named(name));
      store.isAway = false;
      await pass(1000);
      expect(await saved()).toMatchObject({ userName: name });
    }
  });

  it('does not end the saving of others: all are saved', async () => {
    const { records, store, saved, pass } = open();
    store.isAway = true;
    await records.change(SHOP, named('gh_1'));
    await records.change(SCHOOL, named('gh_2'));
    store.isAway = false;
    await pass(1000);
    expect([(await saved(SHOP))?.userName, (await saved(SCHOOL))?.userName]).toEqual(['gh_1', 'gh_2']);
  });

  it('is saved at an end that waits for it, and no longer', async () => {
    const { records, store, saved, pass } = open();
    store.isAway = true;
    await records.change(SHOP, named('gh_1'));
    const state = { isOver: false };
    const flushed = records.flush(600).then(() => (state.isOver = true));
    await pass(500);
    expect(state.isOver).toBe(false);
    await pass(250);
    expect(state.isOver).toBe(true);
    await flushed;
    store.isAway = false;
    await records.flush(600);
    expect(await saved()).toMatchObject({ userName: 'gh_1' });
  });

  it('is told of in the log, once for all', async () => {
    const { records, store, logger } = open();
    store.isAway = true;
    await records.change(SHOP, named('gh_1'));
    await records.change(SCHOOL, named('gh_2'));
    expect(logger.lines.filter((line) => line.includes('store-away'))).toHaveLength(1);
    expect(await records.appIdOf('gh_2')).toBe(SCHOOL);
    expect(await failure(records.appIdOf('gh_3'))).toBeInstanceOf(Error);
  });
});

describe('a store that may remove accounts when its memory is full', () => {
  const warnings = async (policy: () => Promise<string>, options: Partial<PlatformOptions> = {}) => {
    const { records, store, logger, pass } = open(options);
    let count = 0;
    store.platforms.evictionPolicy = () => {
      count++;
      return policy();
    };
    for (const name of ['gh_1', 'gh_2']) await records.change(SHOP, named(name));
    await pass(0);
    return { count, lines: logger.lines };
  };

  it.each(['allkeys-lru', 'allkeys-random'])('is warned of once (%s)', async (policy) => {
    const { count, lines } = await warnings(() => Promise.resolve(policy));
    expect(count).toBe(1);
    expect(lines).toEqual([
      expect.stringMatching(
        new RegExp(`^warn Redis may remove accounts .*\\(maxmemory-policy ${policy}\\).*"store-evicts"`),
      ),
    ]);
  });

  it.each([
    ['keeps all', () => Promise.resolve('noeviction')],
    ['removes only what ends by itself', () => Promise.resolve('volatile-lru')],
    ['does not tell', () => Promise.reject(new Error('NOPERM'))],
  ])('is none that %s', async (_, policy) => {
    expect(await warnings(policy)).toEqual({ count: 1, lines: [] });
  });

  it('is not asked where accounts are kept elsewhere', async () => {
    const accounts = memoryStore(movedClock()).platforms;
    expect(await warnings(() => Promise.resolve('allkeys-lru'), { accounts })).toEqual({
      count: 0,
      lines: [],
    });
  });
});
