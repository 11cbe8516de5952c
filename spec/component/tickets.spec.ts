import { ApiError, TransportError } from '../../lib/errors';
import { memoryStore } from '../../lib/store/memory';
import { PLATFORM } from '../support/fake-platform';
import { until } from '../support/redis';
import { awayStore, failure, goOn, SHOP, stage, type Stage } from './support';

let at: Stage;
const open = async (...args: Parameters<typeof stage>) => (at = await stage(...args));
afterEach(() => at.close());

const TOKEN = '/cgi-bin/component/api_component_token';
const PUSH = '/cgi-bin/component/api_start_push_ticket';
const ticketsIn = ({ fake }: Stage) =>
  fake.seen
    .filter(({ path }) => path === TOKEN)
    .map(({ body }) => (JSON.parse(body) as { component_verify_ticket: string }).component_verify_ticket);

/** Until a push is asked for: whoever needs a ticket waits for it by then. */
const asked = () => until(() => at.fake.count(PUSH) > 0);
const appIdIn = (body: string) => (JSON.parse(body) as { component_appid: string }).component_appid;

describe('without a ticket', () => {
  it('a call waits for one as long as it may, then says since when, and that a push was asked for', async () => {
    const { wx, fake } = await open({}, { ticket: false });
    const start = at.clock.monotonic();
    const error = await failure(goOn(wx.api.component.createPreAuthCode(), at));
    expect(error).toBeInstanceOf(TransportError);
    expect(error).toMatchObject({ sent: false, reason: 'ticket' });
    expect(error.message).toMatch(/No component_verify_ticket is there since 2026-01-15T04:00:0/);
    expect(error.message).toMatch(/WeChat was asked at 2026-01-15T04:00:.* to push one/);
    expect(at.clock.monotonic() - start).toBeGreaterThanOrEqual(19_000);
    expect(fake.count(PUSH)).toBe(1);
    expect(fake.count(TOKEN)).toBe(0);
  });

  it('the first ticket frees all who wait, in all processes, with one token', async () => {
    const { wx, another, fake, pushTicket } = await open({}, { ticket: false });
    fake.authorized(SHOP);
    const other = another();
    const calls = Promise.all([
      wx.api.component.createPreAuthCode(),
      wx.account(SHOP).api.tag.getList(),
      other.api.component.createPreAuthCode(),
      other.account(SHOP).api.tag.getList(),
      other.account(SHOP).accessToken(),
    ]);
    await asked();
    await at.clock.advance(3000);
    await pushTicket(wx);
    expect(await goOn(calls, at, 100)).toHaveLength(5);
    expect(fake.componentTokens()).toBe(1);
    expect(fake.count(PUSH)).toBe(1);
    expect(fake.renewals()).toBe(1);
  });

  it('all processes together ask for a push once in ten minutes', async () => {
    const { wx, another, fake } = await open({ timeout: 5000 }, { ticket: false });
    const other = another();
    for (let n = 0; n < 3; n++)
      await goOn(Promise.all([wx, other].map((each) => failure(each.api.component.createPreAuthCode()))), at);
    expect(fake.count(PUSH)).toBe(1);
    await at.clock.advance(600_000);
    await goOn(failure(wx.api.component.createPreAuthCode()), at);
    expect(fake.count(PUSH)).toBe(2);
  });

  it('each platform has a push asked for by itself, also with one store', async () => {
    const { wx, another, fake } = await open({ timeout: 3000 }, { ticket: false });
    const other = another({ componentAppId: 'wx00000000000000aa' });
    for (const each of [wx, other]) await goOn(failure(each.api.component.createPreAuthCode()), at);
    expect(fake.seen.filter(({ path }) => path === PUSH).map(({ body }) => appIdIn(body))).toEqual([
      PLATFORM,
      'wx00000000000000aa',
    ]);
  });

  it('says so when WeChat cannot be asked to push one, and asks again', async () => {
    const { wx, fake } = await open({}, { ticket: false });
    fake.on(PUSH, { status: 502, text: 'bad gateway' }, { status: 502, text: 'bad gateway' });
    const error = await failure(goOn(wx.api.component.createPreAuthCode({ timeout: 8000 }), at));
    expect(error).toMatchObject({ reason: 'ticket' });
    expect(error.message).toMatch(/WeChat could not be asked to push one: .*502/);
    const again = await failure(goOn(wx.api.component.createPreAuthCode(), at));
    expect(again.message).toMatch(/WeChat was asked at/);
  });

  it('says what is wrong when WeChat refuses to push', async () => {
    const { wx, fake } = await open({}, { ticket: false });
    fake.refuse(61004);
    const error = await failure(goOn(wx.api.component.createPreAuthCode(), at));
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ errcode: 61004, endpoint: PUSH });
    expect(await failure(wx.account(SHOP).api.tag.getList())).toMatchObject({ errcode: 61004 });
    expect(fake.seen).toHaveLength(1);
  });

  it('gives up at once when its caller does', async () => {
    const { wx } = await open({}, { ticket: false });
    const controller = new AbortController();
    const call = wx.api.component.createPreAuthCode({ signal: controller.signal });
    await asked();
    controller.abort();
    expect(await failure(call)).toMatchObject({ code: 'transport', reason: 'aborted', sent: false });
  });

  it('a process that receives goes on while the store is away, and saves it later', async () => {
    const store = awayStore();
    const { wx, another, pushTicket } = await open({ store }, { ticket: false });
    store.isAway = true;
    await pushTicket();
    expect(await goOn(wx.api.component.createPreAuthCode(), at)).toMatchObject({ expires_in: 1800 });
    expect(at.logger.lines.join()).toContain('store-away');
    store.isAway = false;
    await at.clock.advance(6000);
    expect(await goOn(another().api.component.createPreAuthCode(), at)).toMatchObject({ expires_in: 1800 });
  });
});

const TAGS = '/cgi-bin/tags/get';
const preAuthCode = (core: Stage['wx'], timeout?: number) =>
  core.api.component.createPreAuthCode(timeout === undefined ? undefined : { timeout });
/** As much real time as what is under way needs to come to rest. */
const rest = () => new Promise((resolve) => setTimeout(resolve, 40));

describe('who waits for a ticket', () => {
  it('goes on as soon as this process gets one, without a look into the store', async () => {
    const { wx, pushTicket } = await open({}, { ticket: false });
    const call = preAuthCode(wx);
    await asked();
    const start = at.clock.monotonic();
    await pushTicket();
    expect(await goOn(call, at, 1)).toMatchObject({ expires_in: 1800 });
    expect(at.clock.monotonic() - start).toBeLessThan(1000);
  });

  it('goes on when this process gets one while WeChat is asked for it', async () => {
    const { wx, fake, pushTicket } = await open({}, { ticket: false });
    let answer: () => void = () => undefined;
    fake.on(PUSH, () => {
      // Asked, and not answered yet.
      void pushTicket().then(() => answer());
      return { json: { errcode: 0, errmsg: 'ok' } };
    });
    const start = at.clock.monotonic();
    const arrived = new Promise<void>((resolve) => (answer = resolve));
    const call = preAuthCode(wx);
    await arrived;
    expect(await goOn(call, at, 1)).toMatchObject({ expires_in: 1800 });
    expect(at.clock.monotonic() - start).toBeLessThan(1000);
  });

  it.each([
    ['refuses', { json: { errcode: 45009, errmsg: 'reach max api daily quota limit' } }],
    ['fails', { status: 502, text: 'bad gateway' }],
  ] as const)('goes on with one that came meanwhile when WeChat %s to push one', async (_how, answer) => {
    const { wx, another, fake, pushTicket } = await open({}, { ticket: false });
    const other = another();
    // To another process: this one finds it in the store.
    fake.on(PUSH, async () => {
      await pushTicket(other);
      return answer;
    });
    const start = at.clock.monotonic();
    expect(await goOn(preAuthCode(wx), at, 1)).toMatchObject({ expires_in: 1800 });
    expect(at.clock.monotonic() - start).toBeLessThan(2000);
    expect(fake.count(PUSH)).toBe(1);
  });

  it.each(['this process', 'another process'])(
    'goes on when %s gets one while the asking hangs',
    async (receiver) => {
      const { wx, another, fake, pushTicket } = await open({}, { ticket: false });
      let release: () => void = () => undefined;
      const held = new Promise<void>((resolve) => (release = resolve));
      fake.on(PUSH, async () => {
        await held;
        return { json: { errcode: 45009, errmsg: 'reach max api daily quota limit' } };
      });
      const call = preAuthCode(wx);
      await asked();
      const start = at.clock.monotonic();
      await pushTicket(receiver === 'this process' ? wx : another());
      expect(await goOn(call, at, receiver === 'this process' ? 1 : 20)).toMatchObject({ expires_in: 1800 });
      expect(at.clock.monotonic() - start).toBeLessThan(2000);
      // Nobody waits for this refusal any more.
      release();
      await rest();
      expect(await preAuthCode(wx)).toMatchObject({ expires_in: 1800 });
    },
  );

  it('goes on within a second when another process gets one', async () => {
    const { wx, another, pushTicket } = await open({}, { ticket: false });
    const call = preAuthCode(wx);
    await asked();
    await pushTicket(another());
    await rest();
    const start = at.clock.monotonic();
    expect(await goOn(call, at, 20)).toMatchObject({ expires_in: 1800 });
    expect(at.clock.monotonic() - start).toBeLessThan(2000);
  });

  it('is not waited with: nobody looks for a ticket when nobody needs one', async () => {
    const store = memoryStore();
    let looks = 0;
    const platforms = new Proxy(store.platforms, {
      get: (target, name) => {
        if (name === 'tickets') looks++;
        const method: unknown = Reflect.get(target, name);
        return typeof method === 'function' ? (method.bind(target) as unknown) : method;
      },
    });
    const { wx } = await open({ store: { ...store, platforms } }, { ticket: false });
    await failure(goOn(preAuthCode(wx, 3000), at));
    await at.clock.advance(2000);
    await rest();
    const before = looks;
    expect(before).toBeGreaterThan(1);
    for (let n = 0; n < 5; n++) {
      await at.clock.advance(2000);
      await rest();
    }
    expect(looks).toBe(before);
  });

  it('is told when WeChat was asked, also by another process, and since when there is none', async () => {
    const { wx, another } = await open({}, { ticket: false });
    await failure(goOn(preAuthCode(wx, 3000), at));
    const asked = at.clock.now();
    await at.clock.advance(240_000);
    const since = at.clock.now();
    const error = await failure(goOn(preAuthCode(another(), 3000), at));
    const [, missing = '', push = ''] = /since (\S+)\. .*asked at (\S+) /.exec(error.message) ?? [];
    expect(Math.abs(Date.parse(missing) - since)).toBeLessThanOrEqual(1000);
    // That of the first process.
    expect(asked - Date.parse(push)).toBeGreaterThanOrEqual(0);
    expect(asked - Date.parse(push)).toBeLessThanOrEqual(4000);
  });

  it('is told since when there is none now, not of what was mended', async () => {
    const { wx, fake, pushTicket } = await open({}, { ticket: false });
    await failure(goOn(preAuthCode(wx, 3000), at));
    await pushTicket();
    await goOn(preAuthCode(wx), at);
    await at.clock.advance(7_200_000);
    fake.endTickets();
    const now = at.clock.now();
    const error = await failure(goOn(preAuthCode(wx, 3000), at));
    const [, since = ''] = /since (\S+)\. /.exec(error.message) ?? [];
    expect(Date.parse(since)).toBeGreaterThanOrEqual(now);
    expect(error.message).toContain('WeChat refused the last one that was there: 61005.');
  });

  it('has WeChat asked every ten seconds while it cannot be reached, and once when it can', async () => {
    const { wx, fake } = await open({}, { ticket: false });
    fake.always(PUSH, { status: 502, text: 'bad gateway' });
    const error = await failure(goOn(preAuthCode(wx, 19_000), at, 250));
    expect(error.message).toContain('WeChat could not be asked to push one');
    expect(error.message).not.toContain('was asked at');
    expect(fake.count(PUSH)).toBeGreaterThanOrEqual(2);
    expect(fake.count(PUSH)).toBeLessThanOrEqual(4);
  });

  it('who has given up before the call is not waited for', async () => {
    const { wx } = await open({}, { ticket: false });
    const call = wx.api.component.createPreAuthCode({ signal: AbortSignal.abort() });
    expect(await failure(call)).toMatchObject({ reason: 'aborted' });
  });
});

describe('a ticket that comes while the store is away', () => {
  const openAway = async () => {
    const store = awayStore();
    const opened = await open({ store }, { ticket: false });
    store.isAway = true;
    return { ...opened, store };
  };

  it('is for others as soon as this process finds that the store is back', async () => {
    const { wx, another, fake, pushTicket, store } = await openAway();
    fake.authorized(SHOP);
    await pushTicket();
    store.isAway = false;
    // It needs a token itself, before the time to save it has come.
    expect(await goOn(preAuthCode(wx), at, 10)).toMatchObject({ expires_in: 1800 });
    expect(await wx.settings.store.platforms.tickets(PLATFORM)).toHaveLength(1);
    expect(await another().account(SHOP).api.tag.getList()).toEqual({ tags: [{ name: SHOP }] });
    expect(fake.count(TAGS)).toBe(1);
  });

  it('is saved by itself, with all others, once the store is back', async () => {
    const { wx, pushTicket, store } = await openAway();
    for (const age of [1200, 600, 0]) await pushTicket(wx, age);
    // Tried meanwhile, in vain.
    for (let n = 0; n < 4; n++) {
      await at.clock.advance(5000);
      await rest();
    }
    store.isAway = false;
    await at.clock.advance(4000);
    await rest();
    await at.clock.advance(1000);
    await rest();
    expect(await wx.settings.store.platforms.tickets(PLATFORM)).toHaveLength(3);
  });

  it('is tried to be saved once in five seconds, however many wait', async () => {
    const { wx, pushTicket, store } = await openAway();
    const tries = () => store.asked.filter((name) => name === 'addTicket').length;
    for (const age of [1200, 600, 0]) await pushTicket(wx, age);
    expect(tries()).toBe(3);
    for (let n = 0; n < 4; n++) {
      await at.clock.advance(5000);
      await rest();
    }
    expect(tries()).toBe(7);
  });

  it('is neither saved nor tried again when WeChat has refused it meanwhile', async () => {
    const { wx, pushTicket, store } = await openAway();
    const good = await pushTicket(wx, 600);
    await wx.takeTicket('canary-of-another-platform', at.seconds());
    expect(await goOn(preAuthCode(wx), at)).toMatchObject({ expires_in: 1800 });
    expect(ticketsIn(at)).toEqual(['canary-of-another-platform', good]);
    store.isAway = false;
    await at.clock.advance(6000);
    await rest();
    const saved = await wx.settings.store.platforms.tickets(PLATFORM);
    expect(saved.map(({ value }) => value)).toEqual([good]);
    at.fake.replaceComponentToken();
    expect(await goOn(preAuthCode(wx), at)).toMatchObject({ expires_in: 1800 });
    expect(ticketsIn(at)).toEqual(['canary-of-another-platform', good, good]);
  });

  it('is not told twice in the log that it waits', async () => {
    const { wx, pushTicket } = await openAway();
    for (let n = 0; n < 5; n++) await pushTicket(wx, n);
    await rest();
    expect(at.logger.lines.filter((line) => line.includes('store-away'))).toHaveLength(1);
    expect(at.logger.lines.join()).not.toContain('canary');
  });
});

describe('the newest ticket', () => {
  it('is used, in whatever order they come', async () => {
    const { wx, fake, pushTicket } = await open({}, { ticket: false });
    await pushTicket(wx, 600);
    const newest = await pushTicket(wx, 0);
    await pushTicket(wx, 1200);
    await wx.api.component.createPreAuthCode();
    expect(ticketsIn(at)).toEqual([newest]);
    expect(fake.componentTokens()).toBe(1);
  });

  it('gives way to the next one when it is refused', async () => {
    const { wx, fake, pushTicket } = await open({}, { ticket: false });
    const good = await pushTicket(wx, 600);
    await wx.takeTicket('canary-of-another-platform', at.seconds());
    await wx.api.component.createPreAuthCode();
    expect(ticketsIn(at)).toEqual(['canary-of-another-platform', good]);
    expect(fake.count(PUSH)).toBe(0);
  });

  it('each is tried once when all are refused, then a push is asked for and waited for', async () => {
    const { wx, another, fake, pushTicket } = await open({}, { ticket: false });
    for (const age of [0, 600, 1200]) await pushTicket(wx, age);
    fake.endTickets();
    const other = another();
    const calls = Promise.all([wx, other].map((each) => each.api.component.createPreAuthCode()));
    await goOn(new Promise((resolve) => void at.clock.setTimeout(() => resolve(undefined), 6000)), at);
    expect(ticketsIn(at)).toHaveLength(3);
    expect(fake.count(PUSH)).toBe(1);
    await pushTicket(other);
    await goOn(calls, at, 100);
    expect(ticketsIn(at)).toHaveLength(4);
  });

  it('is missed with the words of the last refusal', async () => {
    const { wx, fake } = await open();
    fake.endTickets();
    const error = await failure(goOn(wx.api.component.createPreAuthCode(), at));
    expect(error).toMatchObject({ reason: 'ticket' });
    expect(error.message).toContain('61005');
    expect(error.message).not.toContain('canary');
  });
});
