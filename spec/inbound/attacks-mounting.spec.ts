import type { NextFunction, Request, RequestHandler, Response as ExpressResponse } from 'express';
import { ConfigError } from 'offiaccount';
import { closeTargets, expectRefused, expresses, startTarget } from '../support/attack';
import type { Target, TargetOptions } from '../support/attack';
import { checkQuery, openReply, push, textFields, textOf, toJson } from '../support/push';

afterEach(closeTargets);

describe.each(expresses)('on %s', (name, express) => {
  const anyPath = name === 'Express 5' ? '/{*any}' : '*';

  /** Where a push arrives, and how `wx` came to be there. */
  const mounts: [string, string, TargetOptions['mount']][] = [
    ['under a path', '/wechat', (app, wx) => app.use('/wechat', wx)],
    ['under a path, called with a slash', '/wechat/', (app, wx) => app.use('/wechat', wx)],
    ['under a path, called below', '/wechat/a/b', (app, wx) => app.use('/wechat', wx)],
    ['under a deep path', '/a/b/c', (app, wx) => app.use('/a/b/c', wx)],
    [
      'under a path with parameters',
      '/wechat/wx1/callback',
      (app, wx) => app.use('/wechat/:appId/callback', wx),
    ],
    ['at the root', '/', (app, wx) => app.use(wx)],
    ['at the root, called below', '/anything', (app, wx) => app.use(wx)],
    ['in a router', '/a/wechat', (app, wx, express) => app.use('/a', express.Router().use('/wechat', wx))],
    [
      'in a router of a router',
      '/a/b',
      (app, wx, express) => app.use('/a', express.Router().use('/b', express.Router().use(wx))),
    ],
    [
      'in an app of its own',
      '/sub/wechat',
      (app, wx, express) => app.use('/sub', express().use('/wechat', wx)),
    ],
    ['as a route for POST', '/wechat', (app, wx) => app.post('/wechat', wx)],
    ['as a route for all methods', '/wechat', (app, wx) => app.all('/wechat', wx)],
    [
      'as a route of a router',
      '/a/wechat',
      (app, wx, express) => app.use('/a', express.Router().post('/wechat', wx)),
    ],
    [
      'after a route for everything',
      '/wechat',
      (app, wx) => app.all(anyPath, (_req, _res, next) => next()).use('/wechat', wx),
    ],
    [
      'behind an address that was rewritten',
      '/old',
      (app, wx) => app.use(rewrite('/old', '/wechat')).use('/wechat', wx),
    ],
    [
      'as a function in a function',
      '/wechat',
      (app, wx) => app.use('/wechat', (req, res, next) => wx(req, res, next)),
    ],
  ];

  function rewrite(from: string | RegExp, to: string) {
    return (req: Request, _res: ExpressResponse, next: NextFunction) => {
      req.url = req.url.replace(from, to);
      next();
    };
  }

  describe.each(mounts)('mounted %s (%s)', (_how, path, mount) => {
    it('A28 a push is answered', async () => {
      const target = await startTarget({ express, ...(mount && { mount }) });
      const { query, body } = push();
      const response = await target.send({ method: 'POST', path: `${path}?${query}`, body });
      expect({ status: response.status, reply: textOf(response.body, 'Content') }).toEqual({
        status: 200,
        reply: 'a reply',
      });
    });

    it('A28 a push with a wrong signature is refused', async () => {
      const target = await startTarget({ express, ...(mount && { mount }) });
      const { query, body } = push({ query: { signature: '0'.repeat(40) } });
      expectRefused(target, await target.send({ method: 'POST', path: `${path}?${query}`, body }), 403);
    });
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'QUERY'])(
    'A28 the method %s is not allowed',
    async (method) => {
      const target = await startTarget({ express });
      const { query } = push();
      // Node's parser may not know the method yet: then it refuses by itself.
      const response = await target.send({ method, path: `/wechat?${query}` });
      if (response.status === 400 && method === 'QUERY') return;
      expectRefused(target, response, 405);
      expect(response.headers.allow).toBe('GET, POST');
    },
  );

  it('A28 HEAD is answered as GET, without the body', async () => {
    const target = await startTarget({ express });
    const get = await target.send({ path: `/wechat?${checkQuery({ echostr: '5093311847720146209' })}` });
    const head = await target.send({
      method: 'HEAD',
      path: `/wechat?${checkQuery({ echostr: '5093311847720146209' })}`,
    });
    expect([get.status, get.body]).toEqual([200, '5093311847720146209']);
    expect([head.status, head.body]).toEqual([200, '']);
    const headers = { ...get.headers, date: head.headers.date };
    expect(head.headers).toEqual(headers);
    const bad = await target.send({ method: 'HEAD', path: '/wechat' });
    expect([bad.status, bad.body]).toEqual([403, '']);
  });

  it.each([
    ['/wechat/a', 'below the mount, without a signature'],
    ['/wechat/a?timestamp=1', 'below the mount, with another parameter'],
    ['/wechat/a?b=signature', 'below the mount, with a signature in a value'],
    ['/wechatx', 'beside the mount'],
    ['/', 'above the mount'],
  ])('A28 %s belongs to the app: %s', async (path) => {
    const target = await startTarget({ express });
    for (const method of ['GET', 'POST', 'PUT']) {
      const response = await target.send({ method, path });
      expect([response.status, response.body]).toEqual([404, 'not found']);
    }
    expect(target.lines).toEqual([]);
  });

  it.each([
    ['of its own', (app) => app],
    ['of its own, after a route for everything', (app) => app.all(anyPath, (_req, _res, next) => next())],
    ['of its own, after a route for its page', (app) => app.get('/about', (_req, _res, next) => next())],
  ] satisfies [string, (app: ReturnType<typeof express>) => unknown][])(
    'A28 an app with wechat() at its root keeps a page %s',
    async (_what, before) => {
      const mount: TargetOptions['mount'] = (app, wx) => {
        before(app);
        app.use(wx).get('/about', (_req, res) => res.send('about us'));
      };
      const target = await startTarget({ express, mount });
      expect((await target.send({ path: '/about' })).body).toBe('about us');
      expect((await target.send({ path: '/nowhere' })).status).toBe(404);
      expect((await target.send({ path: '/' })).status).toBe(404);
      expect(target.lines).toEqual([]);
    },
  );

  it('A28 a push is not believed when what was signed is lost on the way', async () => {
    const target = await startTarget({
      express,
      mount: (app, wx) => app.use(rewrite(/.*/, '/wechat')).use('/wechat', wx),
    });
    expectRefused(target, await target.push(), 403);
  });

  it('A28 two accounts in one app do not answer for each other', async () => {
    const other = await startTarget({ config: { token: 'other' }, handler: () => 'the other' });
    const target = await startTarget({
      express,
      mount: (app, wx) => app.use('/one', wx).use('/two', other.wx),
    });
    const { query, body } = push();
    expect((await target.send({ method: 'POST', path: `/one?${query}`, body })).body).toContain('a reply');
    expect((await target.send({ method: 'POST', path: `/two?${query}`, body })).status).toBe(403);
    expect(other.messages).toEqual([]);
  });

  it('A28 nothing goes wrong when something else has answered', async () => {
    const mount: TargetOptions['mount'] = (app, wx) =>
      app.use('/wechat', (req, res, next) => {
        res.send('too late');
        return wx(req, res, next);
      });
    const target = await startTarget({ express, mount, handler: () => undefined });
    expect((await target.push()).body).toBe('too late');
    expect((await target.push({ query: { signature: 'x' } })).body).toBe('too late');
    expect((await target.send({ path: `/wechat?${checkQuery()}` })).body).toBe('too late');
    await new Promise(setImmediate);
    expect(target.errors).toEqual([]);
  });

  describe('A29 behind', () => {
    type Use = NonNullable<TargetOptions['mount']>;
    const before =
      (...parsers: ((ex: typeof express) => RequestHandler)[]): Use =>
      (app, wx, ex) => {
        for (const parser of parsers) app.use(parser(ex));
        app.use('/wechat', wx);
      };
    const any = { type: () => true, limit: '1mb' };
    const setBody = (change: (body: string) => unknown) => (ex: typeof express) => {
      const text = ex.text(any);
      return (req: Request, res: ExpressResponse, next: NextFunction) =>
        text(req, res, (error?: unknown) => {
          req.body = change(String(req.body));
          next(error);
        });
    };
    const drain = () => (req: Request, _res: ExpressResponse, next: NextFunction) => {
      req.resume().on('end', () => next());
    };
    const keepRaw = (ex: typeof express) =>
      ex.json({ ...any, verify: (req, _res, buffer) => Object.assign(req, { rawBody: buffer }) });
    /** What an XML parser makes of a body whose values are text: lists of one, under `xml`. */
    const asObject = (name: (name: string) => string) => (body: string) => ({
      xml: Object.fromEntries(
        [...body.matchAll(/<(\w+)>(?:<!\[CDATA\[)?([^<]*?)(?:\]\]>)?<\/\1>/g)].map(([, key = '', value]) => [
          name(key),
          [value],
        ]),
      ),
    });

    const parsers: [string, Use][] = [
      ['express.text()', before((ex) => ex.text(any))],
      ['express.raw()', before((ex) => ex.raw(any))],
      ['express.json() for JSON only', before((ex) => ex.json())],
      ['express.urlencoded() for forms only', before((ex) => ex.urlencoded({ extended: true }))],
      [
        'all four, for what they are for',
        before(
          (ex) => ex.json(),
          (ex) => ex.urlencoded({ extended: false }),
          (ex) => ex.raw(),
          (ex) => ex.text(),
        ),
      ],
      ['an XML parser that keeps names', before(setBody(asObject((key) => key)))],
      [
        'a parser that keeps req.rawBody',
        before(
          setBody((body) => body),
          () => (req, _res, next) => {
            Object.assign(req, { rawBody: Buffer.from(String(req.body)), body: {} });
            next();
          },
        ),
      ],
      ...(
        [
          ['a Uint8Array', (body) => new Uint8Array(Buffer.from(body))],
          ['a part of a Uint8Array', (body) => new Uint8Array(Buffer.from(`<${body}>`)).subarray(1, -1)],
          ['an ArrayBuffer', (body) => new Uint8Array(Buffer.from(body)).buffer],
        ] as const satisfies [string, (body: string) => unknown][]
      ).flatMap(([what, change]): [string, Use][] => [
        [`a host that keeps ${what} in req.body`, before(setBody(change))],
        [
          `a host that keeps ${what} in req.rawBody`,
          before(
            setBody((body) => body),
            () => (req, _res, next) => {
              Object.assign(req, { rawBody: change(String(req.body)), body: {} });
              next();
            },
          ),
        ],
      ]),
      [
        'a host whose requests inherit their body',
        before(
          setBody((body) => body),
          () => (req, _res, next) => {
            const body: unknown = req.body;
            delete req.body;
            Object.setPrototypeOf(
              req,
              Object.create(Reflect.getPrototypeOf(req), { body: { get: () => body } }) as object,
            );
            next();
          },
        ),
      ],
    ];

    describe.each(parsers)('%s', (_parser, mount) => {
      it.each(['clear', 'compatible', 'safe'] as const)('a push in %s mode is answered', async (mode) => {
        const target = await startTarget({ express, mode, mount });
        const message = textFields({ Content: 'hello' });
        const { status, body } = await target.push({ mode, message });
        expect(status).toBe(200);
        expect(target.messages).toMatchObject([message]);
        expect(textOf(mode === 'clear' ? body : openReply(body).text, 'Content')).toBe('a reply');
      });

      it('a push with a wrong signature is refused', async () => {
        const target = await startTarget({ express, mount });
        expectRefused(target, await target.push({ query: { signature: '0'.repeat(40) } }), 403);
      });

      it('an empty body is a bad request, at once', async () => {
        const target = await startTarget({ express, mount });
        const response = await target.push({ body: '' });
        expect(response.ms).toBeLessThan(1000);
        if (response.status !== 500) expectRefused(target, response, 400);
        else expect(target.errors).toEqual([expect.any(ConfigError)]);
      });
    });

    it.each([
      ['express.text()', before((ex) => ex.text(any))],
      ['express.raw()', before((ex) => ex.raw(any))],
    ])('%s, too much is too much', async (_parser, mount) => {
      const target = await startTarget({ express, mount });
      expect((await target.push({ message: { Content: 'x'.repeat(262_144) } })).status).toBe(413);
    });

    it('express.json(), a JSON push in safe mode is answered', async () => {
      const target = await startTarget({ express, mode: 'safe', mount: before((ex) => ex.json()) });
      const message = textFields();
      const { status, body } = await target.push({ mode: 'safe', format: 'json', message });
      expect(status).toBe(200);
      expect(target.messages).toMatchObject([message]);
      expect(JSON.parse(openReply(body).text)).toMatchObject({ Content: 'a reply' });
    });

    it('express.json(), a JSON push whose ids are text is answered', async () => {
      const target = await startTarget({ express, mount: before((ex) => ex.json()) });
      const message = textFields({ MsgId: 'a_1' });
      expect((await target.push({ format: 'json', message })).status).toBe(200);
      expect(target.messages).toMatchObject([message]);
    });

    it('a parser that keeps req.rawBody, the ids of a JSON push are exact', async () => {
      const target = await startTarget({ express, mount: before(keepRaw) });
      await target.push({ format: 'json', message: { MsgId: '24718305561935663' } });
      expect(target.messages).toMatchObject([{ MsgId: '24718305561935663' }]);
    });

    const broken: [string, Use, boolean?][] = [
      ['a drained stream', before(drain)],
      ['a drained stream and express.json()', before((ex) => ex.json(), drain)],
      [
        'a drained stream and a body that is true',
        before(drain, () => (req, _res, next) => {
          req.body = true;
          next();
        }),
      ],
      ['express.urlencoded() for everything', before((ex) => ex.urlencoded({ ...any, extended: true }))],
      ['an XML parser that changes names', before(setBody(asObject((key) => key.toLowerCase())))],
      ['express.json(), which rounds ids', before((ex) => ex.json()), true],
    ];

    it.each(broken)(
      '%s, the app gets an error that names the fix, at once',
      async (_parser, mount, json = false) => {
        const target = await startTarget({ express, mount });
        const { status, ms } = await target.push({
          format: json ? 'json' : 'xml',
          message: { MsgId: '24718305561935663' },
        });
        expect(status).toBe(500);
        expect(ms).toBeLessThan(500);
        expect(target.messages).toEqual([]);
        expect(target.errors).toEqual([expect.any(ConfigError)]);
        expect(String(target.errors[0])).toContain('Put app.use(wechat(…)) before other body parsers');
      },
    );

    it.each(broken)('%s, an unsigned push gets no further than any other', async (_parser, mount) => {
      const target = await startTarget({ express, mount });
      expectRefused(target, await target.push({ query: { signature: '0'.repeat(40) } }), 403);
    });

    it('express.json(), deep JSON is a bad request', async () => {
      const target: Target = await startTarget({ express, mount: before((ex) => ex.json({ limit: '1mb' })) });
      const deep = `{"MsgType":"text","a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
      expectRefused(target, await target.push({ format: 'json', body: deep }), 400);
    });

    it('express.json(), a wide object is a bad request', async () => {
      const target = await startTarget({ express, mount: before((ex) => ex.json({ limit: '1mb' })) });
      const wide = toJson({
        ...textFields({ MsgId: 'a' }),
        ...Object.fromEntries(Array.from({ length: 2000 }, (_, i) => [`a${i}`, 1])),
      });
      expectRefused(target, await target.push({ format: 'json', body: wide }), 400);
    });

    it('express.json(), members of objects are plain data', async () => {
      const target = await startTarget({ express, mount: before((ex) => ex.json()) });
      const body = toJson(textFields({ MsgId: 'a' })).replace(
        '{',
        '{"__proto__":{"polluted":"yes"},"constructor":"x","toString":"y",',
      );
      expect((await target.push({ format: 'json', body })).status).toBe(200);
      expect(({} as { polluted?: string }).polluted).toBeUndefined();
      expect(target.messages[0]).not.toHaveProperty('polluted');
      expect(Object.getPrototypeOf(target.messages[0])).toBeNull();
    });
  });
});
