import { hashOf } from '../../lib/component/codes';
import { ConfigError } from '../../lib/errors';
import { until } from '../support/redis';
import { awayStore, failure, goOn, SCHOOL, SHOP, stage, type Stage } from './support';

let at: Stage;
const open = async (...args: Parameters<typeof stage>) => (at = await stage(...args));
afterEach(() => at.close());

const QUERY = '/cgi-bin/component/api_query_auth';
const INFO = '/cgi-bin/component/api_get_authorizer_info';
const LIST = '/cgi-bin/component/api_get_authorizer_list';
const PUSH = '/cgi-bin/component/api_start_push_ticket';
const tags = (core: Stage['wx'], appId = SHOP) => core.account(appId).api.tag.getList();
const noticeOf = (code: string, createdAt: number, appId = SHOP) => ({
  appId,
  code,
  createdAt,
  expiresAt: createdAt + 3600,
});

describe('the code of an authorisation', () => {
  it('is exchanged once by the push and the page, in two processes at once', async () => {
    const { wx, another, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    const other = another();
    const push = async () => {
      await wx.noteAuthorization(noticeOf(code, seconds()));
      return wx.completeAuthorization(noticeOf(code, seconds()));
    };
    const both = await goOn(Promise.all([push(), other.exchange(code)]), at, 50);
    expect(both.map(({ appId }) => appId)).toEqual([SHOP, SHOP]);
    expect(fake.count(QUERY)).toBe(1);
    expect(await tags(other)).toEqual({ tags: [{ name: SHOP }] });
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('gives the same account when the page is loaded again', async () => {
    const { wx, another, fake } = await open();
    const code = fake.authorizes(SHOP);
    expect((await wx.exchange(code)).appId).toBe(SHOP);
    expect((await another().exchange(code)).appId).toBe(SHOP);
    expect(fake.count(QUERY)).toBe(1);
  });

  it('is not sent again blindly when its answer is lost: WeChat is asked for the account first', async () => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    fake.on(QUERY, () => {
      // It arrived, and did what it does.
      fake.account(SHOP).exchanged = true;
      return 'reset-after-request';
    });
    await wx.noteAuthorization(noticeOf(code, seconds()));
    await goOn(wx.completeAuthorization(noticeOf(code, seconds())), at, 50);
    expect(fake.count(QUERY)).toBe(1);
    expect(fake.count(INFO)).toBe(1);
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('is sent once more where the first one did not arrive', async () => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    fake.on(QUERY, 'reset-after-request');
    await wx.noteAuthorization(noticeOf(code, seconds()));
    await goOn(wx.completeAuthorization(noticeOf(code, seconds())), at, 50);
    expect(fake.count(QUERY)).toBe(2);
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['no account', { authorization_info: { authorizer_access_token: 'canary', expires_in: 7200 } }],
  ])('is sent once more where the answer tells %s', async (_what, json) => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    fake.on(QUERY, { json });
    await wx.noteAuthorization(noticeOf(code, seconds()));
    await goOn(wx.completeAuthorization(noticeOf(code, seconds())), at, 50);
    expect(fake.count(QUERY)).toBe(2);
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('of a process that died with it in hand is taken up by the next', async () => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    const { platforms } = wx.settings.store;
    await wx.noteAuthorization(noticeOf(code, seconds()));
    const platform = wx.settings.componentAppId;
    await platforms.claimCode(platform, hashOf(code), 'dead', 20_000);
    await platforms.noteCode(platform, hashOf(code), { status: 'sent' });
    fake.account(SHOP).exchanged = true;
    await goOn(wx.completeAuthorization(noticeOf(code, seconds())), at, 500);
    expect(fake.count(QUERY)).toBe(0);
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('that another program has used leads to the account all the same, once the push has told it', async () => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    fake.always(QUERY, { json: { errcode: 61009, errmsg: 'invalid code' } });
    fake.account(SHOP).exchanged = true;
    const page = wx.exchange(code);
    await goOn(new Promise((resolve) => void at.clock.setTimeout(() => resolve(undefined), 1000)), at, 200);
    await wx.noteAuthorization(noticeOf(code, seconds()));
    expect((await goOn(page, at, 200)).appId).toBe(SHOP);
  });

  it.each([61009, 61010])('that is no good (%i) says so', async (errcode) => {
    const { wx, fake } = await open();
    fake.always(QUERY, { json: { errcode, errmsg: 'invalid code canary-auth-code-9' } });
    const error = await failure(goOn(wx.exchange('canary-auth-code-9'), at, 200));
    expect(error).toMatchObject({ errcode });
    expect(error.message).not.toContain('canary');
  });

  it.each([[''], [' '], ['a b'], [undefined], [['a', 'b']]])('is not %j', async (code) => {
    const { wx } = await open();
    expect(await failure(wx.exchange(code as string))).toBeInstanceOf(ConfigError);
  });

  it('waits for a ticket before anybody has it in hand', async () => {
    const { wx, fake, pushTicket } = await open({}, { ticket: false });
    const code = fake.authorizes(SHOP);
    const page = wx.exchange(code);
    await until(() => fake.count(PUSH) > 0);
    await pushTicket();
    expect((await goOn(page, at, 200)).appId).toBe(SHOP);
    expect(fake.count(PUSH)).toBe(1);
  });
});

describe('an authorisation whose code cannot be exchanged', () => {
  it('is tried again as long as the code is good', async () => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    fake.on(QUERY, ...Array.from({ length: 4 }, () => ({ json: { errcode: -1, errmsg: 'system error' } })));
    await wx.noteAuthorization(noticeOf(code, seconds()));
    await goOn(wx.completeAuthorization(noticeOf(code, seconds())), at, 2000);
    expect(fake.count(QUERY)).toBe(5);
    expect(at.logger.lines.join('\n')).toContain('authorization-waits');
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('is an error in the log when its hour is over, whatever the clocks say; sync() finds it later', async () => {
    const { wx, fake, clock } = await open();
    const code = fake.authorizes(SHOP);
    fake.always(QUERY, { json: { errcode: -1, errmsg: 'system error' } });
    // WeChat's clock is a year behind ours.
    const notice = noticeOf(code, Math.floor(clock.now() / 1000) - 31_536_000);
    await wx.noteAuthorization(notice);
    const start = clock.monotonic();
    await failure(goOn(wx.completeAuthorization(notice), at, 20_000));
    expect(clock.monotonic() - start).toBeGreaterThan(3_000_000);
    expect(clock.monotonic() - start).toBeLessThanOrEqual(3_640_000);
    expect(at.logger.lines.join('\n')).toMatch(/error .*authorization-lost/);
    expect(at.logger.lines.join('\n')).not.toContain('canary');
    // Somebody exchanges it elsewhere.
    fake.account(SHOP).exchanged = true;
    expect(await goOn(wx.sync(), at)).toEqual({ added: [SHOP], gone: [] });
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });

  it('of an account that has withdrawn meanwhile is given up', async () => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    fake.withdraws(SHOP);
    await wx.withdraw(SHOP, seconds() + 25);
    await wx.noteAuthorization(noticeOf(code, seconds()));
    expect(await failure(wx.completeAuthorization(noticeOf(code, seconds())))).toMatchObject({
      errcode: 61003,
    });
    expect(fake.count(QUERY)).toBe(0);
  });

  it('does not keep close() waiting', async () => {
    const { wx, fake, seconds } = await open();
    const code = fake.authorizes(SHOP);
    fake.always(QUERY, { json: { errcode: -1, errmsg: 'system error' } });
    await wx.noteAuthorization(noticeOf(code, seconds()));
    const completed = failure(wx.completeAuthorization(noticeOf(code, seconds())));
    await until(() => fake.count(QUERY) > 0);
    await wx.close();
    expect(await completed).toMatchObject({ errcode: -1 });
  });
});

describe('sync()', () => {
  it('finds accounts that nobody told of, and those that are gone', async () => {
    const { wx, fake } = await open();
    const all = Array.from({ length: 1203 }, (_, n) => `wx${String(n).padStart(16, '0')}`);
    for (const appId of all) fake.authorized(appId);
    // Its code was never exchanged.
    fake.authorizes(SCHOOL);
    const { added, gone } = await wx.sync();
    expect([...added].sort()).toEqual(all);
    expect(gone).toEqual([]);
    expect(at.logger.lines.join('\n')).toContain('authorization-incomplete');
    const listed: string[] = [];
    for await (const { appId } of wx.accounts()) listed.push(appId);
    expect(listed).toEqual(all);
    expect(fake.renewals()).toBe(0);
    fake.withdraws(all[7]!);
    expect(await wx.sync()).toEqual({ added: [], gone: [all[7]] });
    expect(await failure(tags(wx, all[7]))).toMatchObject({ errcode: 61003 });
    expect(await tags(wx, all[1200])).toEqual({ tags: [{ name: all[1200] }] });
  });

  it('leaves out accounts that WeChat lists although they are dead', async () => {
    const { wx, fake } = await open();
    fake.authorized(SHOP);
    fake.authorized(SCHOOL);
    fake.on(INFO, { json: { errcode: 61003, errmsg: 'component is not authorized by this account' } });
    const { added } = await wx.sync();
    expect(added).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['refuses', { errcode: 61016, errmsg: 'no' }],
    ['answers nothing of', {}],
  ])('goes on with the others where WeChat %s one', async (_what, json) => {
    const { wx, fake } = await open();
    for (const each of [SHOP, SCHOOL]) fake.authorized(each);
    fake.on(INFO, { json });
    expect((await wx.sync()).added).toHaveLength(1);
    expect(at.logger.lines.join('\n')).toContain('account-unknown');
    // It is none of those that are known, and is asked for again.
    expect((await wx.sync()).added).toHaveLength(1);
  });

  it.each([61004, 61011, 45009, 40013, 48001])(
    'says so when WeChat refuses all of it (%i)',
    async (errcode) => {
      const { wx, fake } = await open();
      fake.authorized(SHOP);
      await wx.api.component.createPreAuthCode();
      fake.refuse(errcode);
      expect(await failure(goOn(wx.sync(), at))).toMatchObject({ errcode });
    },
  );

  it('finds an account that has come back', async () => {
    const { wx, fake, seconds, clock } = await open();
    await wx.exchange(fake.authorizes(SHOP));
    fake.withdraws(SHOP);
    await wx.withdraw(SHOP, seconds());
    await clock.advance(60_000);
    fake.authorized(SHOP);
    expect(await wx.sync()).toEqual({ added: [SHOP], gone: [] });
    expect(await tags(wx)).toEqual({ tags: [{ name: SHOP }] });
  });
});

describe('the account of a push', () => {
  it('is found by its original id alone', async () => {
    const { wx, another, fake } = await open();
    await wx.exchange(fake.authorizes(SHOP));
    const { userName } = fake.account(SHOP);
    const before = fake.seen.length;
    expect(await another().appIdOf(userName)).toEqual({ kind: 'known', appId: SHOP });
    // Whatever the path says.
    expect(await wx.appIdOf(userName, SCHOOL)).toEqual({ kind: 'known', appId: SHOP });
    expect(fake.seen.length).toBe(before);
  });

  it('is the candidate, if WeChat says so; then that is remembered', async () => {
    const { wx, another, fake } = await open();
    fake.authorized(SHOP);
    fake.authorized(SCHOOL);
    const { userName } = fake.account(SHOP);
    expect(await wx.appIdOf(userName, SCHOOL)).toEqual({ kind: 'mismatch' });
    expect(await wx.appIdOf(userName, 'wx0000000000000000')).toEqual({ kind: 'mismatch' });
    const before = fake.count(INFO);
    for (let n = 0; n < 5; n++) expect(await wx.appIdOf(userName, SCHOOL)).toEqual({ kind: 'mismatch' });
    expect(fake.count(INFO)).toBe(before);
    const all = await Promise.all([1, 2, 3].map(() => wx.appIdOf(userName, SHOP)));
    expect(all).toEqual(all.map(() => ({ kind: 'known', appId: SHOP })));
    expect(await another().appIdOf(userName)).toEqual({ kind: 'known', appId: SHOP });
    expect(fake.count(INFO)).toBe(before + 1);
  });

  it('without a candidate is looked for in WeChat’s list, every five minutes at most', async () => {
    const { wx, fake, clock } = await open();
    fake.authorized(SHOP);
    const { userName } = fake.account(SHOP);
    expect(await wx.appIdOf('gh_nobody')).toEqual({ kind: 'unknown' });
    expect(await wx.appIdOf(userName)).toEqual({ kind: 'known', appId: SHOP });
    const before = fake.seen.length;
    for (let n = 0; n < 3; n++) expect(await wx.appIdOf('gh_nobody')).toEqual({ kind: 'unknown' });
    expect(fake.seen.length).toBe(before);
    await clock.advance(300_000);
    await wx.appIdOf('gh_nobody');
    expect(fake.seen.length).toBe(before + 1);
  });

  it('is looked for again when WeChat could not tell its list', async () => {
    const { wx, fake } = await open();
    fake.authorized(SHOP);
    fake.on(LIST, { json: { errcode: 48001, errmsg: 'api unauthorized' } });
    const { userName } = fake.account(SHOP);
    expect(await wx.appIdOf(userName)).toMatchObject({ kind: 'unclear', error: { errcode: 48001 } });
    expect(await wx.appIdOf(userName)).toEqual({ kind: 'known', appId: SHOP });
  });

  it('that was no candidate is asked for again after a minute', async () => {
    const { wx, fake, clock } = await open();
    fake.authorized(SHOP);
    const before = fake.count(INFO);
    for (const ms of [0, 59_999, 1]) {
      await clock.advance(ms);
      expect(await wx.appIdOf('gh_other', SHOP)).toEqual({ kind: 'mismatch' });
    }
    expect(fake.count(INFO)).toBe(before + 2);
  });

  it('is remembered: the store is asked once, and may be away then', async () => {
    const store = awayStore();
    const { wx, fake } = await open({ store });
    await wx.exchange(fake.authorizes(SHOP));
    const { userName } = fake.account(SHOP);
    const known = { kind: 'known', appId: SHOP };
    for (let n = 0; n < 3; n++) expect(await wx.appIdOf(userName)).toEqual(known);
    expect(store.asked.filter((name) => name === 'appIdOf')).toHaveLength(1);
    store.isAway = true;
    expect(await wx.appIdOf(userName)).toEqual(known);
  });

  it('is not known while WeChat cannot say', async () => {
    const { wx, fake } = await open();
    fake.authorized(SHOP);
    fake.on(INFO, { json: { errcode: 40013, errmsg: 'invalid appid' } });
    expect(await wx.appIdOf('gh_1', SHOP)).toMatchObject({ kind: 'unclear' });
  });
});
