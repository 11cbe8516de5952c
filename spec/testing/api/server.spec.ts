import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { appSecret, closeAll, connect, credentials, files, matching, play } from './support';

afterEach(closeAll);

describe('the API over HTTP', () => {
  it('has one address, on this machine', async () => {
    const { api, origin } = await connect();
    expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(await api.url()).toBe(origin);
  });

  it('is not there before it is asked for, nor after the simulator is closed', async () => {
    const simulator = play(() => undefined);
    await simulator.close();
    const { simulator: other, request } = await connect();
    await other.close();
    await expect(request('/cgi-bin/tags/get')).rejects.toThrow();
    await expect(simulator.api.url()).rejects.toThrow('closed');
  });

  it('refuses chunked bodies with 412, as the gateway does', async () => {
    const { origin, api } = await connect();
    const sent = httpRequest(`${origin}/cgi-bin/stable_token`, { method: 'POST' });
    sent.write('{');
    sent.end('}');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    expect(response.statusCode).toBe(412);
    expect(response.headers['content-type']).toBe('text/html');
    expect(api.calls.at(-1)).toMatchObject({ path: '/cgi-bin/stable_token', status: 412 });
  });

  it('refuses bodies above anything WeChat takes', async () => {
    const { request } = await connect();
    const response = await request('/cgi-bin/media/upload', {
      method: 'POST',
      body: Buffer.alloc(21 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  });

  it.each([
    ['a path that is not played', 'POST', '/cv/ocr/platenum', 40066, /does not play "\/cv\/ocr\/platenum"/],
    ['POST where it is GET', 'POST', '/cgi-bin/tags/get', 43001, /GET/],
    ['GET where it is POST', 'GET', '/cgi-bin/tags/create', 43002, /POST/],
  ])('says what is wrong with %s', async (_what, method, path, errcode, errmsg) => {
    const { request } = await connect();
    const response = await request(path, { method });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ errcode, errmsg: matching(errmsg) });
  });

  it.each([
    ['empty', '', 44002],
    ['not JSON', '{"tag"', 47001],
    ['a list', '[]', 47001],
    ['with escaped characters', String.raw`{"tag":{"name":"\u4f60"}}`, 40033],
    ['without a field', '{"tag":{}}', 40035],
    ['with a field of another type', '{"tag":{"name":5}}', 47001],
    ['with another thing in place of an object', '{"tag":"VIP"}', 47001],
    ['with null', '{"tag":null}', 40035],
  ])('says what is wrong with a body: %s', async (_what, body, errcode) => {
    const { post } = await connect();
    expect(await post('/cgi-bin/tags/create', body)).toMatchObject({ errcode });
  });

  it('names the field', async () => {
    const { post } = await connect();
    expect(await post('/cgi-bin/tags/create', { tag: {} })).toMatchObject({
      errmsg: matching(/^invalid parameter, "tag\.name" is missing rid: /),
    });
  });

  it('takes control characters as JSON has them, and writes raw UTF-8', async () => {
    const { post, text } = await connect();
    expect(await post('/cgi-bin/tags/create', { tag: { name: '你好\n\u0001' } })).toMatchObject({
      tag: { id: 100, name: '你好\n\u0001' },
    });
    expect(await text('/cgi-bin/tags/get')).toContain('"name":"你好\\n\\u0001"');
  });

  it('looks up what failed by its rid, for a week', async () => {
    const { post, simulator, renew } = await connect();
    const { errmsg } = await post('/cgi-bin/tags/create', { tag: {} });
    const rid = String(errmsg).split('rid: ')[1];
    expect(await post('/cgi-bin/openapi/rid/get', { rid })).toMatchObject({
      request: {
        request_url: '/cgi-bin/tags/create?',
        request_body: '{"tag":{}}',
        response_body: matching(/40035/),
      },
    });
    await simulator.clock.advance(7 * 86_400_000);
    renew();
    expect(await post('/cgi-bin/openapi/rid/get', { rid })).toMatchObject({ errcode: 76003 });
  });
});

describe('calls', () => {
  it('are kept in order, with what was answered and without secrets', async () => {
    const { api, post, request, upload, simulator } = await connect();
    const before = simulator.clock.now();
    await post('/cgi-bin/comment/open?x=1', '{"msg_data_id":2435443093041594368}');
    await upload('/cgi-bin/media/upload?type=image', '图.png', files.png, { note: 'a' });
    await request(
      `/sns/oauth2/access_token?${new URLSearchParams({ ...credentials, code: 'c0de' }).toString()}`,
    );
    expect(api.calls).toEqual([
      {
        method: 'POST',
        path: '/cgi-bin/stable_token',
        query: {},
        body: { grant_type: 'client_credential', appid: credentials.appid },
        at: expect.any(Number) as unknown,
        token: 'none',
        ip: '127.0.0.1',
        status: 200,
        errcode: 0,
      },
      expect.objectContaining({
        path: '/cgi-bin/comment/open',
        query: { x: '1' },
        body: { msg_data_id: '2435443093041594368' },
        token: 'good',
        errcode: 88001,
        rid: matching(/^[\da-f-]+$/),
      }),
      expect.objectContaining({
        query: { type: 'image' },
        body: { media: { filename: '图.png', type: 'application/octet-stream', size: 10 }, note: 'a' },
      }),
      expect.objectContaining({
        method: 'GET',
        query: { grant_type: 'client_credential', appid: credentials.appid },
        errcode: 40002,
      }),
    ]);
    expect(api.calls[1]!.at).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(api.calls)).not.toContain(appSecret);
    expect(JSON.stringify(api.calls)).not.toContain('c0de');
  });

  it('are kept without large bodies, and not for ever', async () => {
    const { api, post } = await connect();
    await post('/cgi-bin/tags/create', { tag: { name: 'x'.repeat(100_001) } });
    expect(api.calls[1]!.body).toMatch(/^\(1000\d\d bytes\)$/);
    const { signal } = new AbortController();
    const one = { method: 'GET', url: 'https://api.weixin.qq.com/cgi-bin/x', headers: {}, signal } as const;
    for (let i = 0; i < 1000; i++) await api.transport(one);
    expect(api.calls).toHaveLength(1000);
    expect(new Set(api.calls.map(({ path }) => path))).toEqual(new Set(['/cgi-bin/x']));
  });
});

describe('the transport', () => {
  it('does the same within the process, for any of the hosts', async () => {
    const { api, stableToken } = await connect();
    const { access_token } = await stableToken();
    const { signal } = new AbortController();
    const response = await api.transport({
      method: 'POST',
      url: `https://sh.api.weixin.qq.com/cgi-bin/tags/create?access_token=${access_token}`,
      headers: { 'Content-Type': 'application/json' },
      body: Buffer.from('{"tag":{"name":"VIP"}}'),
      signal,
    });
    expect(response).toEqual({
      status: 200,
      headers: { 'content-type': 'application/json; encoding=utf-8', 'content-length': '31' },
      body: Buffer.from('{"tag":{"id":100,"name":"VIP"}}'),
    });
    expect(api.calls.at(-1)).toMatchObject({ path: '/cgi-bin/tags/create', errcode: 0 });
  });

  it('does nothing when the caller has given up, or the simulator is closed', async () => {
    const { api, simulator } = await connect();
    const one = { method: 'GET', url: 'https://api.weixin.qq.com/cgi-bin/x', headers: {} } as const;
    await expect(api.transport({ ...one, signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
    await simulator.close();
    await expect(api.transport({ ...one, signal: new AbortController().signal })).rejects.toThrow();
    expect(api.calls).toEqual([]);
  });
});

it('an API that was not closed does not keep a process alive, whatever hangs', () => {
  const script = `
    const { simulate } = require('./lib/testing/index.ts');
    const { api } = simulate(() => undefined, { token: 'a' });
    api.fail('/hang', 'hang');
    void (async () => {
      const origin = await api.url();
      fetch(origin + '/hang', { signal: AbortSignal.timeout(100) }).catch(() => undefined);
      const { errcode } = await (await fetch(origin + '/cgi-bin/tags/get')).json();
      console.log(errcode);
    })();
  `;
  const { stdout, status } = spawnSync(process.execPath, ['--import', 'tsx', '-e', script], {
    cwd: join(__dirname, '../../..'),
    encoding: 'utf8',
    timeout: 20_000,
  });
  expect({ stdout, status }).toEqual({ stdout: '41001\n', status: 0 });
}, 30_000);
