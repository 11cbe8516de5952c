import { closeAll, connect, files, matching } from './support';

afterEach(closeAll);

const SEND = '/cgi-bin/message/custom/send';
const TYPING = '/cgi-bin/message/custom/typing';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const OK = { errcode: 0, errmsg: 'ok' };
const text = (touser = 'alice', content = 'Hi!') => ({ touser, msgtype: 'text', text: { content } });
type World = Awaited<ReturnType<typeof connect>>;

/** A user who has just written. */
async function talking() {
  const world = await connect();
  const alice = world.simulator.user('alice');
  await alice.says('hi');
  const image = await world.upload('/cgi-bin/media/upload?type=image', 'a.png', files.png);
  const voice = await world.upload('/cgi-bin/media/upload?type=voice', 'a.amr', files.amr);
  const video = await world.upload('/cgi-bin/media/upload?type=video', 'a.mp4', files.mp4);
  const thumb = await world.upload('/cgi-bin/material/add_material?type=thumb', 'a.jpg', files.jpg);
  const ids = [image, voice, video, thumb].map(({ media_id }) => String(media_id));
  const fill = (body: object): object =>
    JSON.parse(
      JSON.stringify(body).replace(/\$(\d)/g, (_all, index: string) => ids[Number(index)]!),
    ) as object;
  const send = (fields: object) => world.post(SEND, fill({ touser: 'alice', ...fields }));
  return { ...world, alice, send, fill };
}

describe('a customer-service message', () => {
  it.each([
    [
      { msgtype: 'text', text: { content: '你好\n' } },
      { MsgType: 'text', Content: '你好\n' },
    ],
    [
      { msgtype: 'image', image: { media_id: '$0' } },
      { MsgType: 'image', Image: { MediaId: '$0' } },
    ],
    [
      { msgtype: 'voice', voice: { media_id: '$1' } },
      { MsgType: 'voice', Voice: { MediaId: '$1' } },
    ],
    [
      { msgtype: 'video', video: { media_id: '$2', thumb_media_id: '$3', title: 'T', description: 'D' } },
      { MsgType: 'video', Video: { MediaId: '$2', Title: 'T', Description: 'D' } },
    ],
    [
      { msgtype: 'video', video: { media_id: '$2' } },
      { MsgType: 'video', Video: { MediaId: '$2' } },
    ],
    [
      {
        msgtype: 'music',
        music: { thumb_media_id: '$3', musicurl: 'http://m', hqmusicurl: 'http://h', title: 'T' },
      },
      {
        MsgType: 'music',
        Music: { Title: 'T', MusicUrl: 'http://m', HQMusicUrl: 'http://h', ThumbMediaId: '$3' },
      },
    ],
    [
      {
        msgtype: 'news',
        news: { articles: [{ title: 'T', description: 'D', url: 'http://a', picurl: '' }] },
      },
      {
        MsgType: 'news',
        ArticleCount: 1,
        Articles: { item: [{ Title: 'T', Description: 'D', PicUrl: '', Url: 'http://a' }] },
      },
    ],
    [
      {
        msgtype: 'msgmenu',
        msgmenu: { head_content: 'Well?', list: [{ id: '1', content: 'Yes' }], tail_content: '.' },
      },
      {
        MsgType: 'msgmenu',
        msgmenu: { head_content: 'Well?', list: [{ id: '1', content: 'Yes' }], tail_content: '.' },
      },
    ],
    [
      { msgtype: 'mpnewsarticle', mpnewsarticle: { article_id: 'a1' } },
      { MsgType: 'mpnewsarticle', mpnewsarticle: { article_id: 'a1' } },
    ],
    [
      { msgtype: 'miniprogrampage', miniprogrampage: { title: 'T', appid: 'wx1', pagepath: 'a/b' } },
      { MsgType: 'miniprogrampage', miniprogrampage: { title: 'T', appid: 'wx1', pagepath: 'a/b' } },
    ],
  ])('reaches the user, and reads like a reply: %j', async (sent, seen) => {
    const { alice, send, fill } = await talking();
    expect(await send(sent)).toEqual(OK);
    expect(alice.sees()).toEqual([{ ...fill(seen), via: 'customer-service' }]);
  });

  it('comes in order with the replies', async () => {
    const { wx, simulator, post } = await connect();
    wx.text(({ message }) => `You said ${message.Content}.`);
    const alice = simulator.user('alice');
    await alice.says('a');
    await post(SEND, text());
    await alice.says('b');
    expect(alice.sees().map((message) => 'Content' in message && message.Content)).toEqual([
      'You said a.',
      'Hi!',
      'You said b.',
    ]);
  });

  it('can be from a member of the staff', async () => {
    const { alice, send, post } = await talking();
    await post('/customservice/kfaccount/add', { kf_account: 'anna@shop', nickname: 'Anna' });
    const from = (kf_account: string) => ({ ...text(), customservice: { kf_account } });
    expect(await send(from('anna@shop'))).toEqual(OK);
    expect(alice.sees()).toMatchObject([{ KfAccount: 'anna@shop' }]);
    expect(await send(from('bert@shop'))).toMatchObject({ errcode: 65401 });
  });

  it.each<[string, object, number]>([
    ['to nobody', { ...text(), touser: undefined }, 40003],
    ['to a stranger', text('nobody'), 40003],
    ['of another type', { msgtype: 'sms', sms: {} }, 40008],
    ['of a type for many', { msgtype: 'mpvideo', mpvideo: { media_id: 'x' } }, 40008],
    ['without a type', { msgtype: undefined }, 40035],
    ['without its content', { msgtype: 'text' }, 40035],
    ['with text for its content', { msgtype: 'text', text: 'Hi' }, 47001],
    ['with an empty text', text('alice', ''), 44004],
    ['with a text of 2,049 bytes', text('alice', 'x'.repeat(2049)), 45002],
    ['with a media that is not there', { msgtype: 'image', image: { media_id: 'x' } }, 40007],
    ['with a media of another type', { msgtype: 'image', image: { media_id: '$1' } }, 40007],
    [
      'with a thumb that is not there',
      { msgtype: 'video', video: { media_id: '$2', thumb_media_id: 'x' } },
      40007,
    ],
    ['with music without a thumb', { msgtype: 'music', music: { musicurl: 'http://m' } }, 40035],
    ['with no article', { msgtype: 'news', news: { articles: [] } }, 40035],
    ['with an article without an address', { msgtype: 'news', news: { articles: [{ title: 'T' }] } }, 40035],
    [
      'with two articles',
      { msgtype: 'news', news: { articles: [1, 2].map(() => ({ title: 'T', url: 'http://a' })) } },
      45008,
    ],
    ['with a list that is none', { msgtype: 'msgmenu', msgmenu: { list: {} } }, 47001],
  ])('is refused: %s', async (_what, fields, errcode) => {
    const { alice, send } = await talking();
    expect(await send(fields)).toMatchObject({ errcode });
    expect(alice.sees()).toEqual([]);
  });

  it('carries what the app is late with', async () => {
    const world = await connect();
    const { wx, simulator, api } = world;
    expect(wx.stats()).toBeDefined();
    const alice = simulator.user('alice');
    wx.text(async (ctx) => {
      await simulator.clock.sleep(1000);
      await world.post(SEND, text(ctx.openid, 'later'));
    });
    const said = alice.says('hi');
    await simulator.clock.advance(2000);
    await said;
    expect(alice.sees()).toMatchObject([{ Content: 'later', via: 'customer-service' }]);
    expect(api.calls.at(-1)).toMatchObject({ path: SEND, body: text('alice', 'later'), errcode: 0 });
  });
});

describe('how many may be sent', () => {
  const code = async ({ post }: World) => (await post(SEND, text())).errcode;
  const codes = async (world: World, count: number) => {
    const all: unknown[] = [];
    for (let i = 0; i < count; i++) all.push(await code(world));
    return all;
  };
  const alice = ({ simulator }: World) => simulator.user('alice');

  it.each<[string, (world: World) => Promise<unknown>, number, number]>([
    ['a message', (world) => alice(world).says('hi'), 5, 48 * HOUR],
    ['a picture', (world) => alice(world).sends('image'), 5, 48 * HOUR],
    ['following', (world) => alice(world).follows(), 3, MINUTE],
    ['following by a code', (world) => alice(world).scans('a'), 3, MINUTE],
    ['a menu button', (world) => alice(world).clicks('KEY'), 3, MINUTE],
    ['a scan from the menu', (world) => alice(world).triggers('scancode_waitmsg'), 3, MINUTE],
    ['an entry of a menu message', (world) => alice(world).sends('text', { bizmsgmenuid: '1' }), 3, MINUTE],
  ])('depends on what the user did: %s', async (_what, act, count, ms) => {
    const world = await connect();
    await act(world);
    expect(await codes(world, count + 1)).toEqual([...Array.from({ length: count }, () => 0), 45047]);
    await act(world);
    expect(await code(world)).toBe(0);
    await world.simulator.clock.advance(ms);
    world.renew();
    expect(await code(world)).toBe(45015);
  });

  it.each<[string, (world: World) => Promise<unknown>]>([
    ['nothing', async (world) => alice(world)],
    ['a tap on a link', (world) => alice(world).triggers('VIEW')],
    [
      'leaving',
      async (world) => {
        await alice(world).says('hi');
        await alice(world).unfollows();
      },
    ],
  ])('is nothing after %s', async (_what, act) => {
    const world = await connect();
    await act(world);
    expect(await code(world)).toBe(45015);
  });

  it('adds up, and the short ones are used first', async () => {
    const world = await connect();
    await alice(world).says('hi');
    await alice(world).clicks('KEY');
    expect(await codes(world, 3)).toEqual([0, 0, 0]);
    await world.simulator.clock.advance(MINUTE);
    expect(await codes(world, 6)).toEqual([0, 0, 0, 0, 0, 45047]);
  });

  it('is not used up by what is refused', async () => {
    const world = await connect();
    await alice(world).clicks('KEY');
    await world.post(SEND, text('alice', ''));
    expect(await codes(world, 4)).toEqual([0, 0, 0, 45047]);
  });
});

describe('typing', () => {
  it('is shown for 15 seconds, within 30 of a message', async () => {
    const { simulator, post } = await connect();
    const typing = async (command = 'Typing') => (await post(TYPING, { touser: 'alice', command })).errcode;
    const alice = simulator.user('alice');
    expect(await typing()).toBe(45080);
    await alice.says('hi');
    expect(await typing()).toBe(0);
    expect(await typing()).toBe(45081);
    expect(await typing('CancelTyping')).toBe(0);
    expect(await typing()).toBe(0);
    await simulator.clock.advance(15_000);
    expect(await typing()).toBe(0);
    await post(SEND, text());
    expect(await typing()).toBe(0);
    await simulator.clock.advance(31_000);
    expect(await typing()).toBe(45080);
    expect(await typing('Sleeping')).toBe(45072);
    expect(alice.sees()).toHaveLength(1);
  });
});

describe('the staff', () => {
  it('is added, changed, listed and removed', async () => {
    const { post, get, upload } = await connect();
    const kf_account = 'anna@shop';
    expect(await post('/customservice/kfaccount/add', { kf_account, nickname: 'Anna' })).toEqual(OK);
    expect(await post('/customservice/kfaccount/update', { kf_account, nickname: 'Ann' })).toEqual(OK);
    expect(await post('/customservice/kfaccount/inviteworker', { kf_account, invite_wx: 'ann' })).toEqual(OK);
    const head = `/customservice/kfaccount/uploadheadimg?kf_account=${kf_account}`;
    expect(await upload(head, 'a.jpg', files.jpg)).toEqual(OK);
    expect(await upload(head, 'a.gif', files.jpg)).toMatchObject({ errcode: 40005 });
    expect(await get('/cgi-bin/customservice/getkflist')).toMatchObject({
      kf_list: [{ kf_account, kf_nick: 'Ann', kf_wx: 'ann', kf_headimgurl: matching(/size=10$/) }],
    });
    expect(await get('/cgi-bin/customservice/getonlinekflist')).toMatchObject({
      kf_online_list: [{ kf_account, status: 1, accepted_case: 0 }],
    });
    expect(await post('/customservice/kfaccount/del', { kf_account })).toEqual(OK);
    expect(await post('/customservice/kfaccount/del', { kf_account })).toMatchObject({ errcode: 65401 });
  });

  it.each([
    ['a name without an account', 'anna', 'Anna', 65404],
    ['a long name', 'annaannaanna@shop', 'Anna', 61454],
    ['a name that is there', 'bert@shop', 'Bert', 65406],
    ['a long nickname', 'anna@shop', 'x'.repeat(17), 65403],
  ])('is refused: %s', async (_what, kf_account, nickname, errcode) => {
    const { post } = await connect();
    await post('/customservice/kfaccount/add', { kf_account: 'bert@shop', nickname: 'Bert' });
    expect(await post('/customservice/kfaccount/add', { kf_account, nickname })).toMatchObject({ errcode });
  });

  it('has at most 100 members', async () => {
    const { post } = await connect();
    const add = (i: number) =>
      post('/customservice/kfaccount/add', { kf_account: `k${i}@shop`, nickname: 'K' });
    for (let i = 0; i < 100; i++) await add(i);
    expect(await add(100)).toMatchObject({ errcode: 65405 });
  });

  it('serves users, and the app is told', async () => {
    const { api, simulator, wx, post, get } = await connect();
    const told: unknown[] = [];
    wx.event(
      ['kf_create_session', 'kf_close_session'],
      ({ message }) => void told.push([message.Event, message.KfAccount]),
    );
    wx.text(async () => ({ MsgType: 'transfer_customer_service' }));
    await simulator.user('alice').says('help');
    expect(await get('/customservice/kfsession/getwaitcase')).toEqual({
      count: 1,
      waitcaselist: [{ latest_time: expect.any(Number) as unknown, openid: 'alice' }],
    });
    for (const kf_account of ['anna@shop', 'bert@shop'])
      await post('/customservice/kfaccount/add', { kf_account, nickname: 'A' });
    const pair = { kf_account: 'anna@shop', openid: 'alice' };
    const session = '/customservice/kfsession/getsession?openid=alice';
    expect(await get(session)).toEqual({ ...OK, kf_account: '', createtime: 0 });
    expect(await post('/customservice/kfsession/create', pair)).toEqual(OK);
    expect(await get(session)).toMatchObject({ kf_account: 'anna@shop' });
    expect(await get('/customservice/kfsession/getwaitcase')).toMatchObject({ count: 0 });
    expect(await get('/customservice/kfsession/getsessionlist?kf_account=anna@shop')).toMatchObject({
      sessionlist: [{ openid: 'alice' }],
    });
    const other = { ...pair, kf_account: 'bert@shop' };
    expect(await post('/customservice/kfsession/create', other)).toMatchObject({ errcode: 65414 });
    expect(await post('/customservice/kfsession/close', other)).toMatchObject({ errcode: 65413 });
    expect(await post('/customservice/kfsession/close', pair)).toEqual(OK);
    expect(await api.events()).toHaveLength(2);
    expect(told).toEqual([
      ['kf_create_session', 'anna@shop'],
      ['kf_close_session', 'anna@shop'],
    ]);
  });
});

describe('the records of customer service', () => {
  it('are what users and staff wrote to each other', async () => {
    const { post, simulator, alice, send } = await talking();
    const { clock } = simulator;
    await post('/customservice/kfaccount/add', { kf_account: 'anna@shop', nickname: 'Anna' });
    const pair = { kf_account: 'anna@shop', openid: 'alice' };
    const start = Math.floor(clock.now() / 1000);
    const second = () => clock.advance(1000);
    await second();
    await post('/customservice/kfsession/create', pair);
    await alice.says('Where is it?');
    await second();
    await send({ ...text(), customservice: { kf_account: 'anna@shop' } });
    await second();
    await alice.sends('image');
    await send({ msgtype: 'image', image: { media_id: '$0' }, customservice: { kf_account: 'anna@shop' } });
    await post('/customservice/kfsession/close', pair);
    await alice.says('to nobody');
    await send(text());
    await second();
    await post('/customservice/kfsession/create', pair);
    await alice.says('again');

    const list = (msgid: number, number: number, over = {}) =>
      post('/customservice/msgrecord/getmsglist', {
        starttime: start,
        endtime: start + 3600,
        msgid,
        number,
        ...over,
      });
    const line = (opercode: number, said: string, after: number) => ({
      openid: 'alice',
      worker: 'anna@shop',
      opercode,
      text: said,
      time: start + after,
    });
    const first = await list(1, 3);
    expect(first).toEqual({
      ...OK,
      msgid: 4,
      number: 3,
      recordlist: [line(2003, 'Where is it?', 1), line(2002, 'Hi!', 2), line(2003, '[image]', 3)].map(
        (one) => expect.objectContaining({ ...one, time: expect.any(Number) as number }) as unknown,
      ),
    });
    expect(await list(4, 3)).toMatchObject({
      msgid: 6,
      number: 2,
      recordlist: [line(2002, '[image]', 3), line(2003, 'again', 4)].map(({ opercode, text: said }) => ({
        opercode,
        text: said,
      })),
    });
    expect(await list(6, 3)).toEqual({ ...OK, msgid: 6, number: 0, recordlist: [] });
    expect(await list(1, 10, { starttime: start + 3599 })).toMatchObject({ number: 0 });
    expect(await list(1, 10, { endtime: start })).toMatchObject({ errcode: 65416 });
    expect(await list(1, 10, { endtime: start + 86_401 })).toMatchObject({ errcode: 65417 });
    expect(await list(1, 10_001)).toMatchObject({ errcode: 65416 });
  });
});
