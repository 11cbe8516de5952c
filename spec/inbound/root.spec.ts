import { closeTargets, expectRefused, expresses, startTarget } from '../support/attack';
import { checkQuery, push, textOf } from '../support/push';

afterEach(closeTargets);

describe.each(expresses)('at the root of an app of %s', (_name, express) => {
  const start = () =>
    startTarget({
      express,
      mount: (app, wx) => app.use(wx).use((req, res) => void res.send(`the app: ${req.method} ${req.path}`)),
    });
  const signed = push().query;
  const hex = 'a'.repeat(40);

  it.each([
    ['its home page', 'GET', '/'],
    ['its home page, shared in a chat', 'GET', '/?from=timeline'],
    ['its home page after signing in', 'GET', '/?code=041abc&state=x'],
    ['a health check', 'GET', '/health'],
    ['a health check of the root', 'HEAD', '/'],
    ['a form of its own', 'POST', '/'],
    ['a callback of another service', 'POST', `/pay/notify?signature=${hex}`],
    ['one at the root', 'POST', `/?signature=${hex}&timestamp=1735689662`],
    ['one with a nonce and a signature', 'POST', `/hook?nonce=1&signature=${hex}`],
    ['one that is called with GET', 'GET', `/cb?signature=${hex}&timestamp=1735689662&nonce=1`],
    ['a check without a signature', 'GET', '/?echostr=1&timestamp=1735689662&nonce=1'],
    ['parameters of other names', 'POST', '/?xsignature=1&timestamps=2&noncex=3'],
    [
      'names that begin like these',
      'POST',
      `/hook?signature-type=${hex}&timestamp-ms=1735689662&nonce-str=1&encrypt_type.v=2`,
    ],
    ['a callback of 企业微信', 'POST', `/wecom?msg_signature=${hex}&timestamp=1735689662&nonce=1`],
    ['a check of 企业微信', 'GET', `/wecom?msg_signature=${hex}&timestamp=1735689662&nonce=1&echostr=a`],
    ['another method', 'PUT', `/thing?${signed}`],
    ['a question of a browser', 'OPTIONS', `/thing?${signed}`],
  ])('%s is the app’s', async (_what, method, path) => {
    const target = await start();
    const { status, body } = await target.send({ method, path });
    expect([status, body]).toEqual([
      200,
      method === 'HEAD' ? '' : `the app: ${method} ${path.split('?')[0]}`,
    ]);
    expect(target.lines).toEqual([]);
  });

  it.each(['/', '/wechat', '/deep/below'])('a push to %s is answered, or refused', async (path) => {
    const target = await start();
    const { query, body } = push();
    const answered = await target.send({ method: 'POST', path: `${path}?${query}`, body });
    expect(textOf(answered.body, 'Content')).toBe('a reply');
    const fresh = await start();
    const forged = push({ query: { signature: hex } });
    expectRefused(fresh, await fresh.send({ method: 'POST', path: `${path}?${forged.query}`, body }), 403);
  });

  it.each(['GET', 'HEAD'])('a check with %s is answered, or refused', async (method) => {
    const target = await start();
    expect((await target.send({ method, path: `/?${checkQuery()}` })).status).toBe(200);
    expect((await target.send({ method, path: `/?${checkQuery({ signature: hex })}` })).status).toBe(403);
  });

  it.each(['nonce=1', 'nonce[]=1', 'nonce%5B0%5D=1'])('%s beside them: a push all the same', async (more) => {
    const target = await start();
    const { query, body } = push();
    const response = await target.send({ method: 'POST', path: `/?${more}&${query}`, body });
    expectRefused(target, response, 400);
  });

  it('an encrypted push that has lost its signature is not the app’s', async () => {
    const target = await start();
    const { query, body } = push({ mode: 'safe', query: { signature: undefined } });
    expectRefused(target, await target.send({ method: 'POST', path: `/?${query}`, body }), 403);
  });

  it('a repeated parameter of a push does not make it the app’s', async () => {
    const target = await start();
    const { query, body } = push();
    const response = await target.send({ method: 'POST', path: `/?${query}&nonce=1`, body });
    expectRefused(target, response, 400);
  });
});

it('at a path all that comes to it is refused, unless it is proven', async () => {
  for (const path of ['/wechat', '/wechat?from=timeline', '/wechat/']) {
    const target = await startTarget();
    expectRefused(target, await target.send({ path }), 403);
  }
});
