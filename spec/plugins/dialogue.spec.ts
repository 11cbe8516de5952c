import { ConfigError, createDialogue, createForm, createRouter, reply } from 'offiaccount';
import type { DialogueOptions, DialogueScript } from 'offiaccount';
import { closeAll } from '../support/accounts';
import { listener, talkative } from '../support/talk';
import { talkTo } from '../support/talker';

afterEach(closeAll);

const dialogue = (script: DialogueScript, options: DialogueOptions = {}) =>
  createDialogue('order', script, options);
const talk = (script: DialogueScript, options: DialogueOptions = {}) =>
  talkTo(talkative({ order: dialogue(script, options) }));
const story = async (says: (text: string) => Promise<string | undefined>, ...texts: string[]) => {
  const answers = [];
  for (const text of texts) answers.push(await says(text));
  return answers;
};

describe('a dialogue', () => {
  it('asks, and goes on with the answer', async () => {
    const { says } = talk(async ({ ask }) => {
      const name = await ask('name?');
      const age = await ask('age?', {
        read: (text) => /^\d+$/.test(text) && Number(text),
        again: 'a number!',
      });
      for (let i = 0; i < age; i++) if ((await ask(`${i}?`)) === 'stop') return `stopped ${name}`;
      return `${name} ${age}`;
    });
    expect(await story(says, 'order', ' Bob ', 'old', '2', 'a', 'b', 'c')).toEqual([
      'name?',
      'age?',
      'a number!',
      '0?',
      '1?',
      'Bob 2',
      '?',
    ]);
    expect(await story(says, 'order', 'Ann', '9', 'a', 'stop', 'c')).toEqual([
      'name?',
      'age?',
      '0?',
      '1?',
      'stopped Ann',
      '?',
    ]);
  });

  it('asks for choices, pictures and other messages', async () => {
    const { says, seen, alice } = talk(async ({ ask }) => {
      const way = await ask.choice('how?', { 外卖: 'delivery', 自取: 'pickup' });
      const photo = await ask.image('photo?', { optional: '跳过' });
      const place = await ask.location('where?', { read: ({ Label }) => Label });
      return [way, photo?.MediaId, place].join();
    });
    expect(await story(says, 'order', '2')).toEqual([expect.stringMatching(/^how\?\n1\. <a /), 'photo?']);
    expect(await says('x')).toBe('请发一张图片。\nphoto?');
    expect(await seen(alice.sends('image', { MediaId: 'm' }))).toBe('where?');
    expect(await seen(alice.sends('location', { Label: '西湖' }))).toBe('pickup,m,西湖');
    expect((await story(says, 'order', '外卖', '跳过')).at(-1)).toBe('where?');
    expect(await seen(alice.sends('location', { Label: '' }))).toBe('delivery,,');
  });

  it('says things as a part of the next answer, once', async () => {
    const { says } = talk(async ({ ask, say }) => {
      say('hello');
      const name = await ask('name?', { again: 'again', read: (text) => text !== 'x' && text });
      say(`hi ${name}`);
      say('well');
      const way = await ask.choice('how?', ['a', 'b']);
      say('so');
      return way;
    });
    const answers = await story(says, 'order', 'x', 'Bob', 'a');
    expect(answers).toEqual([
      'hello\nname?',
      'again',
      expect.stringMatching(/^hi Bob\nwell\nhow\?\n1\. /),
      'so\na',
    ]);
  });

  it('may say things only, or before what comes piece by piece', async () => {
    const { says } = talk(({ say }) => say('that is all'));
    expect(await story(says, 'order', 'x')).toEqual(['that is all', '?']);
    const streams = talk(({ say }) => {
      say('so');
      return reply.long('long');
    });
    expect(await streams.says('order')).toBe('so\nlong');
    const generates = talk(({ say }) => {
      say('so');
      return (async function* () {
        yield 'piece';
      })();
    });
    expect(await generates.says('order')).toBe('so\npiece');
  });

  it('runs side effects once, and knows what they gave', async () => {
    const done: string[] = [];
    const { says } = talk(async ({ ask, once }) => {
      const name = await ask('name?');
      const order = await once('create', async () => {
        done.push(name);
        return { id: 7 };
      });
      const tell = (): unknown => done.push('told') && undefined;
      const nothing = await once('tell', tell);
      const way = await ask('how?');
      await ask('sure?');
      return `${name} ${order.id} ${String(nothing)} ${way}`;
    });
    expect(await story(says, 'order', 'Bob', 'fast', 'yes')).toEqual([
      'name?',
      'how?',
      'sure?',
      'Bob 7 undefined fast',
    ]);
    expect(done).toEqual(['Bob', 'told']);
  });

  it('runs a side effect again that has failed, and none that has not, when the user repeats the step', async () => {
    const done: string[] = [];
    let fails = true;
    const { says } = talk(async ({ ask, once }) => {
      const name = await ask('name?');
      await once('one', () => void done.push(`one ${name}`));
      await once('two', () => {
        if (fails) throw new Error('away');
        done.push(`two ${name}`);
      });
      return 'end';
    });
    expect(await story(says, 'order', 'Bob')).toEqual(['name?', undefined]);
    fails = false;
    expect(await says('Ann')).toBe('end');
    expect(done).toEqual(['one Bob', 'two Ann']);
  });

  it('runs a side effect once for all who ask for it at the same time', async () => {
    let runs = 0;
    const { says } = talk(async ({ once }) =>
      (await Promise.all([1, 2].map(() => once('a', () => ++runs)))).join(),
    );
    expect(await says('order')).toBe('1,1');
  });

  it('knows the same time and chance in every replay', async () => {
    const { says, simulator } = talkClocked();
    const seen: string[] = [];
    function talkClocked() {
      const inner: { order?: ReturnType<typeof dialogue> } = {};
      const router = createRouter();
      const made = talkTo(router);
      inner.order = dialogue(
        async ({ ask, now, random }) => {
          const before = `${now()} ${random()} ${random()}`;
          await ask('a?');
          seen.push(before);
          const second = now();
          await ask('b?');
          seen.push(before);
          return String(second - Number(before.split(' ', 1)[0]));
        },
        { clock: made.simulator.clock },
      );
      router.use(talkative({ order: inner.order }));
      return made;
    }
    await says('order');
    await simulator.clock.advance(10_000);
    await says('x');
    await simulator.clock.advance(5000);
    const apart = Number(await says('y'));
    expect(apart).toBeGreaterThanOrEqual(10_000);
    expect(apart).toBeLessThan(15_000);
    expect(new Set(seen).size).toBe(1);
    const [, one, two] = (seen[0] ?? '').split(' ');
    expect(one).not.toBe(two);
  });

  it('asks the fields of a form', async () => {
    const address = createForm('address', {
      fields: { city: { ask: 'city?' }, floor: { ask: 'floor?', read: Number } },
      done: () => '',
    });
    const { says } = talk(async ({ ask }) => {
      const { city, floor } = await ask.form(address);
      return `${city} ${floor} ${await ask('name?')}`;
    });
    expect(await story(says, 'order', 'Rome', 'high', '3', 'Bob')).toEqual([
      'city?',
      'floor?',
      '没看懂，请再回复一次。\nfloor?',
      'name?',
      'Rome 3 Bob',
    ]);
  });

  it('gives objects of its own to each replay', async () => {
    const { says, seen, alice } = talk(async ({ ask, once }) => {
      const list = await once('list', () => ['a']);
      list.push('b');
      const photo = await ask.image('photo?');
      Object.assign(photo, { MediaId: `${photo.MediaId}!` });
      return `${list.join()} ${photo.MediaId} ${await ask('end?')}`;
    });
    await says('order');
    await seen(alice.sends('image', { MediaId: 'm' }));
    expect(await says('x')).toBe('a,b m! x');
  });

  it('ends by a cancel word, by too many answers that are none, and by its time', async () => {
    const { says, simulator } = talk(async ({ ask }) => String(await ask('n?', { read: Number })), {
      tries: 2,
      ttl: 60_000,
      expired: 'over.',
    });
    expect(await story(says, 'order', '取消', '1')).toEqual(['n?', '已取消。', '?']);
    expect((await story(says, 'order', 'x', 'x', '1')).slice(2)).toEqual([
      '还是没看懂，先到这里吧。需要时请重新开始。',
      '?',
    ]);
    await says('order');
    await simulator.clock.advance(62_000);
    expect(await says('1')).toBe('over.\n?');
  });

  it('that throws repeats the step, and is never in a loop of errors', async () => {
    let fails = true;
    const { says } = talk(
      async ({ ask }) => {
        const name = await ask('name?');
        if (fails) throw new Error('away');
        return `${name} ${await ask('more?')}`;
      },
      { logger: listener().logger },
    );
    expect(await story(says, 'order', 'Bob')).toEqual(['name?', undefined]);
    fails = false;
    expect(await says('Ann')).toBe('more?');
    fails = true;
    // What has been answered does not lead to the question any more.
    expect(await story(says, 'x', 'x')).toEqual(['刚才的内容有更新，请重新开始。', '?']);
  });
});

describe('a dialogue that is written wrongly', () => {
  const failed = async (script: DialogueScript, ...texts: string[]) => {
    const { logged, logger } = listener();
    const router = createRouter()
      .use(async (_ctx, next) => {
        try {
          return await next();
        } catch (error) {
          logger.error({ event: 'failed' }, String(error));
          return 'failed';
        }
      })
      .use(talkative({ order: dialogue(script, { logger }) }));
    const answers = await story(talkTo(router).says, 'order', ...texts);
    return { answers, logged };
  };

  it.each<[string, DialogueScript, string]>([
    [
      'asks two things at once',
      async ({ ask }) => (await Promise.all([ask('a?'), ask('b?')])).join(),
      'A second question was asked',
    ],
    ['does not wait for an answer', ({ ask }) => void ask('a?'), 'It ended while a question was open'],
    [
      'says something before a picture',
      async ({ ask, say }) => (say('x'), ask(reply.image('m'))),
      'say() belongs to a text',
    ],
    [
      'says something before a reply that is none',
      ({ say }) => (say('x'), reply.image('m')),
      'say() belongs to a text',
    ],
    ['says nothing', ({ say }) => say(''), 'say() takes a text'],
    ['asks nothing', ({ ask }) => ask(''), 'needs words'],
    ['gives no choice', ({ ask }) => ask.choice('a?', []), '1 to 20 answers'],
    ['runs what is no function', ({ once }) => once('a', 1 as never), 'once() takes a key and a function'],
    [
      'keeps what is no JSON',
      async ({ once }) => String(await once('a', () => new Date())),
      'The result of once("a") is of class Date',
    ],
    ['fills in what is no form', async ({ ask }) => JSON.stringify(await ask.form({})), 'is no form'],
  ])('and %s is told so', async (_what, script, message) => {
    const { answers, logged } = await failed(script);
    expect(answers).toEqual(['failed']);
    expect(logged.map(({ message: text }) => text)).toEqual([expect.stringContaining(message)]);
  });

  const texts = ['x', 'x', 'x'];
  let count = 0;
  beforeEach(() => (count = 0));
  it.each<[string, DialogueScript, string]>([
    [
      'whose words differ from run to run',
      async ({ ask }) => ask(`${count++}?`),
      'a question had other words when it was played again',
    ],
    [
      'that takes another way',
      async ({ ask }) => (count++ % 2 === 0 ? ask('a?') : ask.image('b?').then(() => '')),
      'a question had other words',
    ],
    [
      'that ends the second time',
      async ({ ask }) => (count++ % 2 === 0 ? ask('a?') : 'end'),
      'it came to another end',
    ],
    [
      'that fails the second time',
      async ({ ask }) => {
        if (count++ % 2 === 1) throw new Error('twice');
        return ask('a?');
      },
      'it failed when it was played again: Error: twice',
    ],
    [
      'with a side effect that comes later',
      async ({ ask, once }) => {
        if (count++ % 2 === 1) await once('late', () => 1);
        return ask('a?');
      },
      'once("late") came where it was not before',
    ],
    [
      'with a time that comes later',
      async ({ ask, now }) => {
        if (count++ % 2 === 1) now();
        return ask('a?');
      },
      'now() came where it was not before',
    ],
  ])('%s is found in development', async (_what, script, message) => {
    const { answers, logged } = await failed(script, ...texts);
    expect(answers.slice(0, 2)).toEqual(['刚才的内容有更新，请重新开始。', '?']);
    expect(logged).toEqual([
      expect.objectContaining({
        event: 'conversation-changed',
        name: 'order',
        message: expect.stringContaining(message) as string,
      }),
    ]);
  });

  it('whose words differ with the next message is found in development, and not looked for in production', async () => {
    let price = 1;
    const script: DialogueScript = async ({ ask }) => {
      await ask(`it costs ${price}?`);
      await ask('sure?');
      return String(price);
    };
    const strict = talk(script, { logger: listener().logger });
    await strict.says('order');
    price = 2;
    expect(await strict.says('yes')).toBe('刚才的内容有更新，请重新开始。');
    const { says } = talk(script, { check: false });
    await says('order');
    price = 3;
    expect(await story(says, 'yes', 'yes')).toEqual(['sure?', '3']);
  });
});

describe('the limits of a dialogue', () => {
  const log = listener();
  beforeEach(() => void log.logged.splice(0));

  it('are 50 answers', async () => {
    const { says } = talk(
      async ({ ask }) => {
        for (let i = 0; ; i++) await ask(`${i}?`);
      },
      { logger: log.logger, check: false },
    );
    await says('order');
    for (let i = 1; i < 50; i++) expect(await says('x')).toBe(`${i}?`);
    expect(await story(says, 'x', 'x')).toEqual(['这次聊得太长了，请重新开始。', '?']);
    expect(log.logged).toEqual([
      expect.objectContaining({
        event: 'conversation-too-long',
        reason: 'it has 50 answers, and asks for more',
      }),
    ]);
  });

  it.each<[string, DialogueScript]>([
    [
      'answers',
      async ({ ask }) => {
        for (;;) await ask('a?');
      },
    ],
    [
      'results',
      async ({ ask, once }) => {
        for (let i = 0; ; i++) {
          await once(String(i), () => 'x'.repeat(2000));
          await ask('a?');
        }
      },
    ],
  ])('and 16 KiB of %s', async (_what, script) => {
    const { says } = talk(script, { logger: log.logger, tooLong: 'too long' });
    await says('order');
    const answers = await story(says, ...Array.from({ length: 10 }, () => '长'.repeat(650)));
    expect(answers.at(-1)).toBe('?');
    expect(answers.filter((answer) => answer === 'too long')).toHaveLength(1);
    expect(log.logged).toEqual([
      expect.objectContaining({
        event: 'conversation-too-long',
        reason: expect.stringMatching(/^it keeps \d+ bytes, and may keep 16384$/) as string,
      }),
    ]);
  });
});

describe('settings of a dialogue', () => {
  it.each<[string, () => unknown]>([
    ['a name', () => createDialogue('', () => '')],
    ['a name', () => createDialogue(7 as never, () => '')],
    ['a function', () => createDialogue('x', undefined as never)],
    ['an object', () => createDialogue('x', () => '', null as never)],
    ['"lost"', () => createDialogue('x', () => '', { lost: 7 as never })],
  ])('are refused without %s', (message, make) => {
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(message);
  });
});
