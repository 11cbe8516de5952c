import {
  ConfigError,
  createDialogue,
  createForm,
  inOrder,
  limit,
  mailbox,
  memoryStore,
  platform,
  reply,
  session,
  wechat,
} from 'offiaccount';
import type { Conversation, FormFields, Store, Texts } from 'offiaccount';
import { fakeStream } from 'offiaccount/testing';
import type { SimulatedUser } from 'offiaccount/testing';
import { TEXTS } from '../../lib/model/texts';
import { silent } from '../support/talk';
import { bot, closeBots, texts as textsIn } from './support';

afterEach(closeBots);

type Name = keyof Texts;

/** Every text says its name, and has the gaps that it may have. */
const NAMED: Partial<Record<Name, string>> = Object.fromEntries(
  Object.entries<string>({ ...TEXTS }).map(([name, text]) => [
    name,
    [`[${name}]`, ...[...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap)].join(' '),
  ]),
);

interface Scene extends ReturnType<typeof bot> {
  readonly store: Store;
  readonly alice: SimulatedUser;
  readonly begin: (conversation: Conversation) => Promise<unknown>;
}

/** A bot that cannot send anything, with texts of its own. */
function scene(texts: Partial<Texts> = NAMED): Scene {
  const made = bot({ kind: 'personal', api: undefined, texts, maxRun: 30_000 });
  const { clock } = made.wechat;
  const store = memoryStore(clock);
  made.wx.use(inOrder({ clock }), session({ store, logger: silent }));
  made.wx.use(mailbox({ store, clock, word: 'more', logger: silent }));
  const alice = made.wechat.user('alice');
  const begin = (conversation: Conversation) => {
    made.wx.use(conversation).text('begin', conversation.begin);
    return alice.says('begin');
  };
  return { ...made, store, alice, begin };
}

async function* pieces(...given: unknown[]): AsyncGenerator {
  for (const each of given) yield await Promise.resolve(each);
}

const LONG = ['a', 'b', 'c'].map((letter) => `${letter.repeat(1900)}. `).join('');
const tapped = { Content: 'more', bizmsgmenuid: 'offiaccount-more' };
const form = (fields: FormFields = { name: { ask: 'Name?', read: (text) => text !== 'no' && text } }) =>
  createForm('form', { fields, confirm: true, done: () => 'done', logger: silent });
const answers =
  (...said: readonly string[]) =>
  async ({ alice, begin }: Scene) => {
    await begin(form());
    for (const text of said) await alice.says(text);
  };
const asks =
  (type: 'image' | 'voice' | 'video' | 'location' | 'link' | 'file' | 'miniprogrampage') =>
  async ({ alice, begin }: Scene) => {
    await begin(form({ a: { ask: 'a?', type } }));
    await alice.says('x');
  };
const shows =
  (type: 'image' | 'voice' | 'video' | 'file' | 'location') =>
  async ({ alice, begin }: Scene) => {
    await begin(form({ a: { ask: 'a?', type } }));
    await alice.sends(type, type === 'location' ? { Label: '' } : type === 'file' ? { Title: '' } : {});
  };
const reaches =
  (name: 'perMinute' | 'perHour' | 'perDay') =>
  async ({ wx, alice, wechat: { clock } }: Scene) => {
    wx.use(limit({ clock, [name]: 1 })).text(() => 'ok');
    await alice.says('x');
    if (name === 'perHour') await clock.advance(1_800_000);
    await alice.says('y');
  };
const saysLong =
  (text: string, ...then: readonly string[]) =>
  async ({ wx, alice, wechat: { clock } }: Scene) => {
    wx.text('x', () => reply.long(text)).text(() => 'y');
    await alice.says('x');
    await clock.advance(1000);
    for (const each of then) await alice.says(each);
  };
const showsPicture =
  (over: object) =>
  ({ wx, alice }: Scene) => {
    wx.text(() => reply.stream(pieces({ type: 'image', image: 'https://example.com/a.png', ...over })));
    return alice.says('x');
  };

/** What makes each text seen. */
const SCENES: Readonly<Record<Name, (made: Scene) => Promise<unknown>>> = {
  brokenOff({ wx, alice }) {
    wx.text(() => reply.stream('x', { filter: () => false }));
    return alice.says('x');
  },
  async generating({ wx, alice, wechat: { clock } }) {
    wx.text(() => reply.stream(fakeStream(['x'], { clock, every: 20_000 })));
    const said = alice.says('x');
    await clock.advance(15_000);
    await said;
    await clock.advance(10_000);
  },
  answerWaiting: saysLong(LONG, 'y'),
  partsLeft: saysLong(LONG, 'more'),
  partsDropped: saysLong(LONG.repeat(8), 'more'),
  nothingLeft: ({ alice }) => alice.sends('text', tapped),
  async mailboxAway({ alice, store, wechat: { clock } }) {
    Object.assign(store.sessions, { read: () => Promise.reject(new Error('away')) });
    await alice.sends('text', tapped);
    await clock.advance(10_000);
  },
  picture: showsPicture({}),
  pictureAddress: showsPicture({ alt: 'a cat' }),
  pictureMissing: showsPicture({ image: new Uint8Array([1]) }),
  limitMinute: reaches('perMinute'),
  limitMinutes: reaches('perHour'),
  limitHours: reaches('perDay'),
  conversationCancelled: answers('取消'),
  conversationFailed: answers('no', 'no', 'no'),
  async conversationChanged({ alice, begin }) {
    let isNew = false;
    await begin(createDialogue('d', ({ ask }) => (isNew ? 'end' : ask('a?')), { logger: silent }));
    isNew = true;
    await alice.says('x');
  },
  async conversationTooLong({ alice, begin }) {
    const endless = createDialogue(
      'd',
      async ({ ask }) => {
        for (let n = 0; n < 60; n++) await ask(`${n}?`);
      },
      { logger: silent },
    );
    await begin(endless);
    for (let n = 0; n < 50; n++) await alice.says('x');
  },
  conversationLost({ begin, store }) {
    Object.assign(store.sessions, { read: () => Promise.reject(new Error('away')) });
    return begin(form());
  },
  async conversationUnclear({ alice, begin, wechat: { clock } }) {
    const dialogue = createDialogue(
      'd',
      async ({ ask, once }) => {
        await ask('a?');
        await once('pay', () => new Promise(() => undefined));
      },
      { logger: silent },
    );
    await begin(dialogue);
    // Given up: whether it was done, nobody knows.
    const said = alice.says('x');
    await clock.advance(31_000);
    await said;
    await alice.says('y');
  },
  askAgain: answers('no'),
  async askText({ alice, begin }) {
    await begin(form());
    await alice.sends('image');
  },
  askImage: asks('image'),
  askVoice: asks('voice'),
  askVideo: asks('video'),
  askLocation: asks('location'),
  askLink: asks('link'),
  askFile: asks('file'),
  askMiniProgram: asks('miniprogrampage'),
  confirm: answers('x'),
  confirmLine: answers('x'),
  confirmYes: answers('x'),
  confirmRestart: answers('x'),
  confirmNo: answers('x'),
  shownImage: shows('image'),
  shownVoice: shows('voice'),
  shownVideo: shows('video'),
  shownFile: shows('file'),
  shownOther: shows('location'),
};

/** What Chinese has been seen that is no word of a user's. */
const chineseIn = (seen: readonly string[]) => /[\u4e00-\u9fff（）：，。]/.exec(seen.join(''));

describe('a text of the account’s own', () => {
  it.each(Object.entries(SCENES))('is read in place of %s', async (name, play) => {
    const own = scene();
    await play(own);
    const seen = textsIn(own.alice.sees());
    expect(seen.join('\n')).toContain(`[${name}]`);
    expect(chineseIn(seen)).toBeNull();
    expect(seen.join()).not.toMatch(/\{\w+\}/);
    for (const text of seen) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(2047);
  });

  it.each(Object.entries(SCENES))('is Chinese by default: %s', async (name, play) => {
    const usual = scene({});
    await play(usual);
    const seen = textsIn(usual.alice.sees()).join('\n');
    // Up to where something is filled in.
    for (const piece of TEXTS[name as Name].split(/\{\w+\}/)) expect(seen).toContain(piece);
  });

  it('fits into messages with the part that it stands beside, however long', async () => {
    const text = (gaps: string) => `${'长'.repeat(180)}${gaps}`;
    const {
      wx,
      alice,
      wechat: simulator,
    } = scene({
      partsLeft: text('{link}{count}'),
      partsDropped: text('{count}'),
      answerWaiting: text('{link}'),
      brokenOff: text(''),
    });
    const whole = Array.from({ length: 900 }, (_, n) => `${n}.${'字'.repeat(12)}。`).join('');
    const source = pieces(whole, { type: 'error', error: 'x' });
    wx.text('x', () => reply.stream(source)).text(() => 'nothing');
    await alice.says('x');
    await simulator.clock.advance(2000);
    for (let last = ''; last !== 'nothing';) last = textsIn([(await alice.says('more')).reply!]).join();
    const seen = textsIn(alice.sees());
    for (const each of seen) expect(Buffer.byteLength(each)).toBeLessThanOrEqual(2047);
    expect(seen.join('')).toContain(`899.${'字'.repeat(12)}。\n\n${text('')}`);
  });

  it('may be no text where nothing need be said', async () => {
    const { alice, ...own } = scene({ answerWaiting: '', partsDropped: '' });
    await saysLong(LONG.repeat(8), 'y', 'more')({ ...own, alice });
    const [, answer, opened] = textsIn(alice.sees());
    expect(answer).toBe('y');
    expect(opened).toMatch(/^[abc]/);
  });
});

describe('texts', () => {
  const account = { appId: 'wx9f1d2c3b4a5e6f70', token: 'any' };
  const served = {
    componentAppId: 'wx9f1d2c3b4a5e6f71',
    componentAppSecret: 'secret',
    token: 'any',
    encodingAESKey: 'x'.repeat(43),
  };

  it.each<[string, unknown, string]>([
    ['an unknown name', { brokenOf: 'x' }, '"texts" knows no setting "brokenOf". Did you mean "brokenOff"?'],
    ['no object', 'x', '"texts" must be an object'],
    ['no text', { brokenOff: 7 }, '"texts.brokenOff" must be text'],
    ['an empty text', { brokenOff: ' ' }, '"texts.brokenOff" must not be empty'],
    ['a text that is too long', { brokenOff: 'x'.repeat(201) }, '200 characters'],
    ['a text without its link', { nothingLeft: 'Nothing.' }, '"texts.nothingLeft" needs "{link}"'],
    ['a gap that is not filled in', { brokenOff: '{link}' }, 'nothing is filled in there'],
    ['a gap of another name', { partsLeft: '{link} {left}' }, 'what is filled in is "{link}", "{count}"'],
    ['one word for two answers', { confirmYes: 'OK', confirmNo: 'ok' }, 'must differ'],
    ['a word that cannot be tapped', { confirmYes: '<OK>' }, 'tap()'],
  ])('refuse %s', (_, texts, words) => {
    const given = { texts: texts as Partial<Texts> };
    for (const make of [() => wechat({ ...account, ...given }), () => platform({ ...served, ...given })]) {
      expect(make).toThrow(ConfigError);
      expect(make).toThrow(words);
    }
  });

  it.each([null, '', 0, 'text'])('blame who got them: %j', (texts) => {
    const given = { texts } as object;
    expect(() => wechat({ ...account, ...given })).toThrow(/^wechat\(\): "texts" must be an object/);
    expect(() => platform({ ...served, ...given })).toThrow(/^platform\(\): "texts" must be an object/);
  });

  it('are taken by wechat() and by platform()', () => {
    const given = { texts: { brokenOff: '(interrupted)', confirmYes: undefined } } as object;
    expect(() => wechat({ ...account, ...given })).not.toThrow();
    expect(() => platform({ ...served, ...given })).not.toThrow();
  });
});
