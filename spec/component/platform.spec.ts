import { failure, SHOP, stage, type Stage } from './support';

let at: Stage;
const open = async (...args: Parameters<typeof stage>) => (at = await stage(...args));
afterEach(() => at.close());

describe('a platform', () => {
  it('calls for an account with the token that it has for it', async () => {
    const { wx, fake } = await open();
    fake.authorized(SHOP);
    const { api } = wx.account(SHOP);
    expect(await api.tag.getList()).toEqual({ tags: [{ name: SHOP }] });
    await api.tag.getList();
    expect(fake.renewals()).toBe(1);
    expect(fake.componentTokens()).toBe(1);
  });

  it('exchanges a code once', async () => {
    const { wx, fake } = await open();
    const code = fake.authorizes(SHOP, [1, 7]);
    const [one, two] = await Promise.all([wx.exchange(code), wx.exchange(code)]);
    expect(one).toBe(two);
    expect(one.appId).toBe(SHOP);
    expect(await wx.exchange(code)).toBe(one);
    expect(fake.count('/cgi-bin/component/api_query_auth')).toBe(1);
    expect(await one.info()).toMatchObject({
      userName: 'gh_4f0c2b9d7e61',
      kind: 'service',
      permissions: [1, 7],
    });
    expect(await one.api.tag.getList()).toEqual({ tags: [{ name: SHOP }] });
    expect(fake.renewals()).toBe(0);
  });

  it('says at once that an account has withdrawn', async () => {
    const { wx, fake, seconds } = await open();
    fake.authorized(SHOP);
    const { api } = wx.account(SHOP);
    await api.tag.getList();
    fake.withdraws(SHOP);
    await wx.withdraw(SHOP, seconds());
    const before = fake.seen.length;
    expect(await failure(api.tag.getList())).toMatchObject({ errcode: 61003 });
    expect(fake.seen.length).toBe(before);
  });
});
