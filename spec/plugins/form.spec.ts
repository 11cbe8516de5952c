import { ConfigError, createForm, createRouter, reply, session, tap } from 'offiaccount';
import type { FormFields, FormOptions } from 'offiaccount';
import { closeAll } from '../support/accounts';
import { listener, talkative } from '../support/talk';
import { talkTo } from '../support/talker';

afterEach(closeAll);

/** A form whose answers are its end, as JSON. */
const form = <const F extends FormFields>(fields: F, over: Partial<FormOptions<F>> = {}) =>
  createForm('form', { fields, done: (answers) => JSON.stringify(answers), ...over });

const one = (fields: FormFields, over: Partial<FormOptions<FormFields>> = {}) =>
  talkTo(talkative({ form: form(fields, over) }));

const people = {
  ask: '几位？',
  read: (text: string) => /^\d{1,2}$/.test(text) && Number(text),
  again: '请回复 1 到 20',
};
const time = { ask: '几点到？', choices: ['18:00', '19:00', '20:00'] };
const asksTime = reply.choices('几点到？', { '18:00': '18:00', '19:00': '19:00', '20:00': '20:00' }).Content;

describe('a form', () => {
  it('asks for one field after the other, and ends with all answers', async () => {
    const { says, seen, alice } = one({
      people,
      time,
      photo: { ask: '照片？', type: 'image', optional: '跳过' },
    });
    expect(await says('form')).toBe('几位？');
    expect(await says(' 3 ')).toBe(asksTime);
    expect(await says('2')).toBe('照片？');
    const end = await seen(alice.sends('image', { MediaId: 'media-1' }));
    expect(JSON.parse(end ?? '')).toMatchObject({
      people: 3,
      time: '19:00',
      photo: { MsgType: 'image', MediaId: 'media-1' },
    });
    expect(await says('3')).toBe('?');
  });

  it('gives its answers to `done` as they were read, and what is left out as undefined', async () => {
    let got: unknown;
    const { says } = one(
      {
        size: { ask: 'a', read: async (text) => ({ text }) },
        note: { ask: 'b', optional: ['没有', '无'] },
        last: { ask: 'c', when: ({ note }) => note !== undefined },
      },
      { done: (answers) => void (got = answers) },
    );
    for (const text of ['form', 'XL', ' 没有 ']) await says(text);
    expect(got).toStrictEqual({ size: { text: 'XL' }, note: undefined, last: undefined });
  });

  it.each([
    ['its number', '2', '19:00'],
    ['a full-width number', '２', '19:00'],
    ['a Chinese number', '二', '19:00'],
    ['a number in words', '第2个', '19:00'],
    ['its name', ' 20:00 ', '20:00'],
    ['its name in full width', '２０：００', '20:00'],
    ['the beginning of one name only', '18', '18:00'],
  ])('takes a choice by %s', async (_what, text, word) => {
    const { says } = one({ time });
    await says('form');
    expect(await says(text)).toBe(JSON.stringify({ time: word }));
  });

  it('takes a choice by a tap, and gives its word', async () => {
    const { says, seen, alice } = one({
      way: { ask: '怎么取？', choices: { 外卖: 'delivery', 自取: 'pickup' } },
    });
    expect(await says('form')).toBe(
      `怎么取？\n1. ${tap('外卖', { id: 'delivery' })}\n2. ${tap('自取', { id: 'pickup' })}`,
    );
    expect(await seen(alice.sends('text', { Content: '自取', bizmsgmenuid: 'pickup' }))).toBe(
      '{"way":"pickup"}',
    );
  });

  it.each(['4', '1x', 'x', '0', '2 或 3', '1'.repeat(30)])(
    'asks again for a choice after %j',
    async (text) => {
      const { says } = one({ time: { ...time, choices: ['18:00', '18:30', '19:00'] } });
      await says('form');
      expect(await says(text)).toMatch(/^没看懂，请再回复一次。\n几点到？\n1\. /);
      expect(await says('18')).toMatch(/^没看懂/);
      expect(await says('3')).toBe('{"time":"19:00"}');
    },
  );

  it.each([
    ['false', () => false],
    ['null', () => null],
    ['nothing', () => undefined],
    ['no number', () => NaN],
    ['a promise of false', async () => false],
  ])('asks again when `read` gives %s', async (_what, read) => {
    const { says } = one({ a: { ask: 'a', read, again: 'again' } });
    await says('form');
    expect(await says('x')).toBe('again');
  });

  it.each([
    ['zero', 0],
    ['true', true],
    ['a list', [1, { b: 2 }]],
  ])('takes %s for an answer', async (_what, value) => {
    const { says } = one({ a: { ask: 'a', read: () => value } });
    await says('form');
    expect(await says('x')).toBe(JSON.stringify({ a: value }));
  });

  it('ends after answers that were none, three in a row by default; messages of another type do not count', async () => {
    const { says, seen, alice } = one({ people, note: { ask: 'note?' } });
    await says('form');
    expect(await says('x')).toBe('请回复 1 到 20');
    expect(await says('x')).toBe('请回复 1 到 20');
    for (let i = 0; i < 5; i++) expect(await seen(alice.sends('image', {}))).toBe('请回复 1 到 20');
    expect(await says('x')).toBe('还是没看懂，先到这里吧。需要时请重新开始。');
    expect(await says('3')).toBe('?');
  });

  it('counts anew with each question, and from its own `tries`', async () => {
    const { says } = one({ a: people, b: people }, { tries: 2, failed: 'enough' });
    await says('form');
    expect(await says('x')).toBe('请回复 1 到 20');
    expect(await says('3')).toBe('几位？');
    expect(await says('x')).toBe('请回复 1 到 20');
    expect(await says('x')).toBe('enough');
  });

  it('asks for another type when it gets a text, and for a text when it gets a picture', async () => {
    const { says, seen, alice } = one({ photo: { ask: 'photo?', type: 'image' }, name: { ask: 'name?' } });
    await says('form');
    expect(await says('hello')).toBe('请发一张图片。\nphoto?');
    await seen(alice.sends('image', {}));
    expect(await seen(alice.sends('voice', {}))).toBe('请用文字回复。\nname?');
  });

  it('takes videos of both kinds, voices, places and links', async () => {
    const { seen, says, alice } = one({
      clip: { ask: 'a', type: 'video', read: ({ MsgType }) => MsgType },
      short: { ask: 'b', type: 'video', read: ({ MsgType }) => MsgType },
      voice: { ask: 'c', type: 'voice', read: ({ MediaId }) => MediaId },
      place: { ask: 'd', type: 'location', read: ({ Label }) => Label },
      link: { ask: 'e', type: 'link', read: ({ Url }) => Url },
    });
    await says('form');
    await seen(alice.sends('video', {}));
    await seen(alice.sends('shortvideo', {}));
    await seen(alice.sends('voice', { MediaId: 'v' }));
    await seen(alice.sends('location', { Label: '西湖' }));
    expect(await seen(alice.sends('link', { Url: 'https://example.com/' }))).toBe(
      JSON.stringify({
        clip: 'video',
        short: 'shortvideo',
        voice: 'v',
        place: '西湖',
        link: 'https://example.com/',
      }),
    );
  });

  it.each(['取消', ' 取消 '])('ends by %j', async (word) => {
    const { says } = one({ people });
    await says('form');
    expect(await says(word)).toBe('已取消。');
    expect(await says('3')).toBe('?');
  });

  it('ends by the words it was given, or by none', async () => {
    const { says } = one({ name: { ask: 'a' } }, { cancel: ['STOP', '算了'], cancelled: 'bye' });
    await says('form');
    expect(await says('ｓｔｏｐ')).toBe('bye');
    const other = one({ name: { ask: 'a' } }, { cancel: [] });
    await other.says('form');
    expect(await other.says('取消')).toBe('{"name":"取消"}');
  });

  it('goes back one question, and takes the answer anew', async () => {
    const { says } = one({ people, time });
    await says('form');
    expect(await says('上一步')).toBe('几位？');
    await says('3');
    expect(await says('上一步')).toBe('几位？');
    expect(await says('4')).toBe(asksTime);
    expect(await says('1')).toBe('{"people":4,"time":"18:00"}');
  });

  it('shows a summary to confirm, to correct or to give up', async () => {
    const { says } = one(
      {
        people: { ...people, label: '人数' },
        way: { ask: '怎么取？', choices: { 外卖: 'delivery', 自取: 'pickup' } },
      },
      { confirm: true },
    );
    const fill = async () => [await says('3'), await says('1')].at(-1);
    await says('form');
    expect(await fill()).toMatch(/^请确认：\n人数：3\nway：外卖\n1\. .*确认.*\n2\. .*重填.*\n3\. .*取消/s);
    expect(await says('重填')).toBe('几位？');
    expect(await fill()).toMatch(/^请确认/);
    expect(await says('上一步')).toMatch(/^怎么取？/);
    expect(await says('2')).toMatch(/way：自取/);
    expect(await says('确认')).toBe('{"people":3,"way":"pickup"}');
    await says('form');
    await fill();
    expect(await says('3')).toBe('已取消。');
    expect(await says('3')).toBe('?');
  });

  it('shows a summary of its own', async () => {
    const { says } = one({ people }, { confirm: ({ people: many }) => `${JSON.stringify(many)} 位？` });
    await says('form');
    expect(await says('3')).toMatch(/^3 位？\n1\. /);
  });

  it('asks what depends on what was answered', async () => {
    const { says } = one({
      name: { ask: 'name?' },
      age: { ask: async ({ name }, { openid }) => `${String(name)} (${openid})?` },
    });
    await says('form');
    expect(await says('Bob')).toBe('Bob (alice)?');
  });

  it('asks the fields of another form within it', async () => {
    const address = createForm('address', {
      fields: {
        city: { ask: 'city?' },
        floor: { ask: 'floor?', read: (text) => Number(text), when: ({ city }) => city !== 'x' },
      },
      done: () => 'not called',
    });
    const { says } = one({
      name: { ask: 'name?' },
      home: { form: address },
      work: { form: address, when: ({ name }) => name === 'Bob' },
    });
    const story = async (...texts: string[]) => {
      let last;
      for (const text of ['form', ...texts]) last = await says(text);
      return last;
    };
    expect(await story('Ann', 'Rome', 'high')).toBe('没看懂，请再回复一次。\nfloor?');
    expect(await says('3')).toBe('{"name":"Ann","home":{"city":"Rome","floor":3}}');
    expect(await story('Bob', 'x', 'Rome', '4')).toBe(
      '{"name":"Bob","home":{"city":"x"},"work":{"city":"Rome","floor":4}}',
    );
  });

  it('may be followed by another', async () => {
    const second = createForm('second', { fields: { b: { ask: 'b?' } }, done: ({ b }) => `end ${b}` });
    const { says } = talkTo(
      talkative({ form: form({ a: { ask: 'a?' } }, { done: (_answers, ctx) => second.begin(ctx) }), second }),
    );
    await says('form');
    expect(await says('1')).toBe('b?');
    expect(await says('2')).toBe('end 2');
    expect(await says('3')).toBe('?');
  });

  it('may end with any reply, or with nothing', async () => {
    const image = one({ a: { ask: 'a' } }, { done: () => reply.image('m') });
    await image.says('form');
    expect(await image.says('x')).toBe('image');
    const nothing = one({ a: { ask: 'a' } }, { done: () => undefined });
    await nothing.says('form');
    expect(await nothing.says('x')).toBeUndefined();
    expect(await nothing.says('x')).toBe('?');
    const long = one({ a: { ask: 'a' } }, { done: () => reply.long('long') });
    await long.says('form');
    expect(await long.says('x')).toBe('long');
    expect(await long.says('x')).toBe('?');
  });

  it('may ask by a picture', async () => {
    const { says } = one({ a: { ask: reply.image('m') } });
    expect(await says('form')).toBe('image');
    expect(await says('x')).toBe('{"a":"x"}');
  });

  it('names the answer that cannot be kept', async () => {
    const { says } = one({ a: { ask: 'a?', read: () => new Date() } });
    await says('form');
    expect(await says('x')).toBeUndefined();
    expect(await says('取消')).toBe('已取消。');
  });
});

describe('an answer of a form that another question has offered', () => {
  it.each<[string, FormFields, readonly string[], unknown]>([
    [
      'is what was said',
      { way: { ask: 'how?', choices: { 外卖: 'delivery', 自取: 'pickup' } }, note: { ask: 'note?' } },
      ['自取', '外卖'],
      { way: 'pickup', note: '外卖' },
    ],
    [
      'is read as it was said',
      {
        way: { ask: 'how?', choices: { 外卖: 'delivery' } },
        note: { ask: 'note?', read: (text) => `${text}!` },
      },
      ['1', '外卖'],
      { way: 'delivery', note: '外卖!' },
    ],
    [
      'may be a word that leaves the next one out',
      {
        all: { ask: 'all?', choices: { 跳过: 'none', 全部: 'all' } },
        note: { ask: 'note?', optional: true },
      },
      ['2', '跳过'],
      { all: 'all' },
    ],
    [
      'is that of the open question, by its name',
      {
        one: { ask: 'one?', choices: { yes: 'wants tea', no: 'wants none' } },
        two: { ask: 'two?', choices: { no: 'no milk', yes: 'milk' } },
      },
      ['yes', 'yes'],
      { one: 'wants tea', two: 'milk' },
    ],
  ])('%s', async (_what, fields, texts, expected) => {
    const { says } = one(fields);
    let last: string | undefined;
    for (const text of ['form', ...texts]) last = await says(text);
    expect(JSON.parse(last ?? '')).toEqual(expected);
  });

  it.each([
    ['1', 'coffee'],
    ['tea', 'coffee'],
    ['coffee', 'tea'],
  ])('is taken by %j where labels are the words of others', async (text, word) => {
    const { says } = one({ drink: { ask: 'drink?', choices: { tea: 'coffee', coffee: 'tea' } } });
    await says('form');
    expect(await says(text)).toBe(JSON.stringify({ drink: word }));
  });

  it('is a command all the same', async () => {
    const first = form({ a: { ask: 'a?' } }, { confirm: true });
    const second = createForm('second', { fields: { b: { ask: 'b?' } }, done: ({ b }) => b });
    const { says } = talkTo(talkative({ form: first, second }));
    for (const text of ['form', 'x', '确认', 'second']) await says(text);
    expect(await says('取消')).toBe('已取消。');
    expect(await says('x')).toBe('?');
  });

  it('is no command where the open question offers it', async () => {
    const { says } = one({
      fate: { ask: 'order?', choices: { 取消: 'drop', 上一步: 'before', 保留: 'keep' } },
      why: { ask: 'why?' },
    });
    await says('form');
    expect(await says('取消')).toBe('why?');
    expect(await says('上一步')).toMatch(/^order\?/);
    expect(await says('上一步')).toBe('why?');
    expect(await says('取消')).toBe('已取消。');
  });

  it('is known to `read`, with its word, where the question is put by reply.choices', async () => {
    const { says, alice, seen } = one({
      drink: {
        ask: reply.choices('drink?', { 茶: 'tea', 咖啡: 'coffee' }),
        read: (text, { chosen }) => chosen && `${text} ${chosen.label} ${chosen.said}`,
        again: 'tap!',
      },
      size: { ask: reply.choices('size?', { 大: 'L', 小: 'S' }) },
    });
    await says('form');
    expect(await says('water')).toBe('tap!');
    expect(await seen(alice.taps('咖啡'))).toMatch(/^size\?/);
    expect(await says('第1个')).toBe('{"drink":"coffee 咖啡 咖啡","size":"L"}');
  });
});

describe('a form that is open', () => {
  it('lets routes before it win, and is replaced when one begins another', async () => {
    const open = form({ name: { ask: 'name?' } });
    const other = createForm('other', { fields: { b: { ask: 'b?' } }, done: ({ b }) => `other ${b}` });
    const before = createRouter()
      .text('help', () => 'HELP')
      .click('OTHER', other.begin);
    const { says, seen, alice } = talkTo(talkative({ form: open, other }, { before: [before] }));
    await says('form');
    expect(await says('help')).toBe('HELP');
    expect(await says('Bob')).toBe('{"name":"Bob"}');
    await says('form');
    expect(await seen(alice.clicks('OTHER'))).toBe('b?');
    expect(await says('Bob')).toBe('other Bob');
    expect(await says('Bob')).toBe('?');
  });

  it('lets `escape` pass, and stays open', async () => {
    const bot = talkative({ form: form({ name: { ask: 'name?' } }, { escape: /^\//g }) });
    const { says } = talkTo(bot);
    await says('form');
    for (let i = 0; i < 3; i++) expect(await says('/help')).toBe('?');
    expect(await says('Bob')).toBe('{"name":"Bob"}');
  });

  it('lets events pass, and ends when the user unsubscribes', async () => {
    const bot = talkative({ form: form({ name: { ask: 'name?' } }) });
    bot.event(({ message }) => message.Event);
    const { says, seen, alice } = talkTo(bot);
    await says('form');
    expect(await seen(alice.clicks('KEY'))).toBe('CLICK');
    expect(await seen(alice.triggers('LOCATION', { Latitude: 1, Longitude: 1, Precision: 1 }))).toBe(
      'LOCATION',
    );
    expect(await says('Bob')).toBe('{"name":"Bob"}');
    await says('form');
    await alice.unfollows();
    await alice.follows();
    expect(await says('Bob')).toBe('?');
  });

  it('is over after its time without a message, of which a word may tell', async () => {
    const { says, simulator } = one(
      { a: people, b: people, c: people },
      { ttl: 60_000, expired: '刚才的预约超时了。' },
    );
    await says('form');
    await simulator.clock.advance(50_000);
    expect(await says('x')).toBe('请回复 1 到 20');
    await simulator.clock.advance(50_000);
    expect(await says('3')).toBe('几位？');
    await simulator.clock.advance(62_000);
    expect(await says('3')).toBe('刚才的预约超时了。\n?');
    expect(await says('3')).toBe('?');
    await says('form');
    await simulator.clock.advance(62_000);
    expect(await says('form')).toBe('刚才的预约超时了。\n几位？');
    expect(await says('3')).toBe('几位？');
  });

  it('is over after half an hour without a word by default', async () => {
    const { says, simulator } = one({ a: people });
    await says('form');
    await simulator.clock.advance(29 * 60_000);
    expect(await says('x')).toBe('请回复 1 到 20');
    await simulator.clock.advance(31 * 60_000);
    expect(await says('3')).toBe('?');
  });

  it('belongs to one user', async () => {
    const { says, simulator } = one({ name: { ask: 'name?' } });
    await says('form');
    const bob = await simulator.user('bob').says('Bob');
    expect(bob.reply).toMatchObject({ Content: '?' });
    expect(await says('Ann')).toBe('{"name":"Ann"}');
  });

  it('takes two quick answers one after the other', async () => {
    const { says } = one({ a: { ask: 'a?' }, b: { ask: 'b?' } });
    await says('form');
    expect(await Promise.all([says('1'), says('2')])).toEqual(['b?', '{"a":"1","b":"2"}']);
  });
});

describe('settings of a form', () => {
  const field = { ask: 'a' };
  it.each<[string, () => unknown]>([
    ['a name', () => createForm('', { fields: { field }, done: () => '' })],
    ['"fields"', () => createForm('x', { fields: {}, done: () => '' })],
    ['"done"', () => createForm('x', { fields: { field } } as never)],
    ['"ask"', () => form({ field: {} } as never)],
    ['"ask"', () => form({ field: { ask: ' ' } })],
    ['"again"', () => form({ field: { ask: 'a', again: '' } })],
    ['"read"', () => form({ field: { ask: 'a', read: 'x' } } as never)],
    ['"optional"', () => form({ field: { ask: 'a', optional: '' } })],
    ['1 to 20 answers', () => form({ field: { ask: 'a', choices: [] } })],
    [
      '1 to 20 answers',
      () => form({ field: { ask: 'a', choices: Array.from({ length: 21 }, (_, i) => `c${i}`) } }),
    ],
    ['line breaks', () => form({ field: { ask: 'a', choices: ['<b>'] } })],
    ['is no form', () => form({ field: { form: () => '' } } as never)],
    ['"field"', () => form({ field: null } as never)],
    [
      'more than 50 fields',
      () => form(Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`f${i}`, field]))),
    ],
    ['"tries"', () => form({ field }, { tries: 0 })],
    ['"tries"', () => form({ field }, { tries: 101 })],
    ['"ttl"', () => form({ field }, { ttl: -1 })],
    ['"version"', () => form({ field }, { version: NaN })],
    ['"cancel"', () => form({ field }, { cancel: [''] })],
    ['"back"', () => form({ field }, { back: 7 as never })],
    ['"escape"', () => form({ field }, { escape: '/' as never })],
    ['"failed"', () => form({ field }, { failed: '' })],
    ['"confirm"', () => form({ field }, { confirm: 'yes' as never })],
  ])('are refused without or with a wrong %s', (message, make) => {
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });

  it('warn once when nothing keeps the order', async () => {
    const { logged, logger } = listener();
    const bare = form({ field }, { logger });
    const { says } = talkTo(createRouter().use(session(), bare).text('form', bare.begin));
    await says('form');
    await says('form');
    await says('取消');
    await says('form');
    expect(logged).toEqual([expect.objectContaining({ event: 'conversation-without-order', name: 'form' })]);
  });
});
