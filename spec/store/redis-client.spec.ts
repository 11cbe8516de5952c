import { EventEmitter } from 'node:events';
import type { Clock } from '../../lib/clock';
import { ConfigError } from '../../lib/errors';
import { redisStore } from '../../lib/store/redis';
import type { RedisClient } from '../../lib/store/redis-client';
import { StoreError } from '../../lib/store/store';
import { movedClock } from '../support/clock';

const key = { account: 'wx1', name: 'token' };
const ROW = ['one', 1, 1, 1, 0, 0, 0, '', ''];
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** A client that does what it is told, command by command; then it answers. */
function client(...deeds: (() => Promise<unknown>)[]) {
  const given: string[][] = [];
  const obeys: RedisClient = {
    evalsha: (_sha, _count, ...rest) => {
      given.push(rest);
      return (deeds.shift() ?? (() => Promise.resolve(ROW)))();
    },
    eval: () => Promise.reject(new Error('not asked for')),
  };
  return { obeys, given };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const fails =
  (text = 'LOADING') =>
  () =>
    Promise.reject(new Error(text));
const answers = () => Promise.resolve(ROW);

describe('a Redis that fails', () => {
  const open = (...deeds: (() => Promise<unknown>)[]) => {
    const clock = movedClock();
    const { obeys, given } = client(...deeds);
    const store = redisStore(obeys, { clock }).credentials;
    const read = () => store.read(key).then(({ value }) => value);
    return { clock, given, read };
  };

  it('is left alone for a second after three times, and then tried by one', async () => {
    const hang = () => new Promise<never>(() => undefined);
    const { clock, given, read } = open(fails(), fails(), fails(), hang, answers);
    for (let i = 0; i < 3; i++) await expect(read()).rejects.toThrow('Redis is not available (LOADING)');
    await expect(read()).rejects.toThrow('Redis failed just now, and is left alone for a second.');
    await clock.advance(999);
    await expect(read()).rejects.toThrow('left alone');
    expect(given).toHaveLength(3);
    await clock.advance(1);
    const probe = expect(read()).rejects.toThrow('Redis did not answer within 200 ms.');
    await expect(read()).rejects.toThrow('left alone');
    expect(given).toHaveLength(4);
    await clock.advance(195);
    await probe;
    await clock.advance(999);
    await expect(read()).rejects.toThrow('left alone');
    await clock.advance(1);
    expect(await read()).toBe('one');
    expect(await read()).toBe('one');
  });

  it('is forgiven what it did before it answered', async () => {
    const { read } = open(fails(), fails(), answers, fails(), fails(), answers);
    for (const works of [false, false, true, false, false, true])
      if (works) expect(await read()).toBe('one');
      else await expect(read()).rejects.toThrow(StoreError);
  });

  it('has failed once, when it fails after it was given up', async () => {
    let fail: (error: Error) => void = () => undefined;
    const late = () => new Promise((_resolve, reject) => (fail = reject));
    const { clock, read } = open(late, fails(), answers);
    const first = expect(read()).rejects.toThrow('200 ms');
    await clock.advance(199);
    await clock.advance(1);
    await first;
    fail(new Error('too late'));
    await turn();
    await expect(read()).rejects.toThrow(StoreError);
    expect(await read()).toBe('one');
  });

  it.each(['answers', 'fails'])('is heard, when it %s while this process was busy', async (how) => {
    let ring: () => void = () => undefined;
    const clock: Clock = { ...movedClock(), setTimeout: (fn) => (ring = fn) };
    let end: () => void = () => undefined;
    const slow = () =>
      new Promise((resolve, reject) => {
        end = () => (how === 'answers' ? resolve(ROW) : reject(new Error('LOADING')));
      });
    const { obeys } = client(slow, slow, slow, answers);
    const store = redisStore(obeys, { clock }).credentials;
    for (let i = 0; i < 3; i++) {
      const read = store.read(key);
      // The timer is over, and so is the wait: both at once.
      ring();
      end();
      if (how === 'answers') expect((await read).value).toBe('one');
      else await expect(read).rejects.toThrow('LOADING');
      await turn();
    }
    if (how === 'answers') expect((await store.read(key)).value).toBe('one');
    else await expect(store.read(key)).rejects.toThrow('left alone');
  });

  it.each(['reconnecting', 'close', 'end', 'disconnecting'])(
    'gets no command while it is %s',
    async (status) => {
      const { obeys, given } = client();
      const store = redisStore({ ...obeys, status }).credentials;
      await expect(store.read(key)).rejects.toThrow('Redis is not connected.');
      expect(given).toEqual([]);
    },
  );

  it.each(['wait', 'connecting', 'connect', 'ready'])('gets its commands while it is %s', async (status) => {
    const { obeys } = client();
    expect((await redisStore({ ...obeys, status }).credentials.read(key)).value).toBe('one');
  });

  it.each([
    ['NOAUTH Authentication required.', /^Redis cannot be used \(NOAUTH\): it wants a password/, true],
    ['WRONGPASS invalid username-password pair', /^Redis cannot be used \(WRONGPASS\): /, true],
    [
      "NOPERM this user has no permissions to run the 'evalsha' command",
      /^Redis cannot be used \(NOPERM\): its user lacks a right/,
      true,
    ],
    ['WRONGTYPE Operation against a key', /^Redis cannot be used \(WRONGTYPE\): another program/, true],
    [
      'connect ECONNREFUSED 127.0.0.1:6379',
      /^Redis is not available\. Nobody listens at its address \(ECONNREFUSED\)\.$/,
      false,
    ],
    ['LOADING Redis is loading the dataset in memory', /^Redis is not available \(LOADING\): /, false],
    [
      'ERR Error running script: READONLY You can not write',
      /^Redis is not available \(READONLY\): it is a replica/,
      false,
    ],
    ['MOVED 866 10.0.0.9:6379', /^Redis cannot be used \(MOVED\): .* new Cluster\(…\)/, true],
    ["CROSSSLOT Keys in request don't hash to the same slot", /^Redis cannot be used \(CROSSSLOT\): /, true],
    [
      'MISCONF Redis is configured to save RDB snapshots',
      /^Redis is not available \(MISCONF\): .*disk/,
      false,
    ],
    ['CLUSTERDOWN The cluster is down', /^Redis is not available \(CLUSTERDOWN\): /, false],
    ['BUSY Redis is busy running a script', /^Redis is not available \(BUSY\): /, false],
    ['ERR max number of clients reached', /^Redis is not available \(MAX_CLIENTS\): /, false],
    ['DENIED Redis is running in protected mode', /^Redis cannot be used \(PROTECTED_MODE\): /, true],
    ["ERR unknown command 'evalsha', with args beginning with: 'canary'", /\(UNKNOWN_COMMAND\)/, true],
    ['Command timed out', /^Redis is not available \(COMMAND_TIMEOUT\): /, false],
    ['Protocol error, got "H" as reply type byte', /^Redis cannot be used \(NOT_REDIS\): /, true],
    ['ERR EXEC canary', /^Redis is not available\.$/, false],
    ['XREADONLYX canary', /^Redis is not available\.$/, false],
    ['Connection is closed.', /^Redis is not available\.$/, false],
  ])('says of %j: %p', async (text, message, misconfigured) => {
    // Where the answer may have been cut off, the script is run once more.
    const { obeys } = client(fails(text), fails(text));
    const error = redisStore(obeys).credentials.read(key);
    await expect(error).rejects.toMatchObject({ name: 'StoreError', misconfigured });
    await expect(error).rejects.toThrow(message);
    await expect(error).rejects.not.toThrow(/canary|10\.0\.0\.9/);
  });
});

describe('a script whose answer was cut off', () => {
  /** A client whose connection can be lost; without `tells`, one that says nothing of it. */
  const open = (tells: boolean, ...deeds: (() => Promise<unknown>)[]) => {
    const events = new EventEmitter();
    const clock = movedClock();
    const { obeys, given } = client(...deeds);
    const own: Mutable<RedisClient> = { ...obeys };
    if (tells) Object.assign(own, { status: 'ready', on: events.on.bind(events) });
    return {
      given,
      clock,
      store: redisStore(own, { clock }).credentials,
      lose: (status = 'reconnecting') => {
        own.status = status;
        events.emit('close');
      },
      connect: async () => {
        own.status = 'ready';
        events.emit('ready');
        await turn();
      },
    };
  };
  /** An answer that comes when the spec wants it. */
  const later = () => {
    const end: { reject: (error: Error) => void; resolve: (row: unknown) => void } = {
      reject: () => undefined,
      resolve: () => undefined,
    };
    const deed = () => new Promise((resolve, reject) => Object.assign(end, { resolve, reject }));
    return { deed, end };
  };

  it.each([
    ["READONLY You can't write against a read only replica.", 2],
    ['Connection is closed.', 2],
    ['Socket connection close', 2],
    ['Reached the max retries per request limit (which is 1).', 2],
    ['read ECONNRESET', 2],
    ['write EPIPE', 2],
    ['connection closed by somebody', 1],
    ['LOADING', 1],
  ])('is run again, or not, after %j', async (text, times) => {
    const { given, store } = open(false, fails(text), answers);
    if (times === 2) expect((await store.read(key)).value).toBe('one');
    else await expect(store.read(key)).rejects.toThrow(StoreError);
    expect(given).toHaveLength(times);
  });

  it('is run again once, and only where that does no harm', async () => {
    const twice = open(false, fails('EPIPE'), fails('EPIPE'), answers);
    await expect(twice.store.read(key)).rejects.toThrow(StoreError);
    expect(twice.given).toHaveLength(2);
    const once = open(false, fails('EPIPE'), answers);
    await expect(once.store.completeClaim(key, 'me', { kind: 'nothing' })).rejects.toThrow(StoreError);
    expect(once.given).toHaveLength(1);
    const lost = open(true, later().deed, answers);
    const settled = expect(lost.store.completeClaim(key, 'me', { kind: 'nothing' })).rejects.toThrow(
      '200 ms',
    );
    lost.lose();
    await lost.connect();
    await lost.clock.advance(200);
    await settled;
    expect(lost.given).toHaveLength(1);
  });

  it('waits for the next connection', async () => {
    const { deed, end } = later();
    const { given, store, lose, connect } = open(true, deed, answers);
    const read = store.read(key);
    lose();
    end.reject(new Error('Connection is closed.'));
    await turn();
    expect(given).toHaveLength(1);
    await connect();
    expect((await read).value).toBe('one');
    expect(given).toHaveLength(2);
  });

  it('does not wait for a client that is at its end', async () => {
    const { deed, end } = later();
    const { store, lose } = open(true, deed);
    const read = expect(store.read(key)).rejects.toThrow('Redis is not available.');
    lose('end');
    end.reject(new Error('Connection is closed.'));
    await read;
  });

  it('is not run when it is too late', async () => {
    const { given, store, clock, lose, connect } = open(true, later().deed, answers);
    const read = expect(store.read(key)).rejects.toThrow('200 ms');
    lose();
    await clock.advance(200);
    await read;
    await connect();
    expect(given).toHaveLength(1);
  });

  it('is heard once, whatever the first try still says', async () => {
    const [first, second] = [later(), later()];
    const { store, lose, connect } = open(true, first.deed, second.deed);
    const read = store.read(key);
    lose();
    await connect();
    first.end.reject(new Error('Connection is closed.'));
    await turn();
    second.end.resolve(ROW);
    expect((await read).value).toBe('one');
  });
});

describe('what Redis is given', () => {
  const fresh = { kind: 'fresh', value: 'v', expiresIn: 5.4, refreshIn: 2.6, generation: 3 } as const;
  const failure = { errcode: 40001, errmsg: 'no' };
  const store = () => {
    const { obeys, given } = client(() => Promise.resolve([1, ...ROW]));
    return { given, credentials: redisStore(obeys).credentials };
  };
  const keys = ['wx:{wx1}:token', 'wx:{wx1}:token:lock'];

  it.each<[string, (credentials: ReturnType<typeof store>['credentials']) => Promise<unknown>, string[]]>([
    ['to read', (it) => it.read(key), []],
    ['to claim', (it) => it.claim(key, 'me', 8000), ['me', '8000']],
    ['to write', (it) => it.completeClaim(key, 'me', fresh), ['me', 'fresh', 'v', '5', '3', '3']],
    [
      'to note a refusal',
      (it) => it.completeClaim(key, 'me', { kind: 'refused', failure }),
      ['me', 'refused', '40001', 'no'],
    ],
    ['to let go', (it) => it.completeClaim(key, 'me', { kind: 'nothing' }), ['me', 'nothing']],
    ['to reject', (it) => it.invalidate(key, 'v'), ['v']],
    ['to reject and pause', (it) => it.invalidate(key, 'v', failure), ['v', '40001', 'no']],
    ['to force', (it) => it.allowForce(key), []],
  ])('%s', async (_what, ask, values) => {
    const { given, credentials } = store();
    await ask(credentials);
    expect(given).toEqual([[...keys, ...values]]);
  });

  it('must be given back in kind', async () => {
    const { obeys } = client(() => Promise.resolve('?'));
    await expect(redisStore(obeys).credentials.read(key)).rejects.toThrow(
      new StoreError('Redis gave an answer of another kind.'),
    );
  });

  it.each(['{a}', 'a b', 'a}', 'a\n'])('has no names that begin with %j', (prefix) => {
    expect(() => redisStore(client().obeys, { prefix })).toThrow(ConfigError);
    expect(() => redisStore(client().obeys, { prefix })).toThrow('"prefix"');
  });
});
