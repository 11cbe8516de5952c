import express from 'express';
import type { RequestHandler } from 'express';
import type { RequestListener } from 'node:http';
import { once } from 'node:events';
import {
  connect,
  createServer as createHttp2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { drain, tellStories, type HostUnderTest } from '../support/stories';

const express5: HostUnderTest = {
  name: 'Express',
  start: async (accounts, { drained }) => {
    const app = express();
    app.set('env', 'test');
    if (drained)
      app.use(async (req, _res, next) => {
        await drain(req);
        next();
      });
    for (const [path, wx] of Object.entries(accounts)) app.use(path, wx);
    return Promise.resolve({ listener: app });
  },
};

/** The middleware of an account takes requests of Node as they are. */
const node: HostUnderTest = {
  name: 'node:http',
  start: async (accounts, { drained }) => {
    const listener: RequestListener = (req, res) => {
      const wx = accounts[(req.url ?? '').split('?')[0] ?? ''];
      const call = () => {
        const [request, response] = [req, res] as unknown as Parameters<RequestHandler>;
        void wx?.(request, response, (error?: unknown) => {
          res.writeHead(error === undefined ? 404 : 500).end();
        });
      };
      if (drained) req.on('end', call).resume();
      else call();
    };
    return Promise.resolve({ listener });
  },
};

/** Node's server for HTTP/2, behind a gateway that speaks HTTP/1 to WeChat. */
const http2: HostUnderTest = {
  name: 'node:http2',
  start: async (accounts, { drained }) => {
    const sessions: ServerHttp2Session[] = [];
    const server = createHttp2Server((req, res) => {
      const wx = accounts[req.url.split('?')[0] ?? ''];
      const call = () => {
        // The same names as those of HTTP/1, which are all that is used.
        const [request, response] = [req, res] as unknown as Parameters<RequestHandler>;
        void wx?.(request, response, (error?: unknown) => {
          res.writeHead(error === undefined ? 404 : 500);
          res.end();
        });
      };
      if (drained) req.on('end', call).resume();
      else call();
    }).listen(0, '127.0.0.1');
    server.on('session', (session) => sessions.push(session));
    await once(server, 'listening');
    // A server on a port has an address of this form.
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return {
      listener: gateway(client),
      close: async () => {
        client.destroy();
        for (const session of sessions) session.destroy();
        await new Promise((resolve) => server.close(resolve));
      },
    };
  },
};

/** Headers that are about one connection. */
const HOP = /^(?:host|connection|keep-alive|transfer-encoding|upgrade)$/;

const gateway =
  (client: ReturnType<typeof connect>): RequestListener =>
  (req, res) => {
    const headers = Object.fromEntries(Object.entries(req.headers).filter(([name]) => !HOP.test(name)));
    const stream = client.request({ ...headers, ':method': req.method, ':path': req.url });
    stream.on('response', (answer: IncomingHttpHeaders) => {
      const plain = Object.entries(answer).filter(([name]) => !name.startsWith(':'));
      res.writeHead(Number(answer[':status']), Object.fromEntries(plain));
      stream.pipe(res);
    });
    stream.on('error', () => res.destroy());
    // A stream that ends without an answer is to HTTP/1 a connection that is cut.
    stream.on('close', () => {
      if (!res.headersSent) res.destroy();
    });
    res.on('close', () => stream.destroy());
    req.pipe(stream);
  };

tellStories(express5);
tellStories(express5, 'cloudrun');
tellStories(node);
tellStories(http2);
