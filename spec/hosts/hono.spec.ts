import type * as HonoServer from '@hono/node-server';
import { Hono } from 'hono';
import { fetchHandler } from 'offiaccount/hosts';
import { fromNode } from '../support/node-modules';
import { drain, tellStories } from '../support/stories';

// Packages of this form are for Node's own loader, and not for that of the specs.
const { getRequestListener } = fromNode('@hono/node-server') as typeof HonoServer;

tellStories({
  name: 'Hono',
  start: async (accounts, { drained }) => {
    const app = new Hono();
    app.onError((_error, c) => c.body(null, 500));
    if (drained)
      app.use(async (c, next) => {
        if (c.req.raw.body !== null) await drain(c.req.raw.body);
        await next();
      });
    for (const [path, wx] of Object.entries(accounts)) {
      const { POST } = fetchHandler(wx);
      app.all(path, (c) => POST(c.req.raw));
    }
    return Promise.resolve({ listener: getRequestListener(app.fetch) });
  },
});
