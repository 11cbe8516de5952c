import { ApiError, TransportError } from '../../lib/errors';
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
    await new Promise((resolve) => setTimeout(resolve, 30));
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
    await new Promise((resolve) => setTimeout(resolve, 30));
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
