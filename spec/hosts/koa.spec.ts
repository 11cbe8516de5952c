import Koa from 'koa';
import { koa } from 'offiaccount/hosts';
import { drain, tellStories } from '../support/stories';

tellStories({
  name: 'Koa',
  start: async (accounts, { drained }) => {
    const app = new Koa();
    app.silent = true;
    if (drained)
      app.use(async (ctx, next) => {
        await drain(ctx.req);
        await next();
      });
    for (const [path, wx] of Object.entries(accounts)) {
      const receive = koa(wx);
      app.use((ctx, next) => (ctx.path === path ? receive(ctx, next) : next()));
    }
    return Promise.resolve({ listener: app.callback() });
  },
});
