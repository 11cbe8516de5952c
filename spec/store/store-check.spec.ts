import { Redis } from 'ioredis';
import {
  ConfigError,
  createApi,
  inOrder,
  memoryStore,
  redisStore,
  session,
  wechat,
  type Store,
} from 'offiaccount';

/** Everything that takes a store. */
const TAKERS: Readonly<Record<string, (store: Store) => unknown>> = {
  wechat: (store) => wechat({ appId: 'wx0123456789abcdef', token: 'token', store }),
  createApi: (store) => createApi({ appId: 'wx0123456789abcdef', appSecret: 'secret', store }),
  session: (store) => session({ store }),
  inOrder: (store) => inOrder({ store }),
};

const client = () => new Redis({ lazyConnect: true, password: 'p4ssword' });

const WRONG: readonly (readonly [string, unknown, RegExp])[] = [
  ['the client of Redis itself', client(), /not the client of Redis itself: redisStore\(client\)/],
  ['an address with a password', 'redis://:p4ssword@127.0.0.1', /must be a store/],
  ['the settings of a client', { host: '127.0.0.1', password: 'p4ssword' }, /must be a store/],
  ['a function', redisStore, /must be a store/],
  ['a part of a store', memoryStore().sessions, /must be a store/],
  ['null', null, /must be a store/],
];

describe.each(Object.entries(TAKERS))('%s()', (_name, take) => {
  it.each(WRONG)('refuses %s as its store', (_what, given, message) => {
    // What a program in JavaScript may pass.
    const give = () => take(given as Store);
    expect(give).toThrow(ConfigError);
    expect(give).toThrow(message);
    expect(give).not.toThrow(/p4ssword/);
  });

  it('takes a store, also one by a class, and none', () => {
    const inner = memoryStore();
    const getters = Object.entries(inner).map(
      ([name, part]: [string, unknown]) => [name, { get: () => part }] as const,
    );
    const byClass = Object.create(Object.create(null, Object.fromEntries(getters)) as object) as Store; // With every part of one.
    for (const store of [memoryStore(), redisStore(client()), byClass])
      expect(() => take(store)).not.toThrow();
  });
});
