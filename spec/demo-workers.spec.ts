import type { Page } from './simulator/support';
import { meet, pageOf, siteOf, startDemo } from './support/demo';
import type { Demo } from './support/demo';
import { describeWithRedis, startRedis } from './support/redis';
import type { RedisServer } from './support/redis';

describeWithRedis()('the demo in two processes', () => {
  let redis: RedisServer;
  let demo: Demo;
  let page: Page;

  beforeAll(async () => {
    redis = await startRedis();
    demo = startDemo(['--workers', '2', '--quiet'], { REDIS_URL: `redis://127.0.0.1:${redis.port}` });
    page = await pageOf(demo);
  }, 60_000);

  afterAll(async () => {
    await demo.end('SIGKILL');
    await redis.close();
  });

  it('runs a message in one and answers it from the other', async () => {
    const somebody = await meet(page);
    expect(await somebody.says('/slow 6')).toMatchObject([{ Content: '让您久等了：这条回答用了 6 秒。' }]);
    const [, runner, id] = await demo.prints(/worker (\d) \[(\w+)\] runs the handlers of this text/);
    const [, answerer] = await demo.prints(
      new RegExp(`worker (\\d) \\[${id}\\] delivery 2: answered \\(text\\)`),
    );
    expect(new Set([runner, answerer])).toEqual(new Set(['1', '2']));
    expect(demo.printed().match(new RegExp(`\\[${id}\\] runs the handlers`, 'g'))).toHaveLength(1);
  });

  it('keeps a dialogue that both take part in', async () => {
    const somebody = await meet(page);
    await somebody.says('/book');
    await somebody.says('2');
    expect(await somebody.says('19:00')).toMatchObject([{ Content: '订好了：2 位，19:00。恭候光临！' }]);
  });

  it('answers though the process that ran the handlers has been killed', async () => {
    const somebody = await meet(page);
    const known = demo.printed().length;
    const answer = somebody.says('/slow 2');
    const since = () => demo.printed().slice(known);
    await page.until(() => since().includes('runs the handlers of this text'));
    const [, worker] = /worker (\d) \[\w+\] runs the handlers of this text/.exec(since())!;
    const [, pid] = await demo.prints(new RegExp(`worker ${worker} is process (\\d+)`));
    process.kill(Number(pid), 'SIGKILL');
    expect(await answer).toMatchObject([{ Content: '让您久等了：这条回答用了 2 秒。' }]);
    expect(since()).toMatch(/worker \d \[\w+\] runs the handlers of this text, again after a crash/);
    await demo.prints(/worker 3 is process \d+/);
  });

  it('logs in at whichever process the browser comes to', async () => {
    const site = await siteOf(demo);
    const shown = await fetch(`${site}/login`);
    const [, word = ''] = /class="word"[^>]*>(\d{6})</.exec(await shown.text())!;
    const cookie = shown.headers.getSetCookie()[0]!.split(';')[0]!;
    const somebody = await meet(page);
    await somebody.says(word);
    const checked = await fetch(`${site}/login?wx_login=page`, {
      method: 'POST',
      headers: { cookie, accept: 'application/json' },
    });
    expect(await checked.json()).toMatchObject({ state: 'signed-in' });
    const session = checked.headers.getSetCookie().find((each) => each.startsWith('session='))!;
    const homes = await Promise.all(
      Array.from({ length: 4 }, async () =>
        (
          await fetch(`${site}/`, { headers: { cookie: session.split(';')[0]!, connection: 'close' } })
        ).text(),
      ),
    );
    for (const home of homes) expect(home).toContain(somebody.openid);
  });

  it('goes on without Redis but for the logins, and ends when told to', async () => {
    await redis.kill();
    const somebody = await meet(page);
    expect(await somebody.says('echo still there')).toMatchObject([{ Content: 'still there' }]);
    const answer = await fetch(`${await siteOf(demo)}/login`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('服务器出了点问题');

    expect(await demo.end()).toBe(0);
    expect(() => process.kill(demo.pid, 0)).toThrow('ESRCH');
  });
});
