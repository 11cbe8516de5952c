import express from 'express';
import { ConfigError, createRouter, wechat } from 'offiaccount';
import type { Answer, Handler, Router } from 'offiaccount';
import request from 'supertest';
import { contextOf, event, saying } from '../support/context';
import { account, openReply, push } from '../support/push';

/** An answer that is text. */
const text = async (answer: Promise<Answer>): Promise<string> => {
  const said = await answer;
  return typeof said === 'string' ? said : '';
};

const say = (router: Router, text: string) => router.dispatch(saying(text));

describe('a router', () => {
  it.each([
    ['text', 'text'],
    ['image', 'image'],
    ['voice', 'voice'],
    ['video', 'video'],
    ['shortvideo', 'shortvideo'],
    ['location', 'location'],
    ['link', 'link'],
  ] as const)('%s() takes a message of type %s and no other', async (method, MsgType) => {
    const router = createRouter()[method](() => 'taken');
    expect(await router.dispatch(contextOf({ MsgType }))).toBe('taken');
    expect(await router.dispatch(contextOf({ MsgType: 'file' }))).toBeUndefined();
    expect(await router.dispatch(event('subscribe'))).toBeUndefined();
  });

  it('gives short videos to video(), unless it has a shortvideo() of its own', async () => {
    const router = createRouter().video(() => 'video');
    expect(await router.dispatch(contextOf({ MsgType: 'shortvideo' }))).toBe('video');
    router.shortvideo(() => 'short');
    expect(await router.dispatch(contextOf({ MsgType: 'shortvideo' }))).toBe('short');
    expect(await router.dispatch(contextOf({ MsgType: 'video' }))).toBe('video');
  });

  it('lets the first handler that matches decide, whatever method registered it', async () => {
    const router = createRouter()
      .text(/^h/, () => 'pattern')
      .text('hi', () => 'word')
      .text(() => 'any');
    expect(await say(router, 'hi')).toBe('pattern');
    expect(
      await say(
        createRouter()
          .text('hi', () => 'word')
          .text(/^h/, () => 'pattern'),
        'hi',
      ),
    ).toBe('word');
    expect(await say(router, 'other')).toBe('any');
  });

  it('goes on to the next match when a handler calls next(), in order of registration', async () => {
    const seen: string[] = [];
    const note =
      (name: string): Handler =>
      (_ctx, next) => {
        seen.push(name);
        return next();
      };
    const router = createRouter()
      .use(note('use 1'))
      .text('hi', note('word 1'), note('word 1b'))
      .on('text', note('on'))
      .text(/i/, note('pattern'))
      .use(note('use 2'))
      .text(['hi', 'ho'], note('word 2'))
      .text(note('text'));
    expect(await say(router, 'hi')).toBeUndefined();
    expect(seen).toEqual(['use 1', 'word 1', 'word 1b', 'on', 'pattern', 'use 2', 'word 2', 'text']);
  });

  it('lets an answer be changed on its way back', async () => {
    const router = createRouter()
      .use(async (_ctx, next) => `(${await text(next())})`)
      .text(() => 'hi');
    expect(await say(router, 'x')).toBe('(hi)');
  });

  it('takes nothing returned as an answer: handlers behind it do not run', async () => {
    const behind = jest.fn();
    expect(
      await say(
        createRouter()
          .text(() => undefined)
          .use(behind),
        'x',
      ),
    ).toBeUndefined();
    expect(behind).not.toHaveBeenCalled();
  });

  it('hands an error up the chain, where middleware can answer it', async () => {
    const router = createRouter()
      .use((_ctx, next) => next().catch((error: unknown) => `sorry: ${(error as Error).message}`))
      .text('sync', () => {
        throw new Error('one');
      })
      .text('async', () => Promise.reject(new Error('two')));
    expect(await say(router, 'sync')).toBe('sorry: one');
    expect(await say(router, 'async')).toBe('sorry: two');
  });

  it('rejects a second next() of the same handler', async () => {
    const router = createRouter().use(async (_ctx, next) => {
      await next();
      return next();
    });
    await expect(say(router, 'x')).rejects.toThrow('next() was called twice');
  });

  it('survives a handler that does not wait for its next() when that fails', async () => {
    const router = createRouter()
      .use((_ctx, next) => {
        void next();
        return 'done';
      })
      .use(() => Promise.reject(new Error('unseen')));
    expect(await say(router, 'x')).toBe('done');
  });

  it('returns itself from every method, so that calls chain', () => {
    const router = createRouter();
    const fn = () => undefined;
    for (const returned of [
      router.use(fn),
      router.on('text', fn),
      router.text(fn),
      router.text('a', fn),
      router.text(/a/, fn),
      router.event('CLICK', fn),
      router.event(fn),
      router.click('a', fn),
      router.click(/a/, fn),
      router.scan('a', fn),
      router.scan(/a/, fn),
      router.image(fn),
    ])
      expect(returned).toBe(router);
  });

  it.each([
    ['no handler', () => createRouter().text('a')],
    ['no handler for a type', () => createRouter().image()],
    ['something that is no function', () => createRouter().use(undefined as never)],
    ['an empty word', () => createRouter().text(' ', () => 'x')],
    ['a word that is no text', () => createRouter().text(['a', 1 as never], () => 'x')],
  ])('refuses %s at once', (_case, register) => {
    expect(register).toThrow(ConfigError);
  });
});

describe('words', () => {
  it('are the whole text, apart from white space around it, and case counts', async () => {
    const router = createRouter().text(['help', ' 帮助 '], ({ match }) => `got ${match}`);
    expect(await say(router, 'help')).toBe('got help');
    expect(await say(router, ' \n帮助')).toBe('got  帮助 ');
    expect(await say(router, 'Help')).toBeUndefined();
    expect(await say(router, 'help me')).toBeUndefined();
  });

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'word a', '*'])(
    'are looked up as text, even %s',
    async (word) => {
      expect(
        await say(
          createRouter().text('a', () => 'a'),
          word,
        ),
      ).toBeUndefined();
      expect(
        await say(
          createRouter().text(word, () => 'found'),
          word,
        ),
      ).toBe('found');
    },
  );
});

describe('patterns', () => {
  it('give the handler what they matched', async () => {
    const router = createRouter().text(
      /^find (?<what>.+)$/,
      ({ match }) => `${match[1]}/${match.groups?.what}/${match.index}`,
    );
    expect(await say(router, 'find shoes')).toBe('shoes/shoes/0');
  });

  it.each([/a/g, /a/y, /a/gy, /a/])('match the same text every time: %s', async (pattern) => {
    const router = createRouter().text(pattern, () => 'matched');
    for (let i = 0; i < 4; i++) expect(await say(router, 'ab')).toBe('matched');
    pattern.lastIndex = 7;
    expect(await say(router, 'ab')).toBe('matched');
    expect(pattern.lastIndex).toBe(7);
  });

  it('see the first 2,048 characters', async () => {
    const router = createRouter().text(/b/, () => 'seen');
    expect(await say(router, 'a'.repeat(2047) + 'b')).toBe('seen');
    expect(await say(router, 'a'.repeat(2048) + 'b')).toBeUndefined();
  });

  it('keep each handler its own match', async () => {
    const router = createRouter()
      .text(/^(\w)/, async (ctx, next) => `${await text(next())} ${ctx.match[0]}`)
      .text(/(\w)$/, (ctx) => ctx.match[0]);
    expect(await say(router, 'ab')).toBe('b a');
  });
});

describe('the context', () => {
  it('shows what middleware put on state, and on itself, to every handler behind it', async () => {
    const router = createRouter()
      .use((ctx, next) => {
        ctx.state.user = 'Ann';
        Object.assign(ctx, { basket: 7 });
        return next();
      })
      .text(
        /.*/,
        (ctx) =>
          `${String(ctx.state.user)} ${String((ctx as unknown as { basket: number }).basket)} ${ctx.openid}`,
      );
    expect(await say(router, 'x')).toBe('Ann 7 alice');
  });

  it('has an id, an attempt and a signal in matched handlers too', async () => {
    const router = createRouter().text(
      'x',
      ({ deliveryId, attempt, signal }) => `${deliveryId} ${attempt} ${signal.aborted}`,
    );
    expect(await say(router, 'x')).toMatch(/^[0-9a-f]{64} 1 false$/);
  });
});

describe('nested routers', () => {
  it('stand where they are used, and hand on what they do not answer', async () => {
    const inner = createRouter().text('in', () => 'inner');
    const router = createRouter()
      .text('before', () => 'before')
      .use(inner)
      .text('in', () => 'never')
      .use(() => 'fallback');
    expect(await say(router, 'before')).toBe('before');
    expect(await say(router, 'in')).toBe('inner');
    expect(await say(router, 'other')).toBe('fallback');
  });

  it('are alive: routes added later count', async () => {
    const inner = createRouter();
    const router = createRouter().use(inner);
    inner.text('late', () => 'yes');
    expect(await say(router, 'late')).toBe('yes');
  });

  it('decide about short videos each for itself', async () => {
    const router = createRouter()
      .use(createRouter().shortvideo((_ctx, next) => next()))
      .video(() => 'outer');
    expect(await router.dispatch(contextOf({ MsgType: 'shortvideo' }))).toBe('outer');
  });
});

describe('events', () => {
  it('are routed by name, by several names, and all together', async () => {
    const router = createRouter()
      .event('CLICK', () => 'click')
      .event(['subscribe', 'SCAN'], ({ message }) => message.Event)
      .event(({ message }) => `other ${message.Event}`);
    expect(await router.dispatch(event('CLICK', { EventKey: 'a' }))).toBe('click');
    expect(await router.dispatch(event('SCAN', { EventKey: '1' }))).toBe('SCAN');
    expect(await router.dispatch(event('subscribe'))).toBe('subscribe');
    expect(await router.dispatch(event('VIEW'))).toBe('other VIEW');
  });

  it('are known by any spelling WeChat has used', async () => {
    const router = createRouter()
      .event('SCAN', ({ message }) => message.Event)
      .event('PUBLISHJOBFINISH', ({ message }) => message.Event)
      .event('user_pay_from_pay_cell', ({ message }) => message.Event);
    expect(await router.dispatch(event('scan'))).toBe('SCAN');
    expect(await router.dispatch(event('FREEPUBLISHJOBFINISH'))).toBe('PUBLISHJOBFINISH');
    expect(await router.dispatch(event('User_pay_from_pay_cell'))).toBe('user_pay_from_pay_cell');
  });

  it('that nobody knows reach use(), event() and a route by their name, with all their fields', async () => {
    const unknown = () => event('some_future_event', { SomeKey: 'value' });
    const fields: Handler = ({ message }) => (message as unknown as { SomeKey: string }).SomeKey;
    expect(await createRouter().use(fields).dispatch(unknown())).toBe('value');
    expect(await createRouter().event(fields).dispatch(unknown())).toBe('value');
    expect(await createRouter().on('event', fields).dispatch(unknown())).toBe('value');
    expect(
      await createRouter()
        .event('some_future_event' as never, fields)
        .dispatch(unknown()),
    ).toBe('value');
    expect(
      await createRouter()
        .event('Some_Future_Event' as never, fields)
        .dispatch(unknown()),
    ).toBe('value');
  });

  it('of position are no location messages', async () => {
    const router = createRouter()
      .location(() => 'message')
      .event('LOCATION', () => 'event');
    expect(await router.dispatch(event('LOCATION'))).toBe('event');
    expect(await router.dispatch(contextOf({ MsgType: 'location' }))).toBe('message');
  });
});

describe('menu clicks', () => {
  const router = createRouter()
    .click('CART', ({ match }) => `cart ${match}`)
    .click(/^PAGE_(\d)$/, ({ match }) => `page ${match[1]}`)
    .event('CLICK', ({ message }) => `other ${message.EventKey}`);

  it('are routed by key and by pattern', async () => {
    expect(await router.dispatch(event('CLICK', { EventKey: 'CART' }))).toBe('cart CART');
    expect(await router.dispatch(event('CLICK', { EventKey: 'PAGE_2' }))).toBe('page 2');
    expect(await router.dispatch(event('CLICK', { EventKey: 'x' }))).toBe('other x');
  });

  it('are not other events with the same key', async () => {
    expect(await router.dispatch(event('VIEW', { EventKey: 'CART' }))).toBeUndefined();
  });
});

describe('scans', () => {
  const router = createRouter()
    .scan('1024', ({ scene, message }) => `${message.Event} ${scene}`)
    .scan(/^shop_(\w+)$/, ({ scene, match }) => `${scene} ${match[1]}`)
    .event(() => 'no scan');

  it.each([
    ['a follower scanned', 'SCAN', '1024', 'SCAN 1024'],
    ['somebody followed by scanning', 'subscribe', 'qrscene_1024', 'subscribe 1024'],
    ['a scene that is text', 'subscribe', 'qrscene_shop_a', 'shop_a a'],
    ['only one prefix is taken off', 'subscribe', 'qrscene_qrscene_1024', 'no scan'],
    ['a SCAN has no prefix to take off', 'SCAN', 'qrscene_1024', 'no scan'],
    ['a plain follow', 'subscribe', '', 'no scan'],
    ['a follow after a payment', 'subscribe', 'last_trade_no_1024', 'no scan'],
    ['a follow from a product page', 'subscribe', 'scanbarcode|ean13|1024', 'no scan'],
    ['another event with such a key', 'VIEW', '1024', 'no scan'],
  ])('%s', async (_story, name, EventKey, answer) => {
    expect(await router.dispatch(event(name, { EventKey }))).toBe(answer);
  });
});

describe('notices to a third-party platform', () => {
  it('are routed by on("notice") and told apart by InfoType', async () => {
    const router = createRouter().on('notice', ({ message }) =>
      message.InfoType === 'component_verify_ticket' ? message.ComponentVerifyTicket : message.InfoType,
    );
    const notice = (InfoType: string, fields = {}) =>
      contextOf({ MsgType: '', AppId: 'wx1', InfoType, ...fields });
    expect(await router.dispatch(notice('component_verify_ticket', { ComponentVerifyTicket: 't' }))).toBe(
      't',
    );
    expect(await router.dispatch(notice('authorized'))).toBe('authorized');
  });
});

it('tells the handlers of a router that serves two accounts which of them got the message', async () => {
  const shared = createRouter().use(({ appId }) => appId);
  const ask = async (appId: string, mode: 'clear' | 'safe') => {
    const { token, encodingAESKey } = account;
    const wx = wechat({ appId, token, ...(mode === 'safe' && { encodingAESKey }) }).use(shared);
    const sent = push({ mode });
    const { text } = await request(express().use(wx)).post(sent.url).set(sent.headers).send(sent.body);
    return mode === 'safe' ? openReply(text).text : text;
  };
  expect(await ask('wx0000000000000001', 'clear')).toContain('<![CDATA[wx0000000000000001]]>');
  expect(await ask(account.appId, 'safe')).toContain(`<![CDATA[${account.appId}]]>`);
});
