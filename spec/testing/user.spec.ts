import type { Message } from 'offiaccount';
import { events } from '../../lib/model/events';
import { messages } from '../../lib/model/messages';
import { closeAll, formats, play, playWith } from '../support/accounts';

afterEach(closeAll);

const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);
const aNumber: unknown = expect.any(Number);

/** A user, and what the handlers get from them. */
function someone(over = {}) {
  const { simulator, wx } = playWith(over);
  const got: Message[] = [];
  wx.use(({ message }) => void got.push(message));
  return { simulator, alice: simulator.user('alice'), got };
}

describe('a user', () => {
  it('is the same for the same openid, and a new one without', () => {
    const { simulator, alice } = someone();
    expect(simulator.user('alice')).toBe(alice);
    const [one, two] = [simulator.user(), simulator.user()];
    expect(one.openid).toMatch(/^o[\w-]{27}$/);
    expect(one.openid).not.toBe(two.openid);
    expect(simulator.user(one.openid)).toBe(one);
  });

  it('sends to the account', async () => {
    const { alice, got } = someone();
    await alice.says(' hi ');
    expect(got[0]).toMatchObject({
      ToUserName: matching(/^gh_[0-9a-f]{12}$/),
      FromUserName: 'alice',
      CreateTime: aNumber,
      MsgType: 'text',
      Content: ' hi ',
      MsgId: matching(/^\d{17}$/),
    });
  });

  it.each(formats)('sends messages with ids of their own, exact in %s', async (format) => {
    const { simulator, alice, got } = someone({ format });
    await Promise.all([alice.says('a'), alice.says('a'), simulator.user('bob').sends('image')]);
    const ids = got.map((message) => ('MsgId' in message ? message.MsgId : ''));
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^\d{17}$/);
  });

  it('can say which fields, leave some out, and have some of their own', async () => {
    const { alice, got } = someone();
    await alice.sends('image', {
      MediaId: 'm1',
      PicUrl: undefined,
      CreateTime: 5,
      MsgId: '7',
      Extra: { a: true },
    });
    expect(got[0]).toMatchObject({
      MediaId: 'm1',
      PicUrl: '',
      CreateTime: 5,
      MsgId: '7',
      Extra: { a: 'true' },
    });
    await alice.triggers('pic_weixin', {
      SendPicsInfo: { Count: 2, PicList: { item: [{ PicMd5Sum: 'a' }, { PicMd5Sum: 'b' }] } },
    });
    expect(got[1]).toMatchObject({
      SendPicsInfo: { Count: 2, PicList: { item: [{ PicMd5Sum: 'a' }, { PicMd5Sum: 'b' }] } },
    });
  });

  it('can speak as another, who gets the reply', async () => {
    const { simulator, wx } = playWith();
    wx.text(({ openid }) => openid);
    const seen = await simulator.user('alice').sends('text', { FromUserName: 'bob', ToUserName: 'gh_1' });
    expect(seen.reply).toEqual({ MsgType: 'text', Content: 'bob' });
  });

  it('tells two events in one second apart, as the handlers do', async () => {
    const { alice, got } = someone();
    for (let i = 0; i < 3; i++) await alice.clicks('KEY');
    expect(got).toHaveLength(3);
    expect(new Set(got.map(({ CreateTime }) => CreateTime)).size).toBe(3);
  });

  it('sees only what is for them, in order', async () => {
    const { simulator, wx } = playWith();
    wx.text(({ message }) => `You said ${message.Content}.`).event('subscribe', () => 'Welcome!');
    const [alice, bob] = [simulator.user('alice'), simulator.user('bob')];
    await alice.follows();
    await Promise.all([alice.says('a'), bob.says('b')]);
    const text = (Content: string) => ({ MsgType: 'text', Content });
    expect(alice.sees()).toEqual([text('Welcome!'), text('You said a.')]);
    expect(bob.sees()).toEqual([text('You said b.')]);
  });
});

describe('following', () => {
  it('goes by QR code or without', async () => {
    const { alice, got } = someone();
    await alice.follows();
    await alice.unfollows();
    await alice.follows('spring');
    expect(got).toMatchObject([
      { Event: 'subscribe', EventKey: '' },
      { Event: 'unsubscribe', EventKey: '' },
      { Event: 'subscribe', EventKey: 'qrscene_spring', Ticket: matching(/./) },
    ]);
    expect(got[0]).not.toHaveProperty('Ticket');
  });

  it('decides what a scan is', async () => {
    const { alice, got } = someone();
    await alice.scans(42);
    await alice.scans(42);
    await alice.unfollows();
    await alice.scans('qrscene_');
    expect(got).toMatchObject([
      { Event: 'subscribe', EventKey: 'qrscene_42' },
      { Event: 'SCAN', EventKey: '42', Ticket: matching(/./) },
      { Event: 'unsubscribe' },
      { Event: 'subscribe', EventKey: 'qrscene_qrscene_' },
    ]);
  });

  it('is taken for granted in those who write or tap', async () => {
    const { simulator, got } = someone();
    const scanAfter = async (name: string, act: 'says' | 'clicks') => {
      await simulator.user(name)[act]('x');
      await simulator.user(name).scans('a');
    };
    await scanAfter('one', 'says');
    await scanAfter('two', 'clicks');
    expect(got).toMatchObject([{}, { Event: 'SCAN' }, {}, { Event: 'SCAN' }]);
  });

  it('reaches the route of the scene either way', async () => {
    const { simulator, wx } = playWith();
    wx.scan('spring', ({ scene }) => `scene ${scene}`);
    const alice = simulator.user('alice');
    const text = { MsgType: 'text', Content: 'scene spring' };
    expect((await alice.scans('spring')).reply).toEqual(text);
    expect((await alice.scans('spring')).reply).toEqual(text);
  });

  it('ends without a word: an answer to unsubscribe is not shown, nor is its failure', async () => {
    const { simulator, wx } = playWith();
    wx.event('unsubscribe', () => 'Bye!');
    const alice = simulator.user('alice');
    expect(await alice.unfollows()).toMatchObject({ outcome: 'replied', reply: { Content: 'Bye!' } });
    expect(alice.sees()).toEqual([]);
    const failing = play((_req, res) => void res.writeHead(500).end()).user();
    expect(await failing.unfollows()).toMatchObject({ outcome: 'service-unavailable' });
    expect(failing.sees()).toEqual([]);
  });
});

describe.each(formats)('made-up fields in %s', (format) => {
  it('make every type of message whole', async () => {
    const { alice, got } = someone({ format });
    for (const type of Object.keys(messages) as (keyof typeof messages)[])
      expect(await alice.sends(type)).toMatchObject({ outcome: 'silent' });
    expect(got.map(({ MsgType }) => MsgType)).toEqual(Object.keys(messages));
    for (const message of got) expect(Object.values(message)).not.toContain(NaN);
    for (const message of got.filter(({ MsgType }) => MsgType !== 'text' && MsgType !== 'device_event'))
      expect(Object.values(message)).not.toContain('');
    expect(got.find(({ MsgType }) => MsgType === 'device_event')).not.toHaveProperty('MsgId');
  });

  it('make every event whole', async () => {
    const { alice, got } = someone({ format });
    for (const name of Object.keys(events) as (keyof typeof events)[])
      expect(await alice.triggers(name)).toMatchObject({ outcome: 'silent' });
    expect(got.map((message) => 'Event' in message && message.Event)).toEqual(Object.keys(events));
    for (const message of got) expect(Object.values(message)).not.toContain(NaN);
  });

  it('are not needed for kinds that the tables do not know', async () => {
    const { alice, got } = someone({ format });
    await alice.sends('sticker' as 'text', { Content: undefined, Id: 'a' });
    await alice.triggers('toString' as 'CLICK', { Value: 'b' });
    expect(got).toMatchObject([
      { MsgType: 'sticker', Id: 'a', MsgId: matching(/^\d{17}$/) },
      { MsgType: 'event', Event: 'toString', Value: 'b' },
    ]);
  });
});
