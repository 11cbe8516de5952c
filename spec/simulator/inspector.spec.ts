import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { appId, closeAll, encodingAESKey, listen, secrets, start, startWithBot, token } from './support';

afterEach(closeAll);

const sha1 = (...parts: string[]) => createHash('sha1').update(parts.sort().join('')).digest('hex');

describe.each(['xml', 'json'] as const)('a push in %s', (format) => {
  it('is shown in clear mode with its text, and the signature fits', async () => {
    const { command, until, openid } = await startWithBot({ format }, (wx) => wx.text(() => 'Hi!'));
    await command({ type: 'say', content: '<你好>' });
    const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    const [push] = pushes;
    expect(push).toMatchObject({
      openid,
      kind: 'message',
      name: 'text',
      from: 'user',
      mode: 'clear',
      format,
      outcome: 'replied',
      reply: { MsgType: 'text', Content: 'Hi!' },
      deliveries: [{ status: 200, cut: false, lost: false, answered: true }],
    });
    const { query, body, answer } = push!.deliveries[0]!;
    expect(body).toBe(push!.text);
    expect(body).toContain('<你好>');
    expect(answer).toContain('Hi!');
    expect(query.openid).toBe(openid);
    expect(query.signature).toBe(sha1(token, query.timestamp!, query.nonce!));
    expect(push!.deliveries[0]).not.toHaveProperty('answerText');
  });

  it.each(['compatible', 'safe'] as const)('is shown in %s mode as it went, and opened', async (mode) => {
    const { command, until } = await startWithBot({ format, mode, encodingAESKey }, (wx) =>
      wx.text(() => 'Hi!'),
    );
    await command({ type: 'say', content: 'secret' });
    const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    const { text, deliveries, reply } = pushes[0]!;
    const { query, body, answer, answerText } = deliveries[0]!;
    expect(text).toContain('secret');
    expect(body.includes('secret')).toBe(mode === 'compatible');
    expect(query.encrypt_type).toBe('aes');
    const encrypted = /Encrypt(?:><!\[CDATA\[|":")([^"\]]+)/.exec(body)![1]!;
    expect(query.msg_signature).toBe(sha1(token, query.timestamp!, query.nonce!, encrypted));
    expect(answer).not.toContain('Hi!');
    expect(answerText).toContain('Hi!');
    expect(reply).toEqual({ MsgType: 'text', Content: 'Hi!' });
  });
});

it('three deliveries are a timeline: two cut after 5 s, the third answered', async () => {
  let over: (() => void) | undefined;
  const { command, until } = await startWithBot({}, (wx) =>
    wx.text(async () => {
      await new Promise<void>((resolve) => (over = resolve));
      return 'At last.';
    }),
  );
  await command({ type: 'say', content: 'slow' });
  await until(() => over !== undefined);
  await command({ type: 'pauseClock' });
  await command({ type: 'stepClock', ms: 5000 });
  await until(({ pushes }) => pushes[0]!.deliveries.length === 2);
  await command({ type: 'stepClock', ms: 5000 });
  await until(({ pushes }) => pushes[0]!.deliveries.length === 3);
  await command({ type: 'stepClock', ms: 1000 });
  over!();
  const { pushes, entries } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  const [first, second, third] = pushes[0]!.deliveries;
  expect(first).toMatchObject({ cut: true, answered: false, answer: '' });
  expect(first).not.toHaveProperty('status');
  expect(second).toMatchObject({ cut: true, answered: false });
  expect(third).toMatchObject({ cut: false, answered: true, status: 200 });
  expect(first!.end! - first!.start).toBeGreaterThanOrEqual(4999);
  // What passed between the saying and the pause is in it as well.
  expect(first!.end! - first!.start).toBeLessThanOrEqual(5100);
  expect(second!.start).toBeGreaterThanOrEqual(first!.end!);
  expect(third!.start).toBeGreaterThanOrEqual(second!.end!);
  expect(entries).toHaveLength(2);
});

it('three deliveries that nobody answers end in the notice, with the reason', async () => {
  const { command, until } = await start({ url: await listen(() => undefined) });
  await command({ type: 'say', content: 'hi' });
  for (let i = 1; i <= 3; i++) {
    await until(({ pushes }) => pushes[0]?.deliveries.length === i);
    await command({ type: 'stepClock', ms: 5000 });
  }
  const { pushes, entries } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  expect(pushes[0]).toMatchObject({
    outcome: 'service-unavailable',
    problem: 'There was no answer within 5 s, 3 times.',
    deliveries: [{ cut: true }, { cut: true }, { cut: true, answered: false }],
  });
  expect(entries[1]).toMatchObject({ message: { MsgType: 'system' } });
});

it('a bot that is not there is said so', async () => {
  const url = await listen(() => undefined);
  await closeAll();
  const { command, until } = await start({ url });
  await command({ type: 'say', content: 'hi' });
  const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  expect(pushes[0]).toMatchObject({
    problem: `The app cannot be reached. Nobody listens at ${new URL(url).host} (ECONNREFUSED): does it run, and is its address right?`,
    deliveries: [{ failure: 'ECONNREFUSED', cut: false, answered: false }],
  });
});

it('an answer that nobody could read is shown in part', async () => {
  const { command, until } = await start({
    url: await listen((_req, res) => res.end('<script>'.repeat(10_000))),
  });
  await command({ type: 'say', content: 'hi' });
  const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  expect(pushes[0]!.deliveries[0]!.answer).toHaveLength(20_001);
  expect(pushes[0]!.problem!.length).toBeLessThan(20_002);
});

describe('a call', () => {
  it('is shown with the state of its token, its code, rid and time, without credentials', async () => {
    const { until, wx, openid, simulator } = await startWithBot();
    await wx.api.tag.create('VIP');
    await wx.api.user.getInfo('nobody').catch(() => undefined);
    simulator.simulator.api.revokeToken();
    await wx.api.tag.getList();
    await fetch(`${simulator.apiUrl}/cgi-bin/tags/get?access_token=x`);
    await fetch(`${simulator.apiUrl}/cgi-bin/tags/get`);
    await simulator.simulator.clock.advance(3 * 3_600_000);
    const { calls, entries } = await until(
      ({ calls }) => calls.length >= 7 && calls.every(({ ms }) => ms !== undefined),
    );
    expect(openid).not.toBe('nobody');
    expect(entries).toEqual([]);
    const [token, create, info, revoked] = calls;
    expect(token).toMatchObject({
      path: '/cgi-bin/stable_token',
      token: 'none',
      answer: { expires_in: 7200 },
    });
    expect(create).not.toHaveProperty('hint');
    expect(create).toMatchObject({
      method: 'POST',
      path: '/cgi-bin/tags/create',
      body: { tag: { name: 'VIP' } },
      token: 'good',
      status: 200,
      errcode: 0,
      answer: { tag: { id: 100, name: 'VIP' } },
    });
    expect(info).toMatchObject({
      query: { openid: 'nobody' },
      errcode: 40003,
      rid: expect.any(String) as unknown,
    });
    expect(info!.hint?.en).toContain('openid');
    expect(info!.hint?.zh).toContain('不属于该公众号');
    expect(JSON.stringify(info!.answer)).toContain(info!.rid);
    expect(revoked).toMatchObject({ token: 'replaced', errcode: 40001 });
    expect(calls.slice(-2)).toMatchObject([
      { token: 'unknown', errcode: 40001 },
      { token: 'none', errcode: 41001 },
    ]);
    const all = JSON.stringify(calls);
    expect(all).not.toContain('access_token"');
    for (const secret of secrets) expect(all).not.toContain(secret);
  });

  it('that has an old token is shown as expired', async () => {
    const { until, command, simulator } = await startWithBot();
    const { apiUrl } = simulator;
    const credentials = new URLSearchParams({ grant_type: 'client_credential', appid: appId, secret: 's' });
    const answer = await fetch(`${apiUrl}/cgi-bin/token?${credentials.toString()}`);
    const { access_token } = (await answer.json()) as { access_token: string };
    const call = () => fetch(`${apiUrl}/cgi-bin/tags/get?access_token=${access_token}`);
    await call();
    await command({ type: 'stepClock', ms: 2 * 3_600_000 + 1 });
    await call();
    const { calls } = await until((state) => state.calls.length === 3);
    expect(calls.map(({ token }) => token)).toEqual(['none', 'good', 'expired']);
    expect(JSON.stringify(calls)).not.toContain(access_token);
  });

  it('shows what was downloaded by its size, and what it set off as a push from WeChat', async () => {
    const { command, until, wx, openid, simulator } = await startWithBot();
    await command({ type: 'follow' });
    await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    const { ticket } = await wx.api.qrcode.createTemporary('door', 60);
    await wx.api.qrcode.show(ticket);
    const template_id = simulator.simulator.api.addTemplate({ content: '{{a.DATA}}', title: 'T' });
    await wx.api.templateMessage.send({ touser: openid, template_id, data: { a: { value: 'x' } } });
    const { calls, pushes, codes, entries } = await until(({ pushes }) => pushes[1]?.outcome !== undefined);
    expect(calls.find(({ path }) => path === '/cgi-bin/showqrcode')!.answer).toMatchObject({
      type: 'image/png',
    });
    expect(pushes[1]).toMatchObject({ kind: 'event', name: 'TEMPLATESENDJOBFINISH', from: 'wechat', openid });
    expect(codes).toMatchObject([{ ticket, scene: 'door', expiresAt: expect.any(Number) as unknown }]);
    expect(entries.at(-1)).toMatchObject({ title: 'T', message: { MsgType: 'template', Content: 'x' } });
    await command({ type: 'stepClock', ms: 60_000 });
    await until((state) => state.codes.length === 0);
  });
});

describe('copied as curl', () => {
  const folder = mkdtempSync(join(tmpdir(), 'offiaccount-curl-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  // Says what it was called with.
  const shim = `#!${process.execPath}\nprocess.stdout.write(JSON.stringify(process.argv.slice(2)));`;
  writeFileSync(join(folder, 'curl'), shim);
  chmodSync(join(folder, 'curl'), 0o755);

  it('a delivery can be sent again from a shell, whatever is in it', async () => {
    const { command, until, received } = await startWithBot({}, (wx) => wx.text(() => 'Hi!'));
    const content = `it's "$(touch x)" \`a\` \\ !\n]]> & <b>`;
    await command({ type: 'say', content });
    const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', pushes[0]!.deliveries[0]!.curl], {
      env: { PATH: folder },
    });
    const [, url, , header, , body] = JSON.parse(stdout) as string[];
    const [name, value] = header!.split(': ') as [string, string];
    const answer = await fetch(url!, { method: 'POST', headers: { [name]: value }, body: body! });
    expect(answer.status).toBe(200);
    expect(received[0]).toMatchObject({ Content: content });
  });

  it('the check of the address, too', async () => {
    const { command, until } = await startWithBot();
    await command({ type: 'check' });
    const { pushes } = await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    const { curl, query } = pushes[0]!.deliveries[0]!;
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', curl], { env: { PATH: folder } });
    const [, url] = JSON.parse(stdout) as string[];
    expect(await (await fetch(url!)).text()).toBe(query.echostr);
  });

  it('has no password of the bot’s address', async () => {
    const url = (await listen((_req, res) => res.end())).replace('//', '//me:hidden@');
    const { command, until, state } = await start({ url: `${url}/hook?key=alsoHidden` });
    await command({ type: 'say', content: 'hi' });
    await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    expect(JSON.stringify(await state())).not.toContain('me:hidden');
    expect((await state()).account.urls).toEqual([url.replace('me:hidden@', '') + '/hook']);
  });
});

it.each(['clear', 'safe'] as const)('nothing that the page gets holds a secret, in %s mode', async (mode) => {
  const { command, until, ask, wx } = await startWithBot(
    { mode, encodingAESKey, appSecret: secrets[2]! },
    (wx) => wx.text(() => 'Hi!'),
  );
  await command({ type: 'say', content: 'hi' });
  await command({ type: 'check' });
  await wx.api.tag.getList();
  await until(({ account, entries }) => account.check !== undefined && entries.length === 2);
  for (const path of ['state', 'save', 'save?as=jest']) {
    const text = await (await ask(path)).text();
    for (const secret of secrets) expect(text).not.toContain(secret);
  }
});
