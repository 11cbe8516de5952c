import type { AccountRecord } from '../../lib/store/platforms';
import { originalIdOf, PLATFORM } from '../support/fake-platform';
import { failure, SHOP, stage } from './support';
import type { Stage } from './support';

let at: Stage;
afterEach(() => at.close());

const INFO = '/cgi-bin/component/api_get_authorizer_info';
const T = 1_768_449_600;

/** A platform whose store has that of an account, which WeChat knows. */
async function open(known: Partial<AccountRecord>): Promise<Stage> {
  at = await stage();
  const record: AccountRecord = {
    appId: SHOP,
    userName: 'gh_stored',
    kind: 'subscription',
    refreshToken: at.fake.authorized(SHOP, [1, 15]),
    permissions: [7],
    status: 'authorized',
    authorizedAt: T,
    changedAt: T,
    generation: 1,
    ...known,
  };
  await at.wx.settings.store.platforms.save(PLATFORM, record, 0);
  return at;
}

const saved = ({ wx }: Stage) => wx.settings.store.platforms.account(PLATFORM, SHOP);

describe('what an account is', () => {
  it('comes from the store, without a question to WeChat', async () => {
    const { wx, fake } = await open({});
    expect(await wx.account(SHOP).info()).toEqual({
      appId: SHOP,
      userName: 'gh_stored',
      kind: 'subscription',
      permissions: [7],
      authorizedAt: new Date(T * 1000),
    });
    expect(fake.count(INFO)).toBe(0);
  });

  it('has no date, where none is known', async () => {
    const { wx } = await open({ authorizedAt: 0 });
    expect(await wx.account(SHOP).info()).toMatchObject({ authorizedAt: undefined });
  });

  it.each<[string, Partial<AccountRecord>]>([
    ['its original id', { userName: '' }],
    ['its kind', { kind: undefined }],
    ['both', { userName: '', kind: undefined }],
  ])('is asked for once where the store lacks %s, and saved', async (_, known) => {
    const stage = await open(known);
    const told = { userName: originalIdOf(SHOP), kind: 'service', permissions: [1, 15] };
    for (let n = 0; n < 2; n++)
      expect(await stage.wx.account(SHOP).info()).toEqual({
        appId: SHOP,
        ...told,
        authorizedAt: new Date(T * 1000),
      });
    expect(stage.fake.count(INFO)).toBe(1);
    expect(await saved(stage)).toMatchObject({ ...told, authorizedAt: T });
  });

  it('counts as withdrawn only when WeChat says so', async () => {
    const stage = await open({ userName: '' });
    const { wx, fake } = stage;
    fake.on(INFO, { json: { errcode: 48001, errmsg: 'api unauthorized' } });
    expect(await failure(wx.account(SHOP).info())).toMatchObject({ errcode: 48001 });
    expect(await saved(stage)).toMatchObject({ status: 'authorized' });
    fake.withdraws(SHOP);
    expect(await failure(wx.account(SHOP).info())).toMatchObject({ errcode: 61003 });
    expect(await saved(stage)).toMatchObject({ status: 'withdrawn', refreshToken: '' });
  });

  it('is not asked for where it has withdrawn, until it sends something newer', async () => {
    const stage = await open({ status: 'withdrawn', refreshToken: '' });
    const { wx, fake } = stage;
    const before = fake.seen.length;
    wx.noteMessage(SHOP, T);
    expect(await failure(wx.account(SHOP).info())).toMatchObject({
      errcode: 61003,
      since: new Date(T * 1000),
    });
    expect(fake.seen.length).toBe(before);
    wx.noteMessage(SHOP, T + 1);
    expect(await wx.account(SHOP).info()).toMatchObject({ userName: originalIdOf(SHOP), kind: 'service' });
    expect(await saved(stage)).toMatchObject({ status: 'authorized' });
  });
});
