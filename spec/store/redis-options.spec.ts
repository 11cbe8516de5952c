import type { Redis } from 'ioredis';
import { redisStore } from '../../lib/store/redis';
import { readAnswer } from '../../lib/store/redis-answer';
import { patientClock } from '../support/clock';
import { describeWithRedis, PATIENT, startRedis, until, type RedisServer } from '../support/redis';
import { isThorough } from '../support/thorough';
import { contract as credentialContract } from './contract';
import { contract as deliveryContract } from './deliveries-contract';
import { passIn } from './deliveries-redis';
import { sessionContract } from './sessions-contract';
import { turnContract } from './turns-contract';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Options of ioredis that change how answers, keys or commands look: those that change the most, and each alone. */
const OPTIONS: Readonly<Record<string, object>> = {
  'protocol 2 with stringNumbers, a keyPrefix and another db': {
    protocol: 2,
    stringNumbers: true,
    keyPrefix: 'shop:',
    db: 3,
  },
  'protocol 3 with its own forms and stringNumbers': {
    protocol: 3,
    replyMapping: 'resp3',
    stringNumbers: true,
  },
  'a keyPrefix with a hash tag, and enableAutoPipelining': {
    keyPrefix: '{shop}:',
    enableAutoPipelining: true,
  },
  ...(isThorough && {
    stringNumbers: { stringNumbers: true },
    'protocol 2': { protocol: 2 },
    keyPrefix: { keyPrefix: 'shop:' },
    enableAutoPipelining: { enableAutoPipelining: true },
    'another db': { db: 3 },
  }),
};

describeWithRedis()('the Redis store on a client with', () => {
  let server: RedisServer;
  let patient: Redis;
  beforeAll(async () => {
    server = await startRedis();
    patient = server.connect(PATIENT);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await until(() => patient.flushall().then(() => true));
  });

  describe.each(Object.entries(OPTIONS))('%s', (_name, options) => {
    let client: Redis;
    /** Reaches the same keys, with answers as they usually are. */
    let plain: Redis;
    beforeAll(async () => {
      client = server.connect({ ...PATIENT, ...options });
      await client.ping();
      const { keyPrefix, db } = client.options;
      plain = server.connect({ ...PATIENT, keyPrefix, db });
    });
    const open = () => redisStore(client, { clock: patientClock });

    describe('credentials', () => credentialContract(open, wait));
    describe('deliveries', () =>
      deliveryContract(
        () => open().deliveries,
        passIn(() => plain),
      ));
    describe('sessions', () => sessionContract(() => open().sessions, wait));
    describe('turns', () => turnContract(() => open().turns, wait));
  });
});

describe('an answer', () => {
  it.each([
    [1, '1'],
    ['1', '1'],
    [1n, '1'],
    [-0.5, '-0.5'],
    [Buffer.from('价格'), '价格'],
    [new Uint8Array([49]), '1'],
    [null, null],
    [undefined, null],
    [{ a: 1 }, null],
    [
      [1, 'a', [Buffer.from('b'), null]],
      ['1', 'a', ['b', null]],
    ],
  ])('%p is read as %p', (given, read) => expect(readAnswer(given)).toEqual(read));
});
