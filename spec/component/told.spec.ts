import type { Call } from '../../lib/api/send-request';
import { askInfo, askList } from '../../lib/component/told';

const SHOP = 'wx4f0c2b9d7e61a853';

/** WeChat's answers, one after the other, and what it was asked. */
function answering(...answers: readonly object[]) {
  const asked: unknown[] = [];
  const call: Call = (request, options) => {
    asked.push({ path: request.path, json: request.json, ...options });
    const answer = answers[asked.length - 1];
    return answer === undefined ? Promise.reject(new Error('Asked too often.')) : Promise.resolve(answer);
  };
  return { call, asked };
}

describe('what WeChat tells of an account', () => {
  const told = (authorizer: object, authorization: object = {}) =>
    answering({
      authorizer_info: { user_name: 'gh_1', ...authorizer },
      authorization_info: { authorizer_appid: SHOP, ...authorization },
    });

  it.each([
    ['a subscription account', { service_type_info: { id: 0 } }, 'subscription'],
    ['an older subscription account', { service_type_info: { id: 1 } }, 'subscription'],
    ['a service account', { service_type_info: { id: 2 } }, 'service'],
    ['a mini program', { service_type_info: { id: 0 }, MiniProgramInfo: { network: {} } }, 'mini-program'],
    ['a mini program of kind 2', { service_type_info: { id: 2 }, MiniProgramInfo: {} }, 'mini-program'],
  ])('names its kind: %s', async (_, authorizer, kind) => {
    expect(await askInfo(told(authorizer).call, SHOP)).toMatchObject({ userName: 'gh_1', kind });
  });

  const AUTHORIZER = { service_type_info: { id: 2 } };

  it('holds its refresh token and its permissions', async () => {
    const func_info = [{ funcscope_category: { id: 1 } }, { funcscope_category: { id: 15 } }];
    const { call } = told(AUTHORIZER, { authorizer_refresh_token: 'canary', func_info });
    expect(await askInfo(call, SHOP)).toMatchObject({ refreshToken: 'canary', permissions: [1, 15] });
  });

  it('may lack both', async () => {
    const { call } = told(AUTHORIZER);
    expect(await askInfo(call, SHOP)).toMatchObject({ refreshToken: '', permissions: [] });
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['nothing of it', { authorizer_info: null, authorization_info: null }],
    ['no name', { authorizer_info: AUTHORIZER, authorization_info: {} }],
    ['a name that is none', { authorizer_info: { ...AUTHORIZER, user_name: 7 }, authorization_info: {} }],
  ])('cannot be used where there is %s', async (_, answer) => {
    await expect(askInfo(answering(answer).call, SHOP)).rejects.toMatchObject({
      code: 'transport',
      sent: true,
      reason: 'answer',
      message: '/cgi-bin/component/api_get_authorizer_info answered without a usable "user_name".',
    });
  });

  it.each<[string, object, object]>([
    ['no authorization_info', { authorization_info: undefined }, {}],
    ['null', { authorization_info: { authorizer_refresh_token: null, func_info: null } }, {}],
    ['text for the list', { authorization_info: { func_info: '' } }, {}],
    [
      'odd permissions',
      {
        authorization_info: {
          func_info: [
            {},
            null,
            { funcscope_category: null },
            ...['7', 8, 0, 'x'].map((id) => ({ funcscope_category: { id } })),
          ],
        },
      },
      { permissions: [7, 8] },
    ],
    ['no kind', { authorizer_info: { user_name: 'gh_1', MiniProgramInfo: null } }, { kind: 'subscription' }],
    [
      'a kind as text',
      { authorizer_info: { user_name: 'gh_1', service_type_info: { id: '2' } } },
      { kind: 'service' },
    ],
  ])('is read where there is %s', async (_, odd, told) => {
    const answer = { authorizer_info: { user_name: 'gh_1', ...AUTHORIZER }, authorization_info: {}, ...odd };
    const usual = { userName: 'gh_1', kind: 'service', refreshToken: '', permissions: [] };
    expect(await askInfo(answering(answer).call, SHOP)).toEqual({ ...usual, ...told });
  });

  it('is asked for within a time, or that of calls', async () => {
    const { call, asked } = told(AUTHORIZER);
    await askInfo(call, SHOP, 1234);
    expect(asked).toEqual([expect.objectContaining({ timeout: 1234, attempt: 1234 })]);
    const other = told(AUTHORIZER);
    await askInfo(other.call, SHOP);
    expect(other.asked).toEqual([expect.not.objectContaining({ timeout: expect.anything() as unknown })]);
  });
});

describe("WeChat's list of accounts", () => {
  const page = (total_count: number, ...ids: readonly string[]) => ({
    total_count,
    list: ids.map((id) => ({ authorizer_appid: id, refresh_token: `canary-${id}`, auth_time: 7 })),
  });
  const listed = async (call: Call) => {
    const ids: string[] = [];
    for await (const { appId } of askList(call)) ids.push(appId);
    return ids;
  };
  const offsets = (asked: readonly unknown[]) =>
    asked.map((each) => (each as { json: { offset: number } }).json.offset);

  it.each([
    ['is empty', [page(0)], [], [0]],
    ['is empty, and not there', [{ total_count: 0 }], [], [0]],
    ['has one page', [page(2, 'a', 'b')], ['a', 'b'], [0]],
    ['has two pages', [page(3, 'a', 'b'), page(3, 'c')], ['a', 'b', 'c'], [0, 2]],
    ['grows meanwhile', [page(2, 'a'), page(3, 'b'), page(3, 'c')], ['a', 'b', 'c'], [0, 1, 2]],
    ['shrinks meanwhile', [page(3, 'a', 'b'), page(1), page(1, 'b')], ['a', 'b', 'b'], [0, 2, 0]],
    [
      'shrinks so that one moves up',
      [page(4, 'a', 'b'), page(3, 'd'), page(3, 'b', 'c'), page(3, 'd')],
      ['a', 'b', 'd', 'b', 'c', 'd'],
      [0, 2, 0, 2],
    ],
    [
      'shrinks all the time',
      [page(9, 'a'), page(8, 'b'), page(7, 'c'), page(6, 'd'), page(2, 'e', 'f')],
      ['a', 'b', 'c', 'd', 'e', 'f'],
      [0, 1, 0, 0, 0],
    ],
    ['ends before its count', [page(9, 'a'), page(9)], ['a'], [0, 1]],
  ])('%s', async (_, pages, ids, from) => {
    const { call, asked } = answering(...pages);
    expect(await listed(call)).toEqual(ids);
    expect(offsets(asked)).toEqual(from);
  });

  it.each<[string, object]>([
    ['nothing', {}],
    ['null for it', { total_count: 1, list: null }],
  ])('cannot be used where there is %s', async (_, answer) => {
    await expect(listed(answering(answer).call)).rejects.toMatchObject({ sent: true, reason: 'answer' });
  });

  it('is read where entries, numbers or the count are odd', async () => {
    const list = [
      {},
      null,
      { authorizer_appid: 'a', refresh_token: null, auth_time: 'x' },
      { authorizer_appid: 'b', auth_time: '7' },
    ];
    const { call } = answering({ total_count: '5', list }, { list: [] });
    const entries: unknown[] = [];
    for await (const entry of askList(call)) entries.push(entry);
    expect(entries).toEqual([
      { appId: 'a', refreshToken: '', authorizedAt: 0 },
      { appId: 'b', refreshToken: '', authorizedAt: 7 },
    ]);
  });

  it('has accounts whose code was never exchanged', async () => {
    const { call } = answering({ total_count: 1, list: [{ authorizer_appid: 'a', auth_time: 7 }] });
    for await (const each of askList(call))
      expect(each).toEqual({ appId: 'a', refreshToken: '', authorizedAt: 7 });
    expect.assertions(1);
  });

  it('is asked for by pages of 500, each within the time that is left', async () => {
    const { call, asked } = answering(page(2, 'a'), page(2, 'b'));
    let left = 2000;
    for await (const each of askList(call, () => (left -= 500))) expect(each.authorizedAt).toBe(7);
    expect(asked).toMatchObject([
      { json: { offset: 0, count: 500 }, timeout: 1500 },
      { json: { offset: 1, count: 500 }, timeout: 1000 },
    ]);
  });
});
