import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { text } from 'node:stream/consumers';
import express5 from 'express';
import express4 from 'express4';
import type { Express } from 'express';
import { createServer } from 'offiaccount';

const versions = [
  ['4', express4],
  ['5', express5],
] as const;

const servers: Server[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function listen(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An app that uses much of what Express has. */
function build(express: typeof express5): Express {
  const app = express();
  app.set('trust proxy', true);
  app.set('x-powered-by', false);
  app.use((_req, res, next) => {
    res.set('X-First', 'yes').locals.seen = ['first'];
    next();
  });
  app.get('/json', (req, res) =>
    res.status(201).json({ query: req.query, ip: req.ip, host: req.hostname, xhr: req.xhr }),
  );
  app.get('/send', (_req, res) => res.type('html').send('<p>hi</p>'));
  app.get('/buffer', (_req, res) => res.send(Buffer.from([1, 2, 3])));
  app.get('/cookie', (_req, res) => res.cookie('a', 'b', { httpOnly: true }).redirect(303, '/send'));
  app.get('/stream', (_req, res) => {
    res.write('a');
    setImmediate(() => res.end('b'));
  });
  app.get('/fresh', (req, res) => res.set('ETag', '"x"').send(`${req.fresh}`));
  app.get('/accepts', (req, res) => res.send(req.accepts(['json', 'html'])));
  app.post('/body', express.json(), express.text(), (req, res) =>
    res.json({ body: req.body as unknown, type: req.is('json') }),
  );

  const router = express.Router();
  router.use((req, _res, next) => next(req.path === '/fail' ? new Error('failed') : undefined));
  router.get('/:id/items', (req, res) =>
    res.json({ params: req.params, url: req.url, baseUrl: req.baseUrl, original: req.originalUrl }),
  );
  app.use('/router', router);

  const sub = express();
  sub.set('marker', 'sub');
  sub.get('/', (req, res) =>
    res.json({ app: req.app.get('marker') as unknown, base: req.baseUrl, res: res.app === sub }),
  );
  app.set('marker', 'main');
  app.use('/sub', sub);
  app.get('/after-sub', (req, res) => res.json({ app: req.app.get('marker') as unknown }));
  // Falls through the sub-app, which must give the request back as it was.
  app.get('/sub/unknown', (req, res) =>
    res.json({ app: req.app.get('marker') as unknown, seen: res.locals.seen as unknown }),
  );
  app.use(
    // Express knows an error handler by its four parameters.
    // oxlint-disable-next-line typescript/no-unused-vars
    ((error: Error, _req, res, _next) =>
      res.status(500).send(`handled: ${error.message}`)) as express5.ErrorRequestHandler,
  );
  return app;
}

const requests: readonly { readonly path: string; readonly init?: RequestInit }[] = [
  {
    path: '/json?a=1&b=2',
    init: {
      headers: { 'X-Forwarded-For': '203.0.113.9', 'X-Requested-With': 'XMLHttpRequest', Host: 'spec' },
    },
  },
  { path: '/send' },
  { path: '/send', init: { method: 'HEAD' } },
  { path: '/buffer' },
  { path: '/cookie', init: { redirect: 'manual' } },
  { path: '/stream' },
  { path: '/fresh', init: { headers: { 'If-None-Match': '"x"' } } },
  { path: '/accepts', init: { headers: { Accept: 'text/html' } } },
  {
    path: '/body',
    init: { method: 'POST', body: '{"a":[1]}', headers: { 'Content-Type': 'application/json' } },
  },
  { path: '/body', init: { method: 'POST', body: 'plain', headers: { 'Content-Type': 'text/plain' } } },
  { path: '/body', init: { method: 'POST', body: '{', headers: { 'Content-Type': 'application/json' } } },
  { path: '/router/7/items?x=1' },
  { path: '/router/fail' },
  { path: '/sub' },
  { path: '/sub/unknown' },
  { path: '/after-sub' },
  { path: '/nowhere' },
  { path: '/json', init: { method: 'OPTIONS' } },
];

async function ask(origin: string, path: string, init?: RequestInit) {
  const response = await fetch(origin + path, init);
  const headers = Object.fromEntries(response.headers);
  delete headers.date;
  return { status: response.status, headers, body: (await response.text()).replace(/ at .*/gs, '') };
}

describe.each(versions)('createServer, with Express %s', (_version, express) => {
  it.each(requests)('answers $path $init as any other server does', async ({ path, init }) => {
    const plain = await listen(createHttpServer(build(express)));
    const fast = await listen(createServer(build(express)));
    const expected = await ask(plain, path, init);
    expect(await ask(fast, path, init)).toEqual(expected);
    expect(expected.status).toBeGreaterThan(0);
  });

  it('makes requests and responses of the kind Express would change them to', async () => {
    const app = express();
    const seen: boolean[] = [];
    const listener: RequestListener = (req, res) => {
      seen.push(Object.getPrototypeOf(req) === app.request, Object.getPrototypeOf(res) === app.response);
      (app as unknown as RequestListener)(req, res);
    };
    app.get('/', (_req, res) => res.send('x'));
    const server = createServer(app);
    server.removeAllListeners('request').on('request', listener);
    expect((await ask(await listen(server), '/')).body).toBe('x');
    expect(seen).toEqual([true, true]);
  });

  it('keeps what is added to app.request and app.response, before and after', async () => {
    const app = express();
    Object.assign(app.request, { early: () => 'early' });
    const server = createServer(app);
    Object.assign(app.response, { late: () => 'late' });
    app.get('/', (req, res) =>
      res.send(
        `${(req as unknown as { early(): string }).early()} ${(res as unknown as { late(): string }).late()}`,
      ),
    );
    expect((await ask(await listen(server), '/')).body).toBe('early late');
    expect((await ask(await listen(createServer(app)), '/')).body).toBe('early late');
    expect((await ask(await listen(createHttpServer(app)), '/')).body).toBe('early late');
  });

  it('serves an app that is also a sub-app of another', async () => {
    const outer = express();
    const inner = express();
    inner.get('/', (req, res) => res.json({ url: req.originalUrl, send: typeof res.send }));
    const first = createServer(inner);
    outer.use('/inner', inner);
    expect((await ask(await listen(first), '/')).body).toBe('{"url":"/","send":"function"}');
    expect((await ask(await listen(createServer(outer)), '/inner')).body).toBe(
      '{"url":"/inner","send":"function"}',
    );
  });
});

it('serves another kind of middleware stack beside the app', async () => {
  const app = express5().get('/', (_req, res) => res.send('app'));
  const server = createServer(app);
  server.removeAllListeners('request').on('request', (req, res) => {
    if (req.url === '/raw') res.end('raw');
    else app(req, res);
  });
  const origin = await listen(server);
  expect((await ask(origin, '/raw')).body).toBe('raw');
  expect((await ask(origin, '/')).body).toBe('app');
});

it('ends connections whose headers do not arrive, after 10 s unless told otherwise', async () => {
  const server = createServer(express5());
  expect(server.headersTimeout).toBe(10_000);
  server.headersTimeout = 200;
  const socket = connect(Number(new URL(await listen(server)).port), '127.0.0.1');
  socket.on('error', () => undefined);
  // A header now and then keeps the connection busy, but not for ever.
  const drip = setInterval(() => socket.write('X: y\r\n'), 50);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n');
  const answer = await text(socket);
  clearInterval(drip);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});
