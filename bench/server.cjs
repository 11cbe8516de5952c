// One contender in a process of its own. Told its name and account over IPC, it listens on a free port of loopback, and
// measures its own CPU time between "start" and "stop".
const http = require('node:http');
const { createRequire } = require('node:module');

const ANSWER = 'Nine to six, Monday to Friday.';
const FIXED = `<xml><ToUserName><![CDATA[oT8wq5LzR2mXc7NvBd1KfYh4JsPa]]></ToUserName><FromUserName><![CDATA[gh_3f1c9a7be204]]></FromUserName><CreateTime>1735689663</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${ANSWER}]]></Content></xml>`;

/** Each gives a server that answers pushes at /wechat. */
const contenders = {
  bare: () => http.createServer(bareApp()),
  'bare, createServer': () => require('offiaccount').createServer(bareApp()),
  offiaccount: ({ account }) => http.createServer(ourApp(account)),
  'offiaccount, createServer': ({ account }) => require('offiaccount').createServer(ourApp(account)),
  // The same with a store that the processes of a fleet share.
  'offiaccount, Redis': ({ account, redisPort }) =>
    require('offiaccount').createServer(ourApp({ ...account, store: redisStoreAt(redisPort) })),
  // What other servers cost by themselves: a body that is read, and the same bytes as an answer.
  'bare Koa'() {
    const Koa = require('koa');
    const app = new Koa();
    app.use(async (ctx) => {
      if (ctx.path !== '/wechat') return;
      for await (const chunk of ctx.req) void chunk;
      ctx.type = 'text/html; charset=utf-8';
      ctx.body = FIXED;
    });
    return http.createServer(app.callback());
  },
  'bare Hono'() {
    const { createAdaptorServer } = require('@hono/node-server');
    return createAdaptorServer({
      fetch: async (request) => {
        await request.text();
        return new Response(FIXED, {
          headers: {
            'Content-Type': 'text/html; charset=utf-8',
            'Content-Length': String(Buffer.byteLength(FIXED)),
          },
        });
      },
    });
  },
  async 'bare Fastify'() {
    const app = require('fastify')();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    app.all('/wechat', (_request, reply) => reply.type('text/html; charset=utf-8').send(FIXED));
    await app.ready();
    return app.server;
  },
  'koa(wx)'({ account }) {
    const Koa = require('koa');
    const app = new Koa();
    app.use(require('offiaccount/hosts').koa(ours(account), { path: '/wechat' }));
    return http.createServer(app.callback());
  },
  'fetchHandler(wx)'({ account }) {
    // The server of fetch that is most used on Node.
    const { createAdaptorServer } = require('@hono/node-server');
    const { POST } = require('offiaccount/hosts').fetchHandler(ours(account));
    return createAdaptorServer({ fetch: (request) => POST(request) });
  },
  async 'fastify(wx)'({ account }) {
    const app = require('fastify')();
    await app.register(require('offiaccount/hosts').fastify(ours(account)), { prefix: '/wechat' });
    await app.ready();
    return app.server;
  },
  routes: ({ account, routes }) => http.createServer(ourApp(account, routes)),

  wechat({ account, modules }) {
    const wechat = createRequire(modules)('wechat');
    const app = require('express')();
    const { token, appId: appid, encodingAESKey } = account;
    app.use(
      '/wechat',
      wechat({ token, appid, ...(encodingAESKey && { encodingAESKey }) }, (req, res) => res.reply(ANSWER)),
    );
    return http.createServer(app);
  },

  'co-wechat'({ account, modules }) {
    const load = createRequire(modules);
    const Koa = load('koa');
    const wechat = load('co-wechat');
    const app = new Koa();
    const { token, appId: appid, encodingAESKey } = account;
    app.use(
      wechat({ token, appid, ...(encodingAESKey && { encodingAESKey }) }).middleware(async () => ANSWER),
    );
    return http.createServer(app.callback());
  },
};

function bareApp() {
  const express = require('express');
  const app = express();
  app.post('/wechat', express.text({ type: '*/*' }), (req, res) => res.send(FIXED));
  return app;
}

function redisStoreAt(port) {
  const { Redis } = require('ioredis');
  const client = new Redis({ host: '127.0.0.1', port });
  client.on('error', () => {});
  return require('offiaccount').redisStore(client);
}

// Of the contender that is ours: for the soak.
let wx;
let handled = 0;

function ours(account) {
  wx = require('offiaccount').wechat({ ...account, logger: { warn() {}, error() {} } });
  return wx.text(() => {
    handled++;
    return ANSWER;
  });
}

function ourApp(account, routes = 0) {
  const app = require('express')();
  const { wechat } = require('offiaccount');
  wx = wechat({ ...account, logger: { warn() {}, error() {} } });
  for (let i = 0; i < routes; i++) {
    wx.text(`word ${i}`, () => `answer ${i}`);
    if (i % 10 === 0) wx.click(`key ${i}`, () => `answer ${i}`);
  }
  app.use(
    '/wechat',
    wx.text(() => {
      handled++;
      return ANSWER;
    }),
  );
  return app;
}

let since;
process.on('message', async (message) => {
  if (message.name !== undefined) {
    const server = await contenders[message.name](message);
    server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
  } else if (message.start) {
    since = process.cpuUsage();
  } else if (message.sample) {
    // Twice: what the first finds unreachable, the second gives back.
    globalThis.gc();
    globalThis.gc();
    process.send({ rss: process.memoryUsage().rss, stats: wx.stats(), handled });
  } else {
    const { user, system } = process.cpuUsage(since);
    process.send({ cpu: user + system });
  }
});
process.on('disconnect', () => process.exit());
