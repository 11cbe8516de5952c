import type { TurnRequest, TurnStore } from '../../lib/store/turns';
import type { UserKey } from '../../lib/store/sessions';
import { newUser } from './sessions-contract';

const LEASE = 6000;
const SHORT = 400;

/** What every store does with turns. `wait` lets time pass for it. */
export function turnContract(open: () => TurnStore, wait: (ms: number) => Promise<void>): void {
  let store: TurnStore;
  let key: UserKey;
  beforeEach(() => {
    store = open();
    key = newUser();
  });
  const ticket = (id: string, owner = `owner of ${id}`): TurnRequest => ({ id, owner });
  const ask = async (
    id: string,
    { most = 10, lease = LEASE, owner = undefined as string | undefined } = {},
  ) => store.ask(key, ticket(id, owner), most, lease);
  const leave = async (id: string, owner?: string) => store.leave(key, ticket(id, owner));

  it('gives the turn to the first, and to the others in the order in which they asked', async () => {
    expect(await ask('one')).toBe('mine');
    expect(await ask('two')).toBe('wait');
    expect(await ask('three')).toBe('wait');
    await leave('one');
    expect(await ask('three')).toBe('wait');
    expect(await ask('two')).toBe('mine');
    await leave('two');
    expect(await ask('three')).toBe('mine');
  });

  it('gives it to one of many who ask at once, and to each of them in the end', async () => {
    const names = Array.from({ length: 10 }, (_, i) => `message ${i}`);
    expect(
      (await Promise.all(names.map((name) => ask(name)))).filter((turn) => turn === 'mine'),
    ).toHaveLength(1);
    for (const name of names) {
      expect(await ask(name)).toBe('mine');
      await leave(name);
    }
  });

  it('says the same when asked again', async () => {
    for (let i = 0; i < 3; i++) expect(await ask('one')).toBe('mine');
    for (let i = 0; i < 3; i++) expect(await ask('two')).toBe('wait');
    await leave('one');
    await leave('one');
    for (let i = 0; i < 3; i++) expect(await ask('two')).toBe('mine');
  });

  it('lets one out of the middle', async () => {
    await ask('one');
    await ask('two');
    await ask('three');
    await leave('two');
    await leave('one');
    expect(await ask('three')).toBe('mine');
  });

  it('has nothing against somebody who leaves without having come', async () => {
    await leave('one');
    await ask('one');
    await leave('two');
    expect(await ask('one')).toBe('mine');
    expect(await ask('two')).toBe('wait');
  });

  it('lets in as many as may wait, beside the one whose turn it is', async () => {
    for (const id of ['one', 'two', 'three']) expect(await ask(id, { most: 2 })).not.toBe('full');
    expect(await ask('four', { most: 2 })).toBe('full');
    expect(await ask('four', { most: 2 })).toBe('full');
    expect(await ask('three', { most: 2 })).toBe('wait');
    await leave('one');
    expect(await ask('four', { most: 2 })).toBe('wait');
    expect(await ask('five', { most: 0 })).toBe('full');
  });

  it('keeps users and accounts apart', async () => {
    await ask('one');
    expect(await store.ask(newUser(), ticket('two'), 10, LEASE)).toBe('mine');
    expect(await store.ask({ ...key, account: 'gh_other' }, ticket('two'), 10, LEASE)).toBe('mine');
  });

  it('passes over those who are silent for longer than their lease', async () => {
    await ask('one', { lease: SHORT });
    await ask('two', { lease: SHORT });
    await ask('three');
    expect(await ask('three')).toBe('wait');
    await wait(SHORT + 50);
    expect(await ask('three')).toBe('mine');
    expect(await ask('one')).toBe('wait');
  });

  it('does not count them among those who wait', async () => {
    await ask('one');
    await ask('two', { lease: SHORT });
    expect(await ask('three', { most: 1 })).toBe('full');
    await wait(SHORT + 50);
    expect(await ask('three', { most: 1 })).toBe('wait');
  });

  it('keeps the place of somebody who asks in time', async () => {
    await ask('one', { lease: SHORT });
    await ask('two');
    for (let i = 0; i < 4; i++) {
      await wait(SHORT / 3);
      expect(await ask('one', { lease: SHORT })).toBe('mine');
    }
    expect(await ask('two')).toBe('wait');
  });

  it('keeps the place of somebody who was silent, if nobody has come past', async () => {
    await ask('one', { lease: SHORT });
    await wait(SHORT + 50);
    expect(await ask('one')).toBe('mine');
    expect(await ask('two')).toBe('wait');
  });

  it('lets another process take a place over, so that the former owner cannot give it up', async () => {
    await ask('one', { owner: 'dead' });
    await ask('two');
    expect(await ask('one', { owner: 'heir' })).toBe('mine');
    await leave('one', 'dead');
    expect(await ask('two')).toBe('wait');
    await leave('one', 'heir');
    expect(await ask('two')).toBe('mine');
  });
  it('says whose turn it is when one behind wants to replace it, and to nobody else', async () => {
    const newer = { ...ticket('newer'), replaces: 'replaced' } as const;
    expect(await ask('one')).toBe('mine');
    expect(await ask('two')).toBe('wait');
    expect(await store.ask(key, newer, 10, LEASE)).toBe('wait');
    expect(await ask('one')).toBe('replaced');
    expect(await ask('two')).toBe('wait');
    await leave('one');
    expect(await ask('two')).toBe('replaced');
    await leave('two');
    expect(await store.ask(key, newer, 10, LEASE)).toBe('mine');
    expect(await ask('three')).toBe('wait');
    expect(await store.ask(key, newer, 10, LEASE)).toBe('mine');
    await store.leave(key, newer);
    expect(await ask('three')).toBe('mine');
  });

  it('says that the user has unsubscribed, whoever else only replaces', async () => {
    const leaving = { ...ticket('leaving'), replaces: 'unsubscribed' } as const;
    const newer = { ...ticket('newer'), replaces: 'replaced' } as const;
    expect(await ask('one')).toBe('mine');
    expect(await store.ask(key, leaving, 10, LEASE)).toBe('wait');
    expect(await store.ask(key, newer, 10, LEASE)).toBe('wait');
    expect(await ask('one')).toBe('unsubscribed');
    await store.leave(key, leaving);
    expect(await ask('one')).toBe('replaced');
  });
}
