import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { systemClock } from '../../lib/clock';
import { redisStore } from '../../lib/store/redis';
import type { Answer, Order } from '../fixtures/platform-process';
import { describeWithRedis, PATIENT, startRedis, type RedisServer } from '../support/redis';
import { itThorough } from '../support/thorough';
import { PLATFORM, PLATFORM_SECRET } from '../support/fake-platform';
import { SHOP, stage, type Stage } from './support';

const QUERY = '/cgi-bin/component/api_query_auth';
const RENEWAL = '/cgi-bin/component/api_authorizer_token';
const TAGS = { result: { tags: [{ name: SHOP }] } };

/* Processes of the operating system, which can be ended in the middle of what they do. */
describeWithRedis()('processes of a platform', () => {
  let server: RedisServer;
  let at: Stage;
  let children: ChildProcess[] = [];

  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await at.close();
  });

  const open = async (count: number, how: Parameters<typeof stage>[1] = {}) => {
    await server.connect(PATIENT).flushall();
    const secret = 'one secret of thirty-two characters';
    at = await stage({ clock: systemClock, store: redisStore(server.connect(), { secret }) }, how);
    const args = [at.fake.origin, String(server.port), PLATFORM, PLATFORM_SECRET];
    const fixture = join(__dirname, '..', 'fixtures', 'platform-process.ts');
    children = Array.from({ length: count }, () => fork(fixture, args, { execArgv: ['--import', 'tsx'] }));
    await Promise.all(children.map((child) => once(child, 'message')));
    return { ...at, tell };
  };
  const tell = async (child: ChildProcess | undefined, order: Order): Promise<Answer> => {
    child?.send(order);
    const [answer] = (await once(child!, 'message')) as [Answer]; // What the fixture tells.
    return answer;
  };

  itThorough(
    'go on when the one that renewed a token is killed before it has saved the new refresh token',
    async () => {
      const { wx, fake } = await open(2);
      await wx.exchange(fake.authorizes(SHOP));
      const [holder, other] = children;
      fake.endTokens(SHOP);
      fake.on(RENEWAL, () => {
        // WeChat has made another; nobody will ever hear of it.
        fake.account(SHOP).refreshToken = 'canary-rotated';
        holder?.kill('SIGKILL');
        return { json: {} };
      });
      holder?.send({ does: 'call', appId: SHOP } satisfies Order);
      await once(holder!, 'exit');
      expect(await tell(other, { does: 'call', appId: SHOP })).toEqual(TAGS);
    },
  );

  itThorough('renew an account’s token once for all', async () => {
    const { wx, fake } = await open(4);
    await wx.exchange(fake.authorizes(SHOP));
    for (let round = 1; round <= 5; round++) {
      fake.endTokens(SHOP);
      const answers = await Promise.all(children.map((child) => tell(child, { does: 'call', appId: SHOP })));
      expect(answers).toEqual(children.map(() => TAGS));
      expect(fake.renewals()).toBe(round);
    }
  });

  itThorough('exchange one code once, and resolve to the same account', async () => {
    const { fake } = await open(4);
    for (let round = 1; round <= 5; round++) {
      const code = fake.authorizes(SHOP);
      const answers = await Promise.all(children.map((child) => tell(child, { does: 'exchange', code })));
      expect(answers).toEqual(children.map(() => ({ result: { appId: SHOP } })));
      expect(fake.count(QUERY)).toBe(round);
    }
  });
});
