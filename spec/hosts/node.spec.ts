import express from 'express';
import type { RequestHandler } from 'express';
import type { RequestListener } from 'node:http';
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

tellStories(express5);
tellStories(node);
