import { randomUUID } from 'node:crypto';
import {
  CODE_MS,
  TICKET_MS,
  type AccountRecord,
  type AccountStore,
  type PlatformStore,
} from '../../lib/store/platforms';

/** A platform that no other spec has. */
export const newPlatform = (): string => `wx${randomUUID().replaceAll('-', '').slice(0, 16)}`;

export const recordOf = (appId: string, change: Partial<AccountRecord> = {}): AccountRecord => ({
  appId,
  userName: `gh_${appId}`,
  kind: 'service',
  refreshToken: `canary-refresh-${appId}`,
  permissions: [1, 7],
  status: 'authorized',
  authorizedAt: 1_768_449_600,
  changedAt: 1_768_449_600,
  generation: 1,
  ...change,
});

/** What every store of accounts does, also one of a user's own. */
export function accountContract(open: () => AccountStore): void {
  const setUp = () => ({ store: open(), platform: newPlatform() });

  it('knows nobody at first', async () => {
    const { store, platform } = setUp();
    expect(await store.account(platform, 'wx1')).toBeUndefined();
    expect(await store.appIdOf(platform, 'gh_wx1')).toBeUndefined();
    expect(await store.list(platform, '', 10)).toEqual([]);
  });

  it.each<[string, Partial<AccountRecord>]>([
    ['a usual one', {}],
    ['one of which WeChat was not asked', { userName: '', kind: undefined, permissions: [] }],
    ['one that has withdrawn', { status: 'withdrawn', refreshToken: '' }],
    ['one without any time', { authorizedAt: 0, changedAt: 0 }],
    ['one with strange text', { refreshToken: `"'\\ \u2028 é 汉 ${'x'.repeat(500)}` }],
  ])('gives back the record of %s as it was', async (_what, change) => {
    const { store, platform } = setUp();
    const record = recordOf('wx1', change);
    expect(await store.save(platform, record, 0)).toBe(true);
    expect(await store.account(platform, 'wx1')).toEqual(record);
    expect(await store.list(platform, '', 10)).toEqual([record]);
  });

  it('saves only what follows what is there', async () => {
    const { store, platform } = setUp();
    expect(await store.save(platform, recordOf('wx1', { generation: 4 }), 3)).toBe(false);
    expect(await store.account(platform, 'wx1')).toBeUndefined();
    expect(await store.save(platform, recordOf('wx1'), 0)).toBe(true);
    expect(await store.save(platform, recordOf('wx1', { refreshToken: 'other' }), 0)).toBe(false);
    const next = recordOf('wx1', { refreshToken: 'next', generation: 2 });
    expect(await store.save(platform, next, 1)).toBe(true);
    expect(await store.save(platform, recordOf('wx1', { refreshToken: 'late', generation: 2 }), 1)).toBe(
      false,
    );
    expect(await store.account(platform, 'wx1')).toEqual(next);
  });

  it('lets one of many win', async () => {
    const { store, platform } = setUp();
    const all = await Promise.all(
      [1, 2, 3, 4, 5].map((n) => store.save(platform, recordOf('wx1', { refreshToken: `token ${n}` }), 0)),
    );
    expect(all.filter(Boolean)).toHaveLength(1);
    const winner = all.indexOf(true) + 1;
    expect(await store.account(platform, 'wx1')).toMatchObject({ refreshToken: `token ${winner}` });
  });

  it('finds an account by its original id, also when that is told later or is another one', async () => {
    const { store, platform } = setUp();
    await store.save(platform, recordOf('wx1', { userName: '' }), 0);
    expect(await store.appIdOf(platform, '')).toBeUndefined();
    await store.save(platform, recordOf('wx1', { userName: 'gh_1', generation: 2 }), 1);
    expect(await store.appIdOf(platform, 'gh_1')).toBe('wx1');
    await store.save(platform, recordOf('wx1', { userName: 'gh_2', generation: 3, status: 'withdrawn' }), 2);
    expect(await store.appIdOf(platform, 'gh_1')).toBeUndefined();
    expect(await store.appIdOf(platform, 'gh_2')).toBe('wx1');
  });

  it('lists by AppID, a page at a time', async () => {
    const { store, platform } = setUp();
    for (const n of [5, 1, 4, 2, 3]) await store.save(platform, recordOf(`wx${n}`), 0);
    const ids = async (after: string, count: number) =>
      (await store.list(platform, after, count)).map(({ appId }) => appId);
    expect(await ids('', 2)).toEqual(['wx1', 'wx2']);
    expect(await ids('wx2', 2)).toEqual(['wx3', 'wx4']);
    expect(await ids('wx4', 2)).toEqual(['wx5']);
    expect(await ids('wx5', 2)).toEqual([]);
    expect(await ids('wx25', 1)).toEqual(['wx3']);
  });

  it('keeps platforms apart', async () => {
    const { store, platform } = setUp();
    const other = newPlatform();
    await store.save(platform, recordOf('wx1'), 0);
    expect(await store.account(other, 'wx1')).toBeUndefined();
    expect(await store.appIdOf(other, 'gh_wx1')).toBeUndefined();
    expect(await store.list(other, '', 10)).toEqual([]);
    expect(await store.save(other, recordOf('wx1', { refreshToken: 'of the other' }), 0)).toBe(true);
    expect(await store.account(platform, 'wx1')).toEqual(recordOf('wx1'));
  });
}

/** What every store of platforms does. `pass` lets time pass for a platform, and for one of its codes. */
export function platformContract(
  open: () => PlatformStore,
  pass: (platform: string, hash: string, ms: number) => Promise<void>,
): void {
  const setUp = () => ({ store: open(), platform: newPlatform() });
  const values = async (store: PlatformStore, platform: string) =>
    (await store.tickets(platform)).map(({ value }) => value);

  describe('the accounts', () => accountContract(open));

  it('has the newest ticket first, in whatever order they come', async () => {
    const { store, platform } = setUp();
    expect(await store.tickets(platform)).toEqual([]);
    for (const createdAt of [200, 100, 300])
      await store.addTicket(platform, { value: `t${createdAt}`, createdAt });
    expect(await store.tickets(platform)).toEqual([
      { value: 't300', createdAt: 300 },
      { value: 't200', createdAt: 200 },
      { value: 't100', createdAt: 100 },
    ]);
  });

  it('keeps the three newest tickets', async () => {
    const { store, platform } = setUp();
    for (const createdAt of [1, 5, 2, 4, 3])
      await store.addTicket(platform, { value: `t${createdAt}`, createdAt });
    expect(await values(store, platform)).toEqual(['t5', 't4', 't3']);
    await store.addTicket(platform, { value: 't0', createdAt: 0 });
    expect(await values(store, platform)).toEqual(['t5', 't4', 't3']);
  });

  it('does not change a ticket that comes once more', async () => {
    const { store, platform } = setUp();
    await store.addTicket(platform, { value: 'one', createdAt: 100 });
    await pass(platform, '', TICKET_MS - 10_000);
    await store.addTicket(platform, { value: 'one', createdAt: 100 });
    expect(await values(store, platform)).toEqual(['one']);
    await pass(platform, '', 20_000);
    expect(await values(store, platform)).toEqual([]);
  });

  it('keeps each ticket for twelve hours of its own', async () => {
    const { store, platform } = setUp();
    await store.addTicket(platform, { value: 'one', createdAt: 100 });
    await pass(platform, '', TICKET_MS / 2);
    await store.addTicket(platform, { value: 'two', createdAt: 200 });
    await pass(platform, '', TICKET_MS / 2 + 1000);
    expect(await values(store, platform)).toEqual(['two']);
    await store.addTicket(platform, { value: 'three', createdAt: 300 });
    expect(await values(store, platform)).toEqual(['three', 'two']);
  });

  it('forgets a ticket that was refused', async () => {
    const { store, platform } = setUp();
    for (const createdAt of [1, 2]) await store.addTicket(platform, { value: `t${createdAt}`, createdAt });
    await store.dropTicket(platform, 't2');
    await store.dropTicket(platform, 'none');
    expect(await values(store, platform)).toEqual(['t1']);
  });

  it('knows of a code what it was told', async () => {
    const { store, platform } = setUp();
    expect(await store.code(platform, 'h')).toEqual({ appId: undefined, status: 'new' });
    await store.noteCode(platform, 'h', { appId: 'wx1' });
    expect(await store.code(platform, 'h')).toEqual({ appId: 'wx1', status: 'new' });
    await store.noteCode(platform, 'h', { status: 'sent' });
    expect(await store.code(platform, 'h')).toEqual({ appId: 'wx1', status: 'sent' });
    await store.noteCode(platform, 'h', { status: 'new' });
    expect(await store.code(platform, 'h')).toEqual({ appId: 'wx1', status: 'new' });
    await store.noteCode(platform, 'h', { status: 'exchanged', appId: 'wx2' });
    // By somebody who is late.
    await store.noteCode(platform, 'h', { status: 'sent' });
    expect(await store.code(platform, 'h')).toEqual({ appId: 'wx2', status: 'exchanged' });
    expect(await store.code(platform, 'other')).toEqual({ appId: undefined, status: 'new' });
  });

  it('lets one owner have a code at a time', async () => {
    const { store, platform } = setUp();
    await store.noteCode(platform, 'h', { appId: 'wx1' });
    expect(await store.claimCode(platform, 'h', 'a', 60_000)).toEqual({
      appId: 'wx1',
      status: 'new',
      mine: true,
    });
    expect(await store.claimCode(platform, 'h', 'a', 60_000)).toMatchObject({ mine: true });
    expect(await store.claimCode(platform, 'h', 'b', 60_000)).toMatchObject({ mine: false });
    await store.noteCode(platform, 'h', {}, 'b');
    expect(await store.claimCode(platform, 'h', 'b', 60_000)).toMatchObject({ mine: false });
    await store.noteCode(platform, 'h', { status: 'exchanged' }, 'a');
    expect(await store.claimCode(platform, 'h', 'b', 60_000)).toMatchObject({
      mine: true,
      status: 'exchanged',
    });
  });

  it('gives a code to the next one when its owner takes too long', async () => {
    const { store, platform } = setUp();
    await store.claimCode(platform, 'h', 'a', 60_000);
    await pass(platform, 'h', 60_001);
    expect(await store.claimCode(platform, 'h', 'b', 60_000)).toMatchObject({ mine: true });
    await store.noteCode(platform, 'h', {}, 'a');
    expect(await store.claimCode(platform, 'h', 'c', 60_000)).toMatchObject({ mine: false });
  });

  it('remembers a code for an hour', async () => {
    const { store, platform } = setUp();
    await store.noteCode(platform, 'h', { appId: 'wx1', status: 'exchanged' });
    await pass(platform, 'h', CODE_MS - 10_000);
    await store.noteCode(platform, 'h', { status: 'sent' });
    expect(await store.code(platform, 'h')).toMatchObject({ status: 'exchanged' });
    await pass(platform, 'h', 20_000);
    expect(await store.code(platform, 'h')).toEqual({ appId: undefined, status: 'new' });
  });
}
