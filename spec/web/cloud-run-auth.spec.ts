import express from 'express';
import request from 'supertest';
import { cloudRunAuth, type CloudRunAuthOptions } from 'offiaccount';
import { movedClock } from '../support/clock';
import { keptLogger } from '../support/api';

const appId = 'wx0123456789abcdef';
const logger = keptLogger();
const clock = movedClock();

function site(over: Partial<CloudRunAuthOptions> = {}) {
  const users = cloudRunAuth({ appId, logger, clock, ...over });
  const app = express();
  app.get('/me', users.require(), (req, res) => void res.json(req.wechat));
  app.get('/maybe', users.optional(), (req, res) => void res.json({ user: req.wechat ?? null }));
  app.use('/all', users, (req, res) => void res.json({ user: req.wechat ?? null }));
  return app;
}

/** What a call by callContainer has, by WeChat's table of headers. */
const CALL = {
  'X-WX-SOURCE': 'wx_client',
  'X-WX-APPID': appId,
  'X-WX-OPENID': 'alice',
  'X-WX-ENV': 'prod-1',
  'X-Original-Forwarded-For': '1.2.3.4',
};

describe('a call by callContainer', () => {
  it.each<[string, Record<string, string>, object]>([
    ['of a user', CALL, { openid: 'alice' }],
    ['with a unionid', { ...CALL, 'X-WX-UNIONID': 'u1' }, { openid: 'alice', unionid: 'u1' }],
    [
      'of an account that uses the environment of another',
      {
        ...CALL,
        'X-WX-APPID': 'wx1',
        'X-WX-FROM-APPID': appId,
        'X-WX-FROM-OPENID': 'bob',
        'X-WX-FROM-UNIONID': 'u2',
        'X-WX-OPENID': '',
      },
      { openid: 'bob', unionid: 'u2' },
    ],
  ])('has a user: %s', async (_, headers, user) => {
    const app = site();
    const answer = await request(app).get('/me').set(headers);
    const { status, headers: answered } = answer;
    const body: unknown = answer.body;
    expect(status).toBe(200);
    expect(body).toEqual({ ...user, scope: 'cloudrun', isSnapshot: false, since: clock.now() });
    expect(answered['cache-control']).toBe('private, no-cache');
    expect((await request(app).get('/maybe').set(headers)).body).toMatchObject({ user });
    expect((await request(app).get('/all').set(headers)).body).toMatchObject({ user });
  });

  it('has one where public access is said to be off, whatever is in between', async () => {
    const headers = { ...CALL, 'X-Forwarded-For': '10.0.0.1' };
    expect(
      (
        await request(site({ internalOnly: true }))
          .get('/me')
          .set(headers)
      ).status,
    ).toBe(200);
  });
});

describe('what is not believed', () => {
  it.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['no source', { 'X-WX-OPENID': 'alice', 'X-WX-APPID': appId }],
    ['no user', { 'X-WX-SOURCE': 'wx_client' }],
    ['an empty user', { ...CALL, 'X-WX-OPENID': '' }],
    ['two users', { ...CALL, 'X-WX-OPENID': 'alice, bob' }],
    ['a user of another account', { ...CALL, 'X-WX-APPID': 'wx1' }],
    [
      'a user of another account in this environment',
      { ...CALL, 'X-WX-FROM-APPID': 'wx1', 'X-WX-FROM-OPENID': 'bob' },
    ],
    ['what a gateway has brought', { ...CALL, 'X-Forwarded-For': '1.2.3.4' }],
    ['the same by another name', { ...CALL, Forwarded: 'for=1.2.3.4' }],
  ])('has no user: %s', async (_, headers) => {
    const app = site();
    const answer = await request(app).get('/me').set(headers);
    expect({ status: answer.status, body: answer.body as unknown }).toEqual({
      status: 401,
      body: { error: 'unauthorized' },
    });
    expect((await request(app).get('/maybe').set(headers)).body).toEqual({ user: null });
  });
});

it.each<[string, object]>([
  ['no AppID', { appId: undefined }],
  ['an empty one', { appId: '' }],
  ['a setting that is none', { secret: 'x' }],
  ['no such value', { internalOnly: 'yes' }],
])('refuses %s', (_, over) => {
  expect(() => site(over)).toThrow(expect.objectContaining({ code: 'config' }) as Error);
});
