import { closeAll, files, listen, start, startWithBot } from './support';

afterEach(closeAll);

it('of each chat the last 500 things are kept, of pushes 200 and of calls 500, the oldest are dropped', async () => {
  const { command, until, simulator, openid } = await startWithBot({}, (wx) => wx.text(() => 'Hi!'));
  const { api, clock } = simulator.simulator;
  const bob = (await command({ type: 'addUser' })).openid!;
  await command({ type: 'say', openid: bob, content: 'I am here.' });
  await until(({ entries }) => entries.length === 2);
  for (let i = 0; i < 260; i++) {
    await command({ type: 'say', content: `${i}` });
    if (i % 20 === 19) await until(({ pushes }) => pushes.every(({ outcome }) => outcome !== undefined));
  }
  const { signal } = new AbortController();
  for (let i = 0; i < 510; i++) {
    const url = `https://api.weixin.qq.com/cgi-bin/x${i}`;
    await api.transport({ method: 'GET', url, headers: {}, signal });
  }
  const { entries, pushes, calls } = await until(
    (state) =>
      state.calls.at(-1)?.path === '/cgi-bin/x509' &&
      state.pushes.every(({ outcome }) => outcome !== undefined),
  );
  expect(clock.now()).toBeGreaterThan(0);
  const mine = entries.filter((entry) => entry.openid === openid);
  expect(mine).toHaveLength(500);
  expect(mine.filter(({ action }) => action !== undefined).at(-1)).toMatchObject({
    action: { content: '259' },
  });
  expect(entries.filter((entry) => entry.openid === bob)).toHaveLength(2);
  expect(pushes).toHaveLength(200);
  expect(calls).toHaveLength(500);
  for (const list of [entries, pushes, calls])
    expect(list.map(({ id }) => id)).toEqual(list.map(({ id }) => id).sort((a, b) => a - b));
}, 60_000);

it('there are at most 50 users', async () => {
  const { command, refused, state } = await start({ url: await listen((_req, res) => res.end()) });
  for (let i = 1; i < 50; i++) await command({ type: 'addUser' });
  expect(await refused({ type: 'addUser' })).toMatchObject({ code: 'busy', status: 429 });
  const { users } = await state();
  expect(users).toHaveLength(50);
  expect(users.at(-1)!.name).toBe('User 50');
});

it('there are at most 100 pushes on their way', async () => {
  const { command, refused } = await start({ url: await listen(() => undefined) });
  for (let i = 0; i < 100; i++) await command({ type: 'say', content: 'hi' });
  expect(await refused({ type: 'say', content: 'hi' })).toMatchObject({ code: 'busy' });
});

it('the newest 50 codes are shown', async () => {
  const { wx, state } = await startWithBot();
  for (let i = 1; i <= 52; i++) await wx.api.qrcode.createPermanent(`s${i}`);
  const { codes } = await state();
  expect(codes).toHaveLength(50);
  expect(codes.at(-1)).toMatchObject({ scene: 's52' });
  expect(codes[0]).not.toHaveProperty('expiresAt');
});

it('a message that nobody could read is only named, and a large body is cut', async () => {
  const { command, until, wx, openid: touser } = await startWithBot();
  await command({ type: 'say', content: 'hi' });
  await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  const list = Array.from({ length: 2000 }, (_, i) => ({ id: `${i}`, content: 'x'.repeat(30) }));
  const msgmenu = { head_content: 'h', list, tail_content: 't' };
  await wx.api.customerMessage.send({ touser, msgtype: 'msgmenu', msgmenu });
  const { entries, calls } = await until((state) => state.entries.length === 2);
  expect(entries[1]!.message).toMatchObject({
    Content: expect.stringMatching(/^\(msgmenu: \d+ characters\)$/) as unknown,
  });
  const { body } = calls.at(-1)!;
  expect(typeof body).toBe('string');
  expect((body as string).length).toBeLessThan(20_002);
});

it('files of users are kept until there are too many of them', async () => {
  const { upload, ask } = await start({ url: await listen((_req, res) => res.end()) });
  const large = Buffer.concat([files.png, Buffer.alloc(10 * 1024 * 1024 - files.png.length)]);
  const first = await upload('image', 'a.png', files.png);
  for (let i = 0; i < 13; i++) await upload('image', 'b.png', large);
  expect((await ask(`media/${first}`)).status).toBe(204);
}, 60_000);
