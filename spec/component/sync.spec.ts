import type { AccountRecord } from '../../lib/store/platforms';
import { PLATFORM } from '../support/fake-platform';
import { failure, goOn, SHOP, stage } from './support';
import type { Stage } from './support';

let at: Stage;
afterEach(() => at.close());

const LIST = '/cgi-bin/component/api_get_authorizer_list';
const INFO = '/cgi-bin/component/api_get_authorizer_info';
const T = 1_768_449_600;

/** What WeChat tells of the account: in its list, and when it is asked for it alone. */
interface Told {
  readonly listed?: { readonly refresh_token?: string };
  readonly info?: { readonly authorizer_refresh_token?: string } | number;
}

/** A platform whose store has that of an account, and which has compared it with what WeChat tells. */
async function open(known: Partial<AccountRecord> | undefined, { listed, info }: Told): Promise<Stage> {
  at = await stage();
  const { wx, fake } = at;
  const record: AccountRecord = {
    ...{ appId: SHOP, userName: 'gh_1', kind: 'service', refreshToken: 'canary-known', permissions: [7] },
    ...{ status: 'authorized', authorizedAt: T - 100, changedAt: T - 100, generation: 1 },
    ...known,
  };
  if (known !== undefined) await wx.settings.store.platforms.save(PLATFORM, record, 0);
  const list = listed === undefined ? [] : [{ authorizer_appid: SHOP, auth_time: T, ...listed }];
  fake.always(LIST, { json: { total_count: list.length, list } });
  fake.always(INFO, {
    json:
      typeof info === 'object'
        ? {
            authorizer_info: { user_name: 'gh_told', service_type_info: { id: 2 } },
            authorization_info: { authorizer_appid: SHOP, func_info: [], ...info },
          }
        : { errcode: info ?? 61003, errmsg: 'refused' },
  });
  return at;
}

const TOLD = { authorizer_refresh_token: 'canary-told' };
const LISTED = { refresh_token: 'canary-listed' };
const WITHDRAWN = { status: 'withdrawn', refreshToken: '' } as const;

it.each<[string, Partial<AccountRecord> | undefined, Told, Partial<AccountRecord>]>([
  [
    'nobody knows',
    undefined,
    { listed: LISTED, info: TOLD },
    { userName: 'gh_told', refreshToken: 'canary-told', authorizedAt: T, status: 'authorized' },
  ],
  [
    'has its token in the list alone',
    undefined,
    { listed: LISTED, info: {} },
    { refreshToken: 'canary-listed' },
  ],
  [
    'has its token in its details alone',
    undefined,
    { listed: {}, info: TOLD },
    { refreshToken: 'canary-told' },
  ],
  [
    'lost its token in the store',
    { refreshToken: '' },
    { listed: LISTED, info: TOLD },
    { refreshToken: 'canary-told', authorizedAt: T - 100 },
  ],
  [
    'lost its token, and since when it is authorised',
    { refreshToken: '', authorizedAt: 0 },
    { listed: LISTED, info: TOLD },
    { authorizedAt: T },
  ],
  [
    'had withdrawn before',
    { ...WITHDRAWN, changedAt: T - 1 },
    { listed: LISTED, info: TOLD },
    { status: 'authorized' },
  ],
  [
    'had withdrawn that second',
    { ...WITHDRAWN, changedAt: T },
    { listed: LISTED, info: TOLD },
    { status: 'authorized' },
  ],
  [
    'WeChat knows, whatever was told of it',
    { ...WITHDRAWN, changedAt: T + 1 },
    { listed: LISTED, info: TOLD },
    { status: 'authorized' },
  ],
])('finds an account that %s', async (_, known, told, record) => {
  const { wx } = await open(known, told);
  expect(await wx.sync()).toEqual({ added: [SHOP], gone: [] });
  expect(await wx.settings.store.platforms.account(PLATFORM, SHOP)).toMatchObject(record);
});

it.each<[string, Partial<AccountRecord> | undefined, Told, number]>([
  ['it can be used already', {}, { listed: LISTED, info: TOLD }, 0],
  ['its code was never exchanged', undefined, { listed: {}, info: {} }, 1],
  ['it is there no more, though it is listed', undefined, { listed: LISTED }, 1],
  ['it has withdrawn, though it is listed', { ...WITHDRAWN, changedAt: T - 1 }, { listed: LISTED }, 1],
  ['it is not listed, and WeChat knows it', {}, { info: TOLD }, 1],
  ['it is not listed, and has withdrawn', WITHDRAWN, {}, 0],
])('leaves an account as it is where %s', async (_, known, told, infos) => {
  const { wx, fake, logger } = await open(known, told);
  const { platforms } = wx.settings.store;
  const before = await platforms.account(PLATFORM, SHOP);
  expect(await wx.sync()).toEqual({ added: [], gone: [] });
  expect(await platforms.account(PLATFORM, SHOP)).toEqual(before);
  expect(fake.count(INFO)).toBe(infos);
  const isIncomplete = told.listed !== undefined && typeof told.info === 'object' && infos === 1;
  expect(logger.lines).toEqual(
    isIncomplete
      ? [expect.stringMatching(/^warn An account has authorised the platform, but its code was never/)]
      : [],
  );
});

it('asks what an account is that can be used, where that is not known', async () => {
  const { wx } = await open({ userName: '' }, { listed: LISTED, info: TOLD });
  expect(await wx.sync()).toEqual({ added: [], gone: [] });
  expect(await wx.settings.store.platforms.account(PLATFORM, SHOP)).toMatchObject({
    userName: 'gh_told',
    refreshToken: 'canary-known',
  });
});

it.each<[string, Told, readonly string[]]>([
  ['is not listed any more', {}, [SHOP]],
  ['is listed, but there no more', { listed: LISTED }, []],
])('finds that an account has withdrawn which %s', async (_, told, gone) => {
  const { wx } = await open({ userName: told.listed === undefined ? 'gh_1' : '' }, told);
  expect(await wx.sync()).toEqual({ added: [], gone });
  expect(await wx.settings.store.platforms.account(PLATFORM, SHOP)).toMatchObject(WITHDRAWN);
});

it.each([45009, -1, 61004])(
  'fails where all accounts are refused (%i), and changes nothing',
  async (errcode) => {
    const { wx } = await open({ userName: '' }, { listed: LISTED, info: errcode });
    expect(await failure(goOn(wx.sync(), at))).toMatchObject({ errcode });
    expect(await wx.settings.store.platforms.account(PLATFORM, SHOP)).toMatchObject({ status: 'authorized' });
  },
);

it.each([48001, 40013, 61016])(
  'tells of an account that is refused alone (%i), and leaves it',
  async (errcode) => {
    const { wx, logger } = await open({ userName: '' }, { listed: LISTED, info: errcode });
    expect(await wx.sync()).toEqual({ added: [], gone: [] });
    expect(logger.lines).toEqual([expect.stringMatching(/^warn WeChat does not tell what an account is/)]);
    expect(await wx.settings.store.platforms.account(PLATFORM, SHOP)).toMatchObject({ status: 'authorized' });
  },
);
