import type { Express, RequestHandler } from 'express';
import { wechat } from 'offiaccount';
import type { LogFields, WeChat, WeChatConfig } from 'offiaccount';
import { closeTargets, expresses, startTarget } from '../support/attack';
import type { Mode, Target } from '../support/attack';
import { account, checkQuery, openReply, push, textOf } from '../support/push';
import type { PushParts } from '../support/push';

afterEach(closeTargets);

const other = {
  appId: 'wx9b27d3e05c8fa146',
  token: 'anotherTok3n',
  encodingAESKey: 'T'.repeat(43),
  id: 'gh_b',
};
const sameToken = { ...other, token: account.token, encodingAESKey: account.encodingAESKey };

describe.each(expresses)('two accounts at one address of %s', (_name, express) => {
  type Mount = (app: Express, wxA: WeChat, wxB: WeChat, ex: typeof express) => void;
  let seen = 0;
  const count: RequestHandler = (_req, _res, next) => {
    seen++;
    next();
  };
  beforeEach(() => (seen = 0));

  const mounts: [string, string, Mount][] = [
    ['in one call', '/wx', (app, a, b) => app.use('/wx', a, b)],
    ['in a list', '/wx', (app, a, b) => app.use('/wx', [a, b])],
    ['in two calls', '/wx', (app, a, b) => app.use('/wx', a).use('/wx', b)],
    ['with middleware between', '/wx', (app, a, b) => app.use('/wx', a).use(count).use('/wx', b)],
    [
      'with body parsers between',
      '/wx',
      (app, a, b, ex) =>
        app
          .use('/wx', a)
          .use(ex.json({ type: '*/*' }), ex.text({ type: '*/*' }))
          .use('/wx', b),
    ],
    [
      'with a router between',
      '/wx',
      (app, a, b, ex) => app.use('/wx', a).use(ex.Router().use(count)).use('/wx', b),
    ],
    ['as a route', '/wx', (app, a, b) => app.all('/wx', a, b)],
    ['at the root', '/', (app, a, b) => app.use(a, b)],
    ['below its path', '/wx/below', (app, a, b) => app.use('/wx', a, b)],
    ['under a path with parameters', '/wx/7', (app, a, b) => app.use('/wx/:id', a, b)],
    ['in a router', '/a/wx', (app, a, b, ex) => app.use('/a', ex.Router().use('/wx', a, b))],
    ['in two routers', '/a/wx', (app, a, b, ex) => app.use('/a', ex.Router().use('/wx', a)).use('/a/wx', b)],
    ['in an app of its own', '/sub/wx', (app, a, b, ex) => app.use('/sub', ex().use('/wx', a, b))],
  ];

  interface Both extends Target {
    /** What reached the other account. */
    readonly others: string[];
    readonly otherLines: { fields: LogFields; message: string }[];
  }

  async function start(
    mount: Mount,
    mode: Mode,
    b: typeof other,
    config: Partial<WeChatConfig> = {},
  ): Promise<Both> {
    const others: string[] = [];
    const otherLines: Both['otherLines'] = [];
    const log = (fields: LogFields, message: string) => otherLines.push({ fields, message });
    const { appId, token, encodingAESKey } = b;
    const wxB = wechat({
      appId,
      token,
      ...(mode !== 'clear' && { encodingAESKey }),
      logger: { warn: log, error: log },
    }).use(({ message }) => {
      others.push(message.MsgType);
      return 'of the other';
    });
    const target = await startTarget({
      express,
      mode,
      config,
      mount: (app, wx) => {
        mount(app, wx, wxB, express);
        app.post('/wx', (_req, res) => res.send('the app'));
      },
    });
    return Object.assign(target, { others, otherLines });
  }

  const send = (target: Target, path: string, parts: PushParts) => {
    const { query, body, headers } = push(parts);
    return target.send({ method: 'POST', path: `${path}?${query}`, body, headers });
  };

  describe.each(mounts)('%s', (_how, path, mount) => {
    it.each(['clear', 'compatible', 'safe'] as const)(
      'each get their own pushes in %s mode',
      async (mode) => {
        const target = await start(mount, mode, other);
        for (const format of ['xml', 'json'] as const) {
          const own = await send(target, path, { mode, format });
          const others = await send(target, path, { mode, format, account: other });
          expect([own.status, others.status]).toEqual([200, 200]);
          const read = mode === 'clear' ? others.body : openReply(others.body, other).text;
          expect(read).toContain('of the other');
        }
        expect([target.messages.length, target.others.length]).toEqual([2, 2]);
        expect([...target.lines, ...target.otherLines]).toEqual([]);
      },
    );

    it('with one token, the AppID decides', async () => {
      const target = await start(mount, 'safe', sameToken);
      await send(target, path, { mode: 'safe' });
      const { body } = await send(target, path, { mode: 'safe', account: sameToken });
      expect(textOf(openReply(body, sameToken).text, 'Content')).toBe('of the other');
      expect([target.messages.length, target.others.length]).toEqual([1, 1]);
    });

    it('answer checks of the address', async () => {
      const target = await start(mount, 'safe', other);
      for (const whose of [account, other]) {
        const { status, body } = await target.send({
          path: `${path}?${checkQuery({ echostr: '12345' }, whose)}`,
        });
        expect([status, body]).toEqual([200, '12345']);
      }
      const refused = await target.send({ path: `${path}?${checkQuery({}, { token: 'x' })}` });
      expect([refused.status, refused.body]).toEqual([403, 'forbidden']);
    });

    it.each<[string, Mode, PushParts]>([
      ['a wrong signature', 'clear', { query: { signature: '0'.repeat(40) } }],
      ['an unknown token', 'safe', { mode: 'safe', account: { token: 'x' } }],
      ['an unknown AppID', 'safe', { mode: 'safe', account: { appId: 'wx1' } }],
      ['a clear body', 'safe', { mode: 'clear' }],
      ["the other's token and a clear body", 'safe', { mode: 'clear', account: other }],
    ])('refuse what neither can prove, once: %s', async (_what, mode, parts) => {
      const target = await start(mount, mode, other);
      const { status, body, headers } = await send(target, path, parts);
      expect([status, body, headers['content-type']]).toEqual([
        403,
        'forbidden',
        'text/plain; charset=utf-8',
      ]);
      expect([target.messages, target.others, target.otherLines, target.errors, seen]).toEqual([
        [],
        [],
        [],
        [],
        0,
      ]);
      expect(target.lines).toHaveLength(1);
      expect(target.lines[0]?.fields.accounts).toMatch(
        /^wx4f0c2b9d7e61a853: [\w-]+, wx9b27d3e05c8fa146: [\w-]+$/,
      );
    });
  });

  describe('of one token, with a smaller limit first', () => {
    const large: PushParts = { account: sameToken, message: { Content: 'x'.repeat(2500) } };
    const start = async (otherLimit: number) => {
      const { appId, token } = sameToken;
      const wxB = wechat({ appId, token, bodyLimit: otherLimit, logger: { warn: () => 0, error: () => 0 } });
      wxB.use(() => 'of the other');
      return startTarget({
        express,
        config: { bodyLimit: 1024 },
        mount: (app, wx) => app.use('/wx', wx, wxB).use('/text', express.text({ type: '*/*' }), wx, wxB),
      });
    };

    it.each([
      ['a body that says its length', '/wx', false],
      ['one that does not', '/wx', true],
      ['one that a parser has read', '/text', true],
    ])('%s is read for the one that takes it, or refused', async (_what, path, isChunked) => {
      const post = async (target: Target) => {
        const { query, body, headers } = push(large);
        const sent = isChunked
          ? { headers: { ...headers, 'Transfer-Encoding': 'chunked' } }
          : { headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } };
        return target.send({ method: 'POST', path: `${path}?${query}`, body, ...sent });
      };
      const { status, body } = await post(await start(4096));
      expect([status, textOf(body, 'Content')]).toEqual([200, 'of the other']);
      const refused = await start(2048);
      expect((await post(refused)).status).toBe(413);
      expect(refused.errors).toEqual([]);
    });
  });

  it('at two addresses, do not answer for each other', async () => {
    const target = await start((app, a, b) => app.use('/one', a).use('/two', b), 'clear', other);
    expect((await send(target, '/one', { account: other })).status).toBe(403);
    expect((await send(target, '/two', {})).status).toBe(403);
    expect([target.lines.length, target.otherLines.length]).toEqual([1, 1]);
  });
});
