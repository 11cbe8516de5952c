import { randomUUID } from 'node:crypto';
import type { SessionStore, UserKey } from '../../lib/store/sessions';

export const newUser = (): UserKey => ({
  account: 'gh_3f1c9a7be204',
  id: randomUUID().replaceAll('-', '').padEnd(64, '0'),
});

/** What every store does with sessions. `wait` lets time pass for it. */
export function sessionContract(open: () => SessionStore, wait: (ms: number) => Promise<void>): void {
  const setUp = () => ({ store: open(), key: newUser() });

  it('has nothing at first', async () => {
    const { store, key } = setUp();
    expect(await store.read(key, 60_000)).toBeUndefined();
  });

  it('gives back what was kept, byte for byte', async () => {
    const { store, key } = setUp();
    for (const text of ['{"step":"name"}', '{"名":"值😀\\u0000"}', `"${'x'.repeat(100_000)}"`]) {
      await store.write(key, text, 60_000);
      expect(await store.read(key, 60_000)).toBe(text);
    }
  });

  it('keeps nothing any more when told so, once or twice', async () => {
    const { store, key } = setUp();
    await store.write(key, '{}', 60_000);
    await store.write(key, undefined, 60_000);
    await store.write(key, undefined, 60_000);
    expect(await store.read(key, 60_000)).toBeUndefined();
  });

  it('keeps users and accounts apart', async () => {
    const { store, key } = setUp();
    await store.write(key, '{"a":1}', 60_000);
    expect(await store.read({ ...key, account: 'gh_other' }, 60_000)).toBeUndefined();
    expect(await store.read({ ...key, id: 'f'.repeat(64) }, 60_000)).toBeUndefined();
  });

  it('forgets what is not used in its time, which each use begins anew', async () => {
    const { store, key } = setUp();
    await store.write(key, '{"a":1}', 1000);
    await wait(500);
    expect(await store.read(key, 1000)).toBe('{"a":1}');
    await wait(500);
    await store.write(key, '{"a":2}', 1000);
    await wait(500);
    expect(await store.read(key, 100)).toBe('{"a":2}');
    await wait(150);
    expect(await store.read(key, 1000)).toBeUndefined();
  });

  it('replaces a text only while it is the one that is kept', async () => {
    const { store, key } = setUp();
    expect(await store.replace(key, '{"a":0}', '{"a":1}', 60_000)).toBe(false);
    expect(await store.replace(key, undefined, '{"a":1}', 60_000)).toBe(true);
    expect(await store.replace(key, undefined, '{"a":2}', 60_000)).toBe(false);
    expect(await store.replace(key, '{"a":0}', '{"a":2}', 60_000)).toBe(false);
    expect(await store.read(key, 60_000)).toBe('{"a":1}');
    expect(await store.replace(key, '{"a":1}', '{"a":2}', 1000)).toBe(true);
    expect(await store.read({ ...key, account: 'gh_other' }, 60_000)).toBeUndefined();
    await wait(1050);
    expect(await store.replace(key, '{"a":2}', '{"a":3}', 60_000)).toBe(false);
    expect(await store.read(key, 60_000)).toBeUndefined();
  });

  it('lets one of many replace a text', async () => {
    const { store, key } = setUp();
    await store.write(key, '0', 60_000);
    const done = await Promise.all(
      Array.from({ length: 20 }, async (_, n) => store.replace(key, '0', `by ${n}`, 60_000)),
    );
    expect(done.filter((each) => each)).toHaveLength(1);
    expect(await store.read(key, 60_000)).toBe(`by ${done.indexOf(true)}`);
  });
}
