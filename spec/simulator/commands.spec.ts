import { appId, closeAll, files, listen, start, startWithBot } from './support';

afterEach(closeAll);

it('there is a user to start with, and a chat that is empty', async () => {
  const { state, openid, simulator } = await startWithBot();
  expect(await state()).toMatchObject({
    users: [
      { openid, name: 'Alice', follows: false, blocked: false, typing: false, windowLeft: 0, windows: [] },
    ],
    account: { appId, apiUrl: simulator.apiUrl, canEncrypt: false },
    entries: [],
    pushes: [],
    calls: [],
    codes: [],
    clock: { paused: false },
  });
});

it('what a user says is pushed, and stands in the chat with the reply', async () => {
  const { command, until, openid } = await startWithBot({}, (wx) => wx.text('hi', () => 'Hi!'));
  expect(await command({ type: 'say', content: 'hi' })).toEqual({ ok: true });
  const { entries, pushes } = await until((state) => state.entries.length === 2);
  expect(entries).toMatchObject([
    { id: 1, openid, action: { type: 'text', content: 'hi' }, pushId: pushes[0]!.id },
    { id: 2, openid, message: { MsgType: 'text', Content: 'Hi!' }, pushId: pushes[0]!.id },
  ]);
});

it('what the bot says by a call stands there with the call', async () => {
  const { command, until, openid } = await startWithBot({}, (wx) =>
    wx.text(({ api, message: { FromUserName: touser } }) =>
      api.customerMessage
        .send({ touser, msgtype: 'text', text: { content: 'Later.' } })
        .then(() => undefined),
    ),
  );
  await command({ type: 'say', content: 'hi' });
  const { entries, calls } = await until((state) => state.entries.length === 2);
  const call = calls.find(({ path }) => path === '/cgi-bin/message/custom/send');
  expect(entries[1]).toMatchObject({
    openid,
    callId: call!.id,
    message: { MsgType: 'text', Content: 'Later.', via: 'customer-service' },
  });
});

it('a bot that answers wrong gets WeChat’s notice into the chat', async () => {
  const { command, until } = await start({ url: await listen((_req, res) => res.end('hello')) });
  await command({ type: 'say', content: 'hi' });
  const { entries, pushes } = await until((state) => state.entries.length === 2);
  expect(entries[1]).toMatchObject({
    message: { MsgType: 'system', Content: '该公众号提供的服务出现故障，请稍后再试' },
  });
  expect(pushes[0]!.problem).toMatch(/neither "success", nor empty, nor a reply: "hello"/);
});

const place = { latitude: 30.25, longitude: -120.5, scale: 12, label: '西湖 & <b>', name: 'x' };

it.each([
  [
    { type: 'send', kind: 'image' },
    { MsgType: 'image', MediaId: expect.any(String) as unknown },
  ],
  [
    { type: 'send', kind: 'voice' },
    { MsgType: 'voice', Format: 'amr' },
  ],
  [{ type: 'send', kind: 'video' }, { MsgType: 'video' }],
  [{ type: 'send', kind: 'shortvideo' }, { MsgType: 'shortvideo' }],
  [
    { type: 'sendLocation', place },
    { MsgType: 'location', Location_X: 30.25, Location_Y: -120.5, Scale: 12, Label: '西湖 & <b>' },
  ],
  [
    { type: 'sendLink', title: 'T', description: '', url: 'https://example.com/?a=1&b=2' },
    { MsgType: 'link', Title: 'T', Description: '', Url: 'https://example.com/?a=1&b=2' },
  ],
  [{ type: 'follow' }, { Event: 'subscribe', EventKey: '' }],
  [
    { type: 'follow', scene: 'door' },
    { Event: 'subscribe', EventKey: 'qrscene_door' },
  ],
  [{ type: 'unfollow' }, { Event: 'unsubscribe' }],
  [
    { type: 'scan', scene: '7' },
    { Event: 'subscribe', EventKey: 'qrscene_7' },
  ],
  [
    { type: 'tapMessageMenu', id: '101', content: 'Yes' },
    { MsgType: 'text', Content: 'Yes', bizmsgmenuid: '101' },
  ],
  [
    { type: 'reportLocation', place: { latitude: 1, longitude: 2 } },
    { Event: 'LOCATION', Latitude: 1, Longitude: 2 },
  ],
  [
    { type: 'trigger', event: 'user_view_card', fields: { CardId: 'c' } },
    { Event: 'user_view_card', CardId: 'c' },
  ],
  [
    { type: 'trigger', event: 'my_own', fields: { A: 'b' } },
    { Event: 'my_own', A: 'b' },
  ],
] as const)('%j reaches the bot', async (given, message) => {
  const { command, until, received } = await startWithBot();
  await command(given);
  await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  expect(received).toMatchObject([message]);
});

it('a follower who scans raises SCAN', async () => {
  const { command, until, received } = await startWithBot();
  await command({ type: 'follow' });
  await until(({ users }) => users[0]!.follows);
  await command({ type: 'scan', scene: 'x' });
  await until(({ pushes }) => pushes[1]?.outcome !== undefined);
  expect(received).toMatchObject([{ Event: 'subscribe' }, { Event: 'SCAN', EventKey: 'x' }]);
});

it('a user subscribes to a template, and gets its notice', async () => {
  const { command, until, openid, simulator, wx } = await startWithBot();
  const templateId = simulator.simulator.api.addTemplate({
    content: '到了：{{thing1.DATA}}',
    title: '快递',
    kind: 'subscribe',
  });
  await command({ type: 'subscribe', templateId, accept: true });
  await until(({ pushes }) => pushes[0]?.outcome !== undefined);
  await wx.api.subscribeMessage.send({
    touser: openid,
    template_id: templateId,
    data: { thing1: { value: '书' } },
  });
  const { entries } = await until((state) => state.entries.length === 2);
  expect(entries[1]).toMatchObject({ title: '快递', message: { MsgType: 'subscribe', Content: '到了：书' } });
});

it('a message that names its articles only is shown with them', async () => {
  const { command, until, openid, wx, ask, upload } = await startWithBot();
  await command({ type: 'say', content: 'hi' });
  const { api } = wx;
  const cover = await api.material.add({ type: 'image', media: { data: files.png, filename: 'a.png' } });
  const article = { title: '<b>', content: 'c', digest: 'd', thumb_media_id: cover.media_id };
  const { media_id } = await api.draft.add({ articles: [article] });
  await api.customerMessage.send({ touser: openid, msgtype: 'mpnews', mpnews: { media_id } });
  const { entries } = await until((state) => state.entries.length === 2);
  const [shown] = entries[1]!.articles!;
  expect(shown).toMatchObject({ title: '<b>', digest: 'd', picture: cover.url });
  const picture = await ask(`picture?url=${encodeURIComponent(shown!.picture)}`);
  expect(Buffer.from(await picture.arrayBuffer()).equals(files.png)).toBe(true);
  expect(await upload('image', 'b.PNG', files.png)).toMatch(/^[\w-]+$/);
});

describe('files', () => {
  it.each([
    ['image', 'cat.png', files.png, 'image/png'],
    ['voice', 'hello.mp3', files.mp3, 'audio/mpeg'],
    ['video', 'walk.mp4', files.mp4, 'video/mp4'],
  ] as const)('of a user can be downloaded by the bot: %s', async (kind, filename, data, type) => {
    const { command, until, received, wx, upload, ask } = await startWithBot();
    const file = await upload(kind, filename, data);
    await command({ type: 'send', kind, file });
    await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    expect(received).toMatchObject([{ MsgType: kind, MediaId: file }]);
    const download = await wx.api.media.get(file);
    if ('video_url' in download) {
      const answer = await fetch(download.video_url);
      expect(Buffer.from(await answer.arrayBuffer()).equals(data)).toBe(true);
    } else expect(download.data.equals(data)).toBe(true);
    const shown = await ask(`media/${file}`);
    expect(shown.headers.get('content-type')).toBe(type);
    expect(Buffer.from(await shown.arrayBuffer()).equals(data)).toBe(true);
  });

  it('an image can be downloaded by its PicUrl too, without a token', async () => {
    const { command, until, received, upload } = await startWithBot();
    await command({ type: 'send', kind: 'image', file: await upload('image', 'cat.png', files.png) });
    await until(({ pushes }) => pushes[0]?.outcome !== undefined);
    const [message] = received;
    const answer = await fetch(message?.MsgType === 'image' ? message.PicUrl : '');
    expect(answer.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await answer.arrayBuffer()).equals(files.png)).toBe(true);
  });

  it('of the account are shown by their id and by the URLs of messages', async () => {
    const { ask, wx } = await startWithBot();
    const { api } = wx;
    const { media_id } = await api.media.upload('image', { data: files.png, filename: 'a.png' });
    const { url } = await api.media.uploadImg({ data: files.png, filename: 'a.png' });
    const { ticket } = await api.qrcode.createTemporary('door', 60);
    const code = api.qrcode.imageUrl(ticket);
    for (const path of [
      `media/${media_id!}`,
      `picture?url=${encodeURIComponent(url)}`,
      `picture?url=${encodeURIComponent(code)}`,
    ]) {
      const answer = await ask(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('image/png');
    }
    for (const path of ['media/no', 'picture?url=https%3A%2F%2Fexample.com%2Fa.png']) {
      const answer = await ask(path);
      expect(answer.status).toBe(204);
      expect(await answer.text()).toBe('');
    }
    for (const path of ['picture?url=x', 'picture', 'picture?url=javascript%3Aalert(1)'])
      expect((await ask(path)).status).toBe(400);
  });

  it.each([
    ['a name that says nothing', 'image', 'cat', files.png, 400, /"cat" is no image/],
    ['a name that is not true', 'image', 'cat.jpg', files.png, 400, /another kind than its name/],
    ['another type', 'voice', 'cat.png', files.png, 400, /no voice/],
    ['no type', 'file', 'cat.png', files.png, 400, /"type" must be one of/],
    ['nothing in it', 'image', 'cat.png', Buffer.alloc(0), 400, /empty/],
    ['more than 10 MB', 'image', 'cat.png', Buffer.alloc(10 * 1024 * 1024 + 1), 413, /too large/],
  ])('are not taken with %s', async (_what, type, filename, data, status, message) => {
    const { ask } = await startWithBot();
    const answer = await ask(`uploads?${new URLSearchParams({ type, filename }).toString()}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: new Uint8Array(data),
    });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({
      ok: false,
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('are not taken in another form', async () => {
    const { ask } = await startWithBot();
    const body = new FormData();
    body.set('media', new Blob([new Uint8Array(files.png)]), 'cat.png');
    const answer = await ask('uploads?type=image&filename=cat.png', { method: 'POST', body });
    expect(answer.status).toBe(400);
  });
});

describe('users', () => {
  it('can be several, side by side, each with a chat of their own', async () => {
    const { command, until, openid } = await startWithBot({}, (wx) =>
      wx.text(({ message }) => `You are ${message.FromUserName}.`),
    );
    const bob = (await command({ type: 'addUser' })).openid!;
    const carol = (await command({ type: 'addUser', name: '小红', openid: 'carol' })).openid!;
    expect(carol).toBe('carol');
    await Promise.all(
      [openid, bob, carol].map((each) => command({ type: 'say', openid: each, content: 'hi' })),
    );
    const { entries, users } = await until((state) => state.entries.length === 6);
    expect(users.map(({ name }) => name)).toEqual(['Alice', 'Bob', '小红']);
    for (const each of [openid, bob, carol])
      expect(entries.filter((entry) => entry.openid === each)).toMatchObject([
        { action: { content: 'hi' } },
        { message: { Content: `You are ${each}.` } },
      ]);
  });

  it('can be renamed, and told apart from those who are not there', async () => {
    const { command, refused, state, openid } = await startWithBot();
    await command({ type: 'renameUser', openid, name: '<script>' });
    expect((await state()).users[0]!.name).toBe('<script>');
    expect(await refused({ type: 'renameUser', openid: 'nobody', name: 'x' })).toMatchObject({ status: 404 });
    expect(await refused({ type: 'say', openid: 'nobody', content: 'x' })).toMatchObject({
      code: 'not-found',
    });
    expect(await refused({ type: 'addUser', openid })).toMatchObject({ code: 'bad-request' });
  });

  it('show what may still be sent to them, by what they did, and what waits in the mailbox of the bot', async () => {
    const box = {
      waiting: (openid: string, account: string) => Promise.resolve([`${openid} of ${account}`]),
    };
    const { command, until, wx, openid, simulator } = await startWithBot({ mailbox: box });
    await command({ type: 'say', content: 'hi' });
    await simulator.simulator.user(openid).pays();
    await wx.api.customerMessage.send({ touser: openid, msgtype: 'text', text: { content: 'x' } });
    const { users, account } = await until(({ users }) => users[0]!.mailbox !== undefined);
    expect(users[0]).toMatchObject({
      windowLeft: null,
      windows: [
        { deed: 'message', left: 4 },
        { deed: 'payment', left: null },
      ],
      mailbox: [`${openid} of ${account.originalId}`],
    });
    await command({ type: 'switch', switches: { kind: 'personal' } });
    await until(({ users: [user] }) => user!.windowLeft === 0 && user!.windows.length === 0);
  });

  it('show what the account may still do for them', async () => {
    const { command, until, wx, openid } = await startWithBot({}, (wx) =>
      wx.text('staff', () => ({ MsgType: 'transfer_customer_service' })),
    );
    await command({ type: 'say', content: 'staff' });
    expect((await until(({ users }) => users[0]!.service !== undefined)).users[0]).toMatchObject({
      service: 'waiting',
      windowLeft: 5,
      windows: [{ deed: 'message', left: 5, until: expect.any(Number) as unknown }],
      follows: true,
    });
    await wx.api.customerMessage.typing(openid, 'Typing');
    await wx.api.kfAccount.add('anna@gh', 'Anna');
    await wx.api.kfSession.create('anna@gh', openid);
    await until(({ users }) => users[0]!.service === 'served' && users[0]!.typing);
    await wx.api.blacklist.add([openid]);
    await until(({ users }) => users[0]!.blocked);
    await command({ type: 'say', content: 'unheard' });
    const { entries, pushes } = await until((state) => state.entries.at(-1)?.action?.type === 'text');
    expect(entries.at(-1)).not.toHaveProperty('pushId');
    expect(pushes.map(({ name }) => name)).toEqual(['text', 'kf_create_session']);
  });
});

it('the address is checked, and the answer shown', async () => {
  const { command, until } = await startWithBot();
  await command({ type: 'check' });
  const { account, pushes } = await until((state) => state.account.check !== undefined);
  expect(account.check).toEqual({ outcome: 'replied' });
  expect(pushes).toMatchObject([
    { kind: 'check', openid: '', deliveries: [{ query: { echostr: expect.any(String) as unknown } }] },
  ]);
});

describe('a link', () => {
  const page = (over: Record<string, string> = {}) =>
    `https://open.weixin.qq.com/connect/oauth2/authorize?${new URLSearchParams({
      appid: appId,
      redirect_uri: 'https://example.com/me?a=1',
      response_type: 'code',
      scope: 'snsapi_base',
      state: 's1',
      ...over,
    }).toString()}#wechat_redirect`;

  it('leads where it says', async () => {
    const { command } = await startWithBot();
    const url = 'https://example.com/?a=1#b';
    expect(await command({ type: 'openLink', url } as never)).toEqual({ ok: true, url });
  });

  it('to WeChat’s page for signing in leads on, with a code that says who it was', async () => {
    const { command, openid, wx } = await startWithBot();
    const { url } = await command({ type: 'openLink', url: page() } as never);
    const target = new URL(url!);
    expect(target.href).toMatch(/^https:\/\/example\.com\/me\?a=1&code=[\w-]+&state=s1$/);
    const granted = await wx.api.oauth.getAccessToken(target.searchParams.get('code')!);
    expect(granted).toMatchObject({ openid, scope: 'snsapi_base' });
  });

  it.each([
    ['another appid', { appid: 'wx0' }, /10013/],
    ['another scope', { scope: 'all' }, /10004/],
    ['a state of other letters', { state: 's&t' }, /10001/],
    ['no address', { redirect_uri: 'javascript:alert(1)' }, /10003/],
  ])('to that page with %s leads nowhere', async (_what, over, message) => {
    const { refused } = await startWithBot();
    expect(await refused({ type: 'openLink', url: page(over) })).toMatchObject({
      code: 'bad-request',
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('to that page leads nowhere for an account that may not ask', async () => {
    const { refused } = await startWithBot({ kind: 'subscription' });
    expect((await refused({ type: 'openLink', url: page() })).message).toMatch(/10005/);
  });
});

it.each([
  [{}, /"type"/],
  [{ type: 'nothing' }, /no command "nothing"/],
  [{ type: 'toString' }, /no command/],
  [{ type: 'say' }, /"content" is missing/],
  [{ type: 'say', content: 5 }, /"content" must be text/],
  [{ type: 'say', content: 'x'.repeat(20_001) }, /20000 characters/],
  [{ type: 'send', kind: 'gif' }, /"kind" must be one of/],
  [{ type: 'send', kind: 'image', file: 'no' }, /no file "no"/],
  [{ type: 'sendLocation', place: { latitude: 91, longitude: 0 } }, /from -90 to 90/],
  [{ type: 'sendLocation', place: { latitude: '1', longitude: 0 } }, /must be a number/],
  [{ type: 'sendLink', title: 't', description: 'd', url: 'javascript:alert(1)' }, /http/],
  [{ type: 'scan', scene: 'x'.repeat(65) }, /64 characters/],
  [{ type: 'subscribe', templateId: 't', accept: 'yes' }, /"accept" must be true or false/],
  [{ type: 'trigger', event: 'x', fields: [] }, /"fields" must be an object/],
  [{ type: 'tapMenu', path: [] }, /1 to 2 entries/],
  [{ type: 'tapMenu', path: [0] }, /no such button/],
  [{ type: 'addUser', openid: '../x' }, /letters, digits/],
  [{ type: 'stepClock', ms: 0 }, /from 1 to 604800000/],
  [{ type: 'switch', switches: { mode: 'loud' } }, /switches.mode/],
  [{ type: 'switch', switches: { mode: 'safe' } }, /EncodingAESKey/],
  [{ type: 'switch', switches: { networkDelay: 60_001 } }, /from 0 to 60000/],
])('%j is not taken', async (given, message) => {
  const { refused, state } = await startWithBot();
  expect(await refused(given)).toMatchObject({ message: expect.stringMatching(message) as unknown });
  expect((await state()).pushes).toEqual([]);
});

it('a body that is no JSON, or too much of it, is not taken', async () => {
  const { ask } = await startWithBot();
  const post = (body: string, type = 'application/json') =>
    ask('commands', { method: 'POST', headers: { 'Content-Type': type }, body });
  for (const [answer, status] of [
    [await post('{'), 400],
    [await post('"x"'), 400],
    [await post('{"type":"clear"}', 'text/plain'), 400],
    [await post(JSON.stringify({ type: 'say', content: 'x'.repeat(70_000) })), 413],
  ] as const) {
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ ok: false });
  }
});

it('what was shown can be forgotten, and the account keeps what it has', async () => {
  const { command, until, state, wx } = await startWithBot({}, (wx) => wx.text(() => 'Hi!'));
  await wx.api.menu.create({ button: [{ type: 'click', name: 'A', key: 'K' }] });
  await command({ type: 'say', content: 'hi' });
  await until((state) => state.entries.length === 2);
  await command({ type: 'clear' });
  expect(await state()).toMatchObject({
    entries: [],
    pushes: [],
    calls: [],
    users: [{ follows: true, menu: [{ name: 'A' }] }],
  });
});
