import { createServer } from 'node:http';
import Koa from 'koa';
import { koa } from 'offiaccount/hosts';
import { wx } from './bot';

const app = new Koa();
app.use(koa(wx)); // before body parsers; what WeChat has not signed goes on to the next
app.use((ctx) => {
  ctx.body = 'the shop';
});

export const server = createServer(app.callback());
