import { ConfigError, createRouter } from 'offiaccount';
import type { Router } from 'offiaccount';
import { event, saying } from '../support/context';

const fn = () => 'called';

/** A router as a program without types sees it. */
type Untyped = Readonly<Record<string, (...given: readonly unknown[]) => unknown>>;
const untyped = (): Untyped => createRouter() as unknown as Untyped;

class Answers {
  readonly said = 'hello';
}

const NO_HANDLER: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['text', 'word'],
  ['a number', 1],
  ['a list', [fn]],
  ['an object', { then: 1 }],
  ['a promise', Promise.resolve(fn)],
  ['a pattern', /a/],
  ['a class', Answers],
  ['a class without a name', class extends Answers {}],
];

const NO_KEY: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 123],
  ['a boolean', true],
  ['a symbol', Symbol('a')],
  ['empty text', ''],
  ['white space', ' \n'],
  ['an empty list', []],
  ['a list of lists', [['a']]],
  ['a list with a number', ['a', 1]],
  ['a list with a gap', ['a', undefined]],
  // oxlint-disable-next-line no-sparse-arrays -- as somebody may write it
  ['a sparse list', ['a', , 'b']],
  ['a list with a handler', ['a', fn]],
  ['a Set', new Set(['a'])],
  ['an object', { source: 'a', flags: '' }],
  ['a promise', Promise.resolve('a')],
  ['a router', createRouter()],
];

const PLAIN = ['message', 'image', 'voice', 'video', 'shortvideo', 'location', 'link', 'use'];
const KEYED = ['text', 'click', 'scan'];
const NAMED = ['event', 'notice', 'on'];

describe.each(['development', 'production'])('in %s, a router refuses', (environment) => {
  const before = process.env.NODE_ENV;
  beforeEach(() => void (process.env.NODE_ENV = environment));
  afterEach(() => void (process.env.NODE_ENV = before));

  const refuses = (method: string, given: readonly unknown[]) => {
    const router = untyped();
    expect(() => router[method]?.(...given)).toThrow(ConfigError);
    expect(() => router[method]?.(...given)).toThrow(new RegExp(`^router\\.${method}\\(\\) `));
  };

  describe.each([...PLAIN, ...KEYED, ...NAMED])('%s()', (method) => {
    it('without any argument', () => refuses(method, []));
  });

  describe.each(PLAIN)('%s()', (method) => {
    it.each(NO_HANDLER)('with %s for a handler', (_what, handler) => refuses(method, [handler]));
    it.each(NO_HANDLER)('with %s for a second handler', (_what, handler) => refuses(method, [fn, handler]));
  });

  describe.each([...KEYED, ...NAMED])('%s()', (method) => {
    const key = method === 'on' ? 'text' : method === 'notice' ? 'authorized' : 'subscribe';
    it.each(NO_KEY)('with %s for a key', (_what, wrong) => refuses(method, [wrong, fn]));
    it.each(NO_KEY)('with %s alone', (_what, wrong) => refuses(method, [wrong]));
    it('without a handler', () => refuses(method, [key]));
    it.each(NO_HANDLER)('with %s for a handler', (_what, handler) => refuses(method, [key, handler]));
    it('with a router for a handler', () => refuses(method, [key, createRouter()]));
  });

  it.each(NAMED)('%s() with a pattern for a name', (method) => refuses(method, [/a/, fn]));
  it('on() with handlers alone', () => refuses('on', [fn]));
  it('use() of itself', () => {
    const router = createRouter();
    expect(() => router.use(router)).toThrow(ConfigError);
  });
  it('dispatch() without a context', async () => {
    for (const given of [undefined, null, {}, 'text'])
      await expect(createRouter().dispatch(given as never)).rejects.toThrow(ConfigError);
  });
  it('all of a list of which one is wrong', async () => {
    const router = createRouter();
    expect(() => router.text(['hi', 1 as never], fn)).toThrow(ConfigError);
    expect(await router.dispatch(saying('hi'))).toBeUndefined();
  });
});

const click = (EventKey: string) => event('CLICK', { EventKey });
const scan = (EventKey: string) => event('SCAN', { EventKey });
const follow = (scene: string) => event('subscribe', { EventKey: `qrscene_${scene}` });

describe('click() and scan() take', () => {
  it.each([
    ['a key', createRouter().click('A', fn), click('A'), click('B')],
    ['keys', createRouter().click(['A', 'B'], fn), click('B'), click('C')],
    ['a key with white space around it', createRouter().click(' A\n', fn), click('A'), click('B')],
    ['patterns', createRouter().click([/^A/, /^B/], fn), click('B1'), click('C1')],
    ['keys and patterns', createRouter().click(['A', /^B/], fn), click('B1'), click('A1')],
    ['nothing but a handler', createRouter().click(fn), click('A'), event('VIEW', { EventKey: 'A' })],
    ['a scene', createRouter().scan('1', fn), scan('1'), scan('91')],
    ['scenes', createRouter().scan(['1', '2'], fn), follow('2'), scan('3')],
    ['patterns of scenes', createRouter().scan([/^a/, /^b/], fn), follow('b'), scan('c')],
    ['scenes and patterns', createRouter().scan(['1', /^b/], fn), scan('b2'), scan('12')],
    ['nothing but a handler, for scans', createRouter().scan(fn), follow('1'), event('subscribe')],
  ] as const)('%s', async (_what, router: Router, taken, other) => {
    expect(await router.dispatch(taken)).toBe('called');
    expect(await router.dispatch(other)).toBeUndefined();
  });

  it('and say what matched, and which scene it was', async () => {
    const clicks = createRouter().click(['A', /^B(\d)$/], ({ match }) =>
      typeof match === 'string' ? match : match[1],
    );
    expect(await clicks.dispatch(click('A'))).toBe('A');
    expect(await clicks.dispatch(click('B7'))).toBe('7');
    const scans = createRouter()
      .scan(
        ['1', /^shop_(\d)$/],
        ({ match, scene }) => `${scene} ${typeof match === 'string' ? match : match[1]}`,
      )
      .scan(({ scene }) => scene);
    expect(await scans.dispatch(scan('1'))).toBe('1 1');
    expect(await scans.dispatch(follow('shop_2'))).toBe('shop_2 2');
    expect(await scans.dispatch(follow('9'))).toBe('9');
  });
});

it('runs a handler once for a message for which several keys of its list are', async () => {
  let runs = 0;
  const count = (_ctx: unknown, next: () => Promise<never>) => {
    runs++;
    return next();
  };
  await createRouter()
    .text(['hi', ' hi', /h/, /i/], count as never)
    .dispatch(saying('hi'));
  expect(runs).toBe(1);
});

it('takes words and patterns in one list of text()', async () => {
  const router = createRouter().text(['hi', /^find (.+)$/], ({ match }) =>
    typeof match === 'string' ? match : match[1],
  );
  expect(await router.dispatch(saying('hi'))).toBe('hi');
  expect(await router.dispatch(saying('find shoes'))).toBe('shoes');
});
