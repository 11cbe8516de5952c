import { renewed } from '../../lib/component/account-token';
import { accountTokenKey } from '../../lib/component/stored-token';
import type { AccountRecord } from '../../lib/store/platforms';
import { PLATFORM } from '../support/fake-platform';
import { failure, goOn, SHOP, stage } from './support';
import type { Stage } from './support';

const record = (refreshToken: string, known: Partial<AccountRecord> = {}): AccountRecord => ({
  appId: SHOP,
  userName: 'gh_1',
  kind: 'service',
  refreshToken,
  permissions: [1],
  status: 'authorized',
  authorizedAt: 1000,
  changedAt: 1000,
  generation: 3,
  ...known,
});
const TRIED = new Set(['tried', 'also tried']);

describe('the record of an account whose token was renewed', () => {
  it.each([
    ['it had the one that was tried', record('tried')],
    ['it had one that was tried in vain', record('also tried')],
    ['it had none', record('')],
  ])('has the new refresh token where %s', (_, before) => {
    expect(renewed(before, 'fresh', TRIED)).toEqual({ ...before, refreshToken: 'fresh' });
  });

  it.each([
    ['it has the new one already', record('fresh')],
    ['a new authorisation has brought another', record('of a new authorisation')],
  ])('stays as it is where %s', (_, before) => {
    expect(renewed(before, 'fresh', TRIED)).toBe(before);
  });

  it('is no more withdrawn; since when, nobody has told', () => {
    const before = record('', { status: 'withdrawn' });
    expect(renewed(before, 'fresh', TRIED)).toEqual({
      ...before,
      refreshToken: 'fresh',
      status: 'authorized',
      authorizedAt: 0,
    });
  });
});

describe('a renewal that fails', () => {
  const RENEW = '/cgi-bin/component/api_authorizer_token';
  const INFO = '/cgi-bin/component/api_get_authorizer_info';
  const COMPONENT_TOKEN = '/cgi-bin/component/api_component_token';
  const tags = ({ wx }: Stage) => wx.account(SHOP).api.tag.getList();
  let at: Stage;
  afterEach(() => at.close());

  /** A platform with an account whose token is over. */
  async function open(): Promise<Stage> {
    at = await stage();
    await at.wx.exchange(at.fake.authorizes(SHOP));
    at.fake.endTokens(SHOP);
    return at;
  }

  it.each([
    ['WeChat is busy', { json: { errcode: -1, errmsg: 'system error' } }, { errcode: -1 }],
    ['the quota is used up', { json: { errcode: 45009, errmsg: 'quota' } }, { errcode: 45009 }],
    ['the connection breaks', 'reset-after-request', { reason: 'token' }],
  ] as const)('says so where %s, and looks for no other refresh token', async (_, answer, words) => {
    const { fake } = await open();
    const before = fake.count(INFO);
    fake.always(RENEW, answer);
    expect(await failure(goOn(tags(at), at, 100))).toMatchObject(words);
    expect(fake.count(INFO)).toBe(before);
  });

  it('pauses the account alone where that is refused', async () => {
    const { wx, fake } = await open();
    fake.on(RENEW, { json: { errcode: 45009, errmsg: 'quota' } });
    await failure(tags(at));
    const { credentials } = wx.settings.store;
    expect(await credentials.read(accountTokenKey(PLATFORM, SHOP))).toMatchObject({ pausedFor: 5000 });
  });

  it('pauses no account where the platform has no token', async () => {
    const { wx, fake } = await open();
    fake.replaceComponentToken();
    fake.on(COMPONENT_TOKEN, { json: { errcode: 48001, errmsg: 'api unauthorized' } });
    expect(await failure(tags(at))).toMatchObject({ errcode: 48001 });
    const { credentials } = wx.settings.store;
    const { pausedFor } = await credentials.read(accountTokenKey(PLATFORM, SHOP));
    expect(pausedFor).toBeLessThanOrEqual(0);
  });

  it('says what is missing where WeChat tells no refresh token either', async () => {
    at = await stage();
    at.fake.authorizes(SHOP);
    const error = await failure(tags(at));
    expect(error).toMatchObject({ errcode: 61023, endpoint: RENEW, credential: 'component' });
    expect(error.message).toContain('WeChat tells no refresh token of this account');
  });
});
