import { withdrawn } from '../../lib/component/withdrawal';
import { isNotAuthorized, withdrawnError } from '../../lib/component/withdrawn';
import { ApiError } from '../../lib/errors';
import type { AccountRecord } from '../../lib/store/platforms';
import { movedClock } from '../support/clock';

const NEW = 2_000;
const OLD = 1_000;

const record = (status: AccountRecord['status'], refreshToken: string, changedAt: number): AccountRecord => ({
  appId: 'wx0000000000000001',
  userName: 'gh_1',
  kind: 'service',
  refreshToken,
  permissions: [1],
  status,
  authorizedAt: OLD,
  changedAt,
  generation: 3,
});

it.each([
  ['WeChat refuses an account', record('authorized', 'token', NEW), 0, NEW],
  ['WeChat refuses an account that never told anything', record('authorized', 'token', 0), 0, 0],
  ['a notice is newer than all', record('authorized', 'token', OLD), NEW, NEW],
  ['a notice is of the same second', record('authorized', 'token', NEW), NEW, NEW],
  ['an account has no refresh token', record('authorized', '', NEW), NEW, NEW],
  ['a token is left of a withdrawn account', record('withdrawn', 'token', NEW), NEW, NEW],
  ['an account withdraws again', record('withdrawn', '', OLD), NEW, NEW],
])('when %s, it is withdrawn', (_, before, told, changedAt) => {
  expect(withdrawn(before, told)).toEqual({ ...before, status: 'withdrawn', refreshToken: '', changedAt });
});

it.each([
  ['a notice is older than another', record('authorized', 'token', NEW), OLD],
  ['a notice is one second older', record('authorized', 'token', NEW), NEW - 1],
  ['a notice comes twice', record('withdrawn', '', NEW), NEW],
  ['WeChat refuses a withdrawn account', record('withdrawn', '', NEW), 0],
])('when %s, nothing changes', (_, before, told) => {
  expect(withdrawn(before, told)).toBe(before);
});

describe('the error of an account that has withdrawn', () => {
  const clock = movedClock();

  it('is that of WeChat, which was not asked', () => {
    const error = withdrawnError({ changedAt: OLD }, clock);
    expect(isNotAuthorized(error)).toBe(true);
    expect(error).toMatchObject({
      errcode: 61003,
      errmsg: 'the account has withdrawn its authorisation of this third-party platform',
      endpoint: '/cgi-bin/component/api_authorizer_token',
      credential: 'authorizer',
    });
  });

  it.each([
    ['another error of WeChat', new ApiError({ errcode: 61023, errmsg: '', endpoint: '/' })],
    ['an error that only looks like it', Object.assign(new Error(), { errcode: 61003 })],
    ['nothing', undefined],
  ])('is not %s', (_, error) => {
    expect(isNotAuthorized(error)).toBe(false);
  });

  it.each([
    ['the notice was created', OLD, OLD * 1000],
    ['now, if there was none', 0, clock.now()],
  ])('says since when: since %s', (_, changedAt, since) => {
    expect(withdrawnError({ changedAt }, clock).since).toEqual(new Date(since));
  });
});
